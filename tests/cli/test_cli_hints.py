"""What commands say of a slip or of an index that is behind, and what to do about it."""

import os
from pathlib import Path

import pytest

from notelinks.cli.find_note import find_note
from notelinks.errors import NoteNotFoundError
from notelinks.query.status_facts import whole_percents
from notelinks.records import NoteSummary
from tests.support import index_vault, run_cli, write_vault


def test_index_that_is_behind_is_told(tmp_path: Path, home: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"Dough.md": "Flour and water.", "Oven.md": "Heat and flour."})
    index_vault(vault)
    current = run_cli("links", "Dough", cwd=vault)
    stamp = (vault / "Dough.md").stat().st_mtime_ns + 1
    os.utime(vault / "Dough.md", ns=(stamp, stamp))
    write_vault(vault, {"New.md": "Flour and water."})
    behind = run_cli("links", "Dough", cwd=vault)
    new = [run_cli("links", name, cwd=vault) for name in ("New.md", "New", vault / "New.md")]

    assert (current.stderr, behind.stdout) == ("", current.stdout)
    assert "Dough.md has changed since it was indexed" in behind.stderr
    assert {1} == {result.returncode for result in new}
    assert all("New.md is not in the index yet: run `notelinks index`" in result.stderr for result in new)


def test_nearest_names_come_first() -> None:
    notes = [
        NoteSummary(i, f"{n}.md", n, (), (), 0, 1, 0, 0) for i, n in enumerate(("Sourdoe", "Bread dough", "Sourdough"))
    ]

    with pytest.raises(NoteNotFoundError) as raised:
        find_note(notes, "Sourdogh", Path("/nowhere"))

    assert str(raised.value).endswith("Nearest: Sourdough.md, Sourdoe.md, Bread dough.md.")


@pytest.mark.parametrize(
    ("typed", "meant"), [("realted", "related"), ("serach", "search"), ("stopwords", "stop-words")]
)
def test_misspelt_command_is_recognised(indexed, typed: str, meant: str) -> None:
    result = indexed.run(typed, "Dough")

    assert result.returncode == 2
    assert f"Did you mean `notelinks {meant}`?" in result.stderr


@pytest.mark.parametrize(
    ("shares", "percents"),
    [([0.335, 0.335, 0.33], [34, 33, 33]), ([0.455, 0.345, 0.2], [46, 34, 20]), ([1.0, 0.0, 0.0], [100, 0, 0])],
)
def test_shares_add_up_to_a_hundred(shares: list[float], percents: list[int]) -> None:
    assert sum(whole_percents(shares)) == 100
    assert whole_percents(shares) == percents

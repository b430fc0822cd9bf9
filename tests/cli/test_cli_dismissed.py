"""`suggest` and what was dismissed: left out, counted, listed, suggested again."""

from pathlib import Path

import pytest

from notelinks.config import index_folder
from notelinks.store.dismissed import change_dismissed, read_dismissed
from tests.support import index_vault, json_lines, run_cli, write_vault

_NOTES = {
    "a.md": "Flour and water make dough; flour and yeast make bread.",
    "b.md": "Bread of flour, water and yeast from the oven; the dough rises.",
    "c.md": "Yeast, flour and water: the dough of a bread.",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    made = write_vault(tmp_path / "vault", _NOTES)
    index_vault(made)
    return made


def _pairs(vault: Path) -> list[list[str]]:
    rows = json_lines(run_cli("suggest", "--json", cwd=vault))
    return sorted([note["note"] for note in row["notes"]] for row in rows)


def test_dismissed_pairs_are_left_out_counted_and_listed(vault: Path) -> None:
    before = _pairs(vault)
    change_dismissed(index_folder(vault), add=[("a.md", "b.md"), ("gone.md",)])
    told = run_cli("suggest", cwd=vault)
    listed = json_lines(run_cli("suggest", "--dismissed", "--json", cwd=vault))

    assert [pair for pair in before if pair != ["a.md", "b.md"]] == _pairs(vault)
    assert "notelinks: 2 dismissed; `suggest --dismissed` lists them" in told.stderr
    assert listed == [{"notes": ["a.md", "b.md"]}, {"notes": ["gone.md"]}]
    assert run_cli("suggest", "--dismissed", cwd=vault).stdout == "a.md  |  b.md\ngone.md\n"


def test_restored_pairs_are_suggested_again(vault: Path) -> None:
    folder, before = index_folder(vault), _pairs(vault)
    change_dismissed(folder, add=[("a.md", "b.md")])
    change_dismissed(folder, add=[("a.md", "c.md")])
    change_dismissed(folder, add=[("gone.md",)])

    assert run_cli("suggest", "--restore", "c", "a", cwd=vault).stdout == "restored a.md  |  c.md\n"
    assert run_cli("suggest", "--restore", "gone.md", cwd=vault).stdout == "restored gone.md\n"
    nothing = run_cli("suggest", "--restore", "c", cwd=vault)
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "No such suggestion is dismissed." in nothing.stderr
    assert run_cli("suggest", "--restore", cwd=vault).stdout == "restored a.md  |  b.md\n"
    assert read_dismissed(folder) == []
    assert _pairs(vault) == before


def test_nothing_dismissed_says_so(vault: Path) -> None:
    for option in ("--dismissed", "--restore"):
        ended = run_cli("suggest", option, cwd=vault)
        assert (ended.returncode, ended.stdout) == (1, "")
        assert "No suggestion is dismissed." in ended.stderr
    assert "dismissed" not in run_cli("suggest", cwd=vault).stderr

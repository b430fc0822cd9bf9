"""What commands say of a slip or of an index that is behind, and what to do about it."""

import os
from pathlib import Path

import pytest

from notelinks.cli.find_note import find_note, tell_guess
from notelinks.errors import AmbiguousNoteError, NoteNotFoundError
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
    assert all("New.md is not in the index yet: `notelinks index` reads it." in result.stderr for result in new)


def test_note_that_is_not_there_any_more_is_told(tmp_path: Path, home: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"Dough.md": "Flour and water.", "Oven.md": "Heat and flour."})
    index_vault(vault)
    wanted = run_cli("concepts", "Dough", cwd=vault).stdout
    (vault / "Dough.md").unlink()
    result = run_cli("concepts", "Dough", cwd=vault)

    assert (result.returncode, result.stdout) == (0, wanted)
    assert result.stderr == (
        "notelinks: Dough.md is not there any more: this is what was indexed of it. `notelinks index` looks again.\n"
    )


@pytest.mark.parametrize("command", ["related", "concepts", "links"])
def test_file_outside_the_folder_is_told_what_can_be_done(indexed, tmp_path: Path, command: str) -> None:
    write_vault(tmp_path, {"out side.md": "Flour and water.", "near.txt": "Soil."})
    absolute = indexed.run(command, tmp_path / "out side.md")
    relative = run_cli(command, "near.txt", "--vault", indexed.vault, home=indexed.home, cwd=tmp_path)

    assert [(result.returncode, result.stdout) for result in (absolute, relative)] == [(1, "")] * 2
    assert absolute.stderr == (
        f"notelinks: {tmp_path}/out side.md lies outside the folder of notes, {indexed.vault}. "
        f"To find the notes nearest to its text: `notelinks search - < '{tmp_path}/out side.md'`.\n"
    )
    assert f"{tmp_path}/near.txt lies outside" in relative.stderr


def test_file_outside_is_so_from_a_folder_of_the_vault_too(tmp_path: Path, home: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"in/Dough.md": "Flour and water."})
    index_vault(vault)
    write_vault(tmp_path, {"out.md": "Flour."})
    result = run_cli("links", "../../out.md", cwd=vault / "in")

    assert f"{tmp_path}/out.md lies outside the folder of notes, {vault}." in result.stderr


def test_file_that_is_left_out_is_told_why(tmp_path: Path, home: Path) -> None:
    left_out = {"Binary.md": b"\x89PNG\0\0\0" * 10, "Old/Attic.md": "Flour.", ".trash/Gone.md": "Flour."}
    settings = {".obsidian/app.json": '{"userIgnoreFilters": ["Old/"]}'}
    vault = write_vault(tmp_path / "vault", {"Dough.md": "Flour and water.", **left_out, **settings})
    index_vault(vault)
    write_vault(vault, {"New.md": b"\0\0\0"})

    for typed, said in (
        ("Binary.md", "Binary.md was skipped when the folder was last looked at: binary file."),
        ("Binary", "Binary.md was skipped when the folder was last looked at: binary file."),
        (vault / "Old" / "Attic.md", "Old/Attic.md is not in the index: Excluded files in Obsidian: Old/."),
        (".trash/Gone", ".trash/Gone.md is not in the index: hidden and temporary files and folders are never read."),
        ("New", "New.md is not in the index yet: `notelinks index` reads it."),
    ):
        result = run_cli("links", typed, cwd=vault)
        assert (result.returncode, result.stdout, result.stderr) == (1, "", f"notelinks: {said}\n")


def test_nearest_names_come_first() -> None:
    notes = [
        NoteSummary(i, f"{n}.md", n, (), (), 0, 1, 0, 0) for i, n in enumerate(("Sourdoe", "Bread dough", "Sourdough"))
    ]

    with pytest.raises(NoteNotFoundError) as raised:
        find_note(notes, "Sourdogh", Path("/nowhere"))

    assert str(raised.value).endswith("Nearest: Sourdough.md, Sourdoe.md, Bread dough.md.")


READMES = [
    NoteSummary(i, key, title, aliases, (), 0, 1, 0, 0)
    for i, (key, title, aliases) in enumerate(
        [
            ("readme.md", "readme", ()),
            ("a/README.md", "README", ("The manual",)),
            ("b/README.md", "README", ()),
            ("c/Same.md", "Twin", ()),
            ("d/same.md", "Other twin", ()),
        ]
    )
]


@pytest.mark.parametrize(
    ("typed", "key", "told"),
    [
        ("readme", "readme.md", ""),
        ("readme.md", "readme.md", ""),
        ("a/README", "a/README.md", ""),
        ("A/readme.md", "a/README.md", "notelinks: 'A/readme.md' is taken for a/README.md.\n"),
        ("Same", "c/Same.md", ""),
        ("Twin", "c/Same.md", ""),
        ("other TWIN", "d/same.md", "notelinks: 'other TWIN' is taken for d/same.md.\n"),
        ("The manual", "a/README.md", "notelinks: 'The manual' is taken for a/README.md.\n"),
    ],
)
def test_note_that_was_guessed_is_told(capsys: pytest.CaptureFixture[str], typed: str, key: str, told: str) -> None:
    note = find_note(READMES, typed, Path("/nowhere"))
    tell_guess(note, typed, Path("/nowhere"))

    assert (note.key, capsys.readouterr()) == (key, ("", told))


@pytest.mark.parametrize(("typed", "n_notes"), [("README", 3), ("Readme.md", 3), ("SAME", 2)])
def test_name_that_only_the_case_tells_apart_is_ambiguous(typed: str, n_notes: int) -> None:
    with pytest.raises(AmbiguousNoteError, match=f"is the name of {n_notes} notes"):
        find_note(READMES, typed, Path("/nowhere"))


def test_file_of_a_note_is_a_name_for_it_from_anywhere(indexed, tmp_path: Path) -> None:
    wanted = indexed.run("concepts", "bread/Oven").stdout
    from_elsewhere = run_cli("concepts", indexed.vault / "bread" / "Oven.md", home=indexed.home, cwd=tmp_path)
    from_a_folder = run_cli("concepts", "../bread/Oven.md", home=indexed.home, cwd=indexed.vault / "garden")
    beside_a_namesake = run_cli("concepts", "Same.md", home=indexed.home, cwd=indexed.vault / "music")

    for result, expected in (
        (from_elsewhere, wanted),
        (from_a_folder, wanted),
        (beside_a_namesake, indexed.run("concepts", "music/Same").stdout),
    ):
        assert (result.returncode, result.stderr, result.stdout) == (0, "", expected)


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

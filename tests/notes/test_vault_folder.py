import os
from pathlib import Path

import pytest

from notelinks.errors import NotesDirectoryError
from notelinks.notes import vault_folder
from notelinks.notes.vault_folder import check_outside, check_vault, why_to_ask


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_vault_is_given_by_its_real_path(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "link").symlink_to("vault")

    assert check_vault(tmp_path / "link") == Path(os.path.realpath(tmp_path)) / "vault"


def test_missing_vault_or_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotesDirectoryError, match="there is no such folder"):
        check_vault(tmp_path / "none")
    with pytest.raises(NotesDirectoryError, match="this is a file"):
        check_vault(write(tmp_path / "a.md"))
    with pytest.raises(NotesDirectoryError):
        check_vault(Path("a\0b"))


def test_home_is_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "users" / "ann"
    (home / "notes").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))

    assert why_to_ask(home / "notes") == ""
    for folder in (home, home.parent, Path("/")):
        assert why_to_ask(folder) == "contains your whole home directory"


def test_many_files_are_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("a.md", "b/c.png", "b/d/e.md", ".git/x", "b/.hidden/y", "b/z~"):
        write(tmp_path / key)
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    n_entries = len(["a.md", "b", "b/c.png", "b/d", "b/d/e.md", "b/loop"])

    monkeypatch.setattr(vault_folder, "MAX_UNASKED", n_entries)
    assert why_to_ask(tmp_path) == ""
    monkeypatch.setattr(vault_folder, "MAX_UNASKED", n_entries - 1)
    assert why_to_ask(tmp_path) == f"contains more than {n_entries - 1} files"


def test_counting_stops_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        write(tmp_path / f"folder {number}" / "a.md")
    listed = []
    scandir = os.scandir
    monkeypatch.setattr(vault_folder.os, "scandir", lambda path: listed.append(path) or scandir(path))
    monkeypatch.setattr(vault_folder, "MAX_UNASKED", 41)

    assert why_to_ask(tmp_path) == "contains more than 41 files"
    assert len(listed) == 3


def test_folder_that_cannot_be_listed_is_counted_as_empty(tmp_path: Path) -> None:
    assert why_to_ask(tmp_path / "none") == ""


def test_index_must_lie_outside_the_vault(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    (vault / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to(vault / "deep")
    for inside in (vault, vault / ".notelinks" / "vaults" / "x", vault / "deep", tmp_path / "link" / "vaults" / "x"):
        with pytest.raises(NotesDirectoryError, match=r"would lie within the folder of notes\. Set NOTELINKS_HOME"):
            check_outside(vault, inside)

    for outside in (tmp_path, tmp_path / "vault-2" / "vaults" / "x", tmp_path / "vault.d"):
        check_outside(vault, outside)


def test_hidden_index_may_lie_in_a_home_directory_all_of_which_is_indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    check_outside(tmp_path, tmp_path / ".local" / "share" / "notelinks")
    with pytest.raises(NotesDirectoryError):
        check_outside(tmp_path, tmp_path / "notelinks")

"""One file is read: as it stands, from within the vault, or the reason why not is told."""

import os
from pathlib import Path

import pytest

from notelinks.notes.files import read_note
from notelinks.records import SkippedFile


def write(root: Path, key: str, text: str = "text") -> Path:
    path = root / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_note_is_read_whole(tmp_path: Path) -> None:
    write(tmp_path, "a/b/c.md", "words\n")

    assert read_note(tmp_path, "a/b/c.md") == b"words\n"


@pytest.mark.parametrize("key", ["../x.md", "a/../../x.md", "/etc/passwd", "", "a//b.md", "./a.md", "a\0.md"])
def test_key_that_is_no_path_within_the_vault_is_refused(tmp_path: Path, key: str) -> None:
    vault = tmp_path / "vault"
    write(vault, "a/b.md")
    write(tmp_path, "x.md")

    assert read_note(vault, key) == SkippedFile(key, "not a path within the vault")


def test_no_symbolic_link_is_followed_while_reading(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    write(tmp_path, "outside/secret.md")
    write(vault, "real.md")
    (vault / "folder").symlink_to(tmp_path / "outside")
    (vault / "link.md").symlink_to("real.md")

    assert read_note(vault, "link.md") == SkippedFile("link.md", "symbolic link, not followed")
    assert isinstance(read_note(vault, "folder/secret.md"), SkippedFile)


def test_vanished_note_is_a_result(tmp_path: Path) -> None:
    assert read_note(tmp_path, "gone.md") == SkippedFile("gone.md", "vanished")
    assert read_note(tmp_path / "none", "gone.md") == SkippedFile("gone.md", "vanished")
    assert isinstance(read_note(tmp_path, "\ud800.md"), SkippedFile)


def test_folder_in_place_of_a_note_is_a_result(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()

    assert read_note(tmp_path, "a.md").reason == "a folder"


def test_reading_leaves_no_open_file_and_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "a/b.md")
    before, n_open = path.stat(), len(os.listdir("/proc/self/fd"))
    (tmp_path / "d.md").mkdir()
    for key in ("a/b.md", "a/none.md", "none/b.md", "a/b.md/c", "d.md"):
        read_note(tmp_path, key)

    assert len(os.listdir("/proc/self/fd")) == n_open
    assert path.stat() == before

"""The file of dismissed suggestions: any name of a file, the newest, what is private."""

import os
import stat
from pathlib import Path

import pytest

from notelinks.errors import StoreError
from notelinks.store.dismissed import change_dismissed, dismissed_file, newest_dismissed, read_dismissed

_ODD = ("a b|c%7C.md", os.fsdecode(b"caf\xe9\n\xc2\x85.md"))


def test_no_file_is_nothing_dismissed(tmp_path: Path) -> None:
    assert (read_dismissed(tmp_path), newest_dismissed(tmp_path)) == ([], ((), 0.0))


def test_suggestions_of_notes_with_any_name_are_dismissed_and_restored(tmp_path: Path) -> None:
    change_dismissed(tmp_path, add=[_ODD])
    change_dismissed(tmp_path, add=[("z/한글.md",)])

    assert read_dismissed(tmp_path) == [_ODD, ("z/한글.md",)]
    assert newest_dismissed(tmp_path)[0] == ("z/한글.md",)
    change_dismissed(tmp_path, remove=[("z/한글.md",), ("never.md",)])
    assert read_dismissed(tmp_path) == [_ODD]
    assert newest_dismissed(tmp_path)[0] == _ODD


def test_file_is_private(tmp_path: Path) -> None:
    change_dismissed(tmp_path, add=[("a.md", "b.md")])

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"dismissed.txt": 0o600, "dismissed.lock": 0o600}


def test_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    dismissed_file(tmp_path).write_bytes(b"a.md|b.md yesterday\n")

    with pytest.raises(StoreError, match=r"dismissed\.txt: the dismissed suggestions.*Correct or remove"):
        read_dismissed(tmp_path)

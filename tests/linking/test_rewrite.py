"""A note is replaced whole, keeps what belongs to it, and is refused where an edit or a file could be harmed."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from notelinks.errors import LinkRefusedError
from notelinks.linking import rewrite, writable
from notelinks.linking.exchange import keep_writers_out
from notelinks.linking.folder import NoteFolder
from notelinks.linking.rewrite import SavedMeanwhileError, rewrite_note
from notelinks.linking.writable import check_writable

OLD, NEW = b"\xef\xbb\xbfold\r\n", b"\xef\xbb\xbfold\r\n\r\n[[Other]]\r\n"
TEMPORARY = ".notelinks-test.tmp"
NOBODY = 65534


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "a" / "Note.md"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def write(note: Path, shown: bytes = OLD) -> None:
    with NoteFolder(note.parents[1], "a/Note.md") as folder:
        rewrite_note(folder, TEMPORARY, shown, NEW)


def assert_refused(note: Path, reason: str) -> None:
    """The note is refused, both before anything is shown and when it is written, and nothing is changed."""
    before = (note.read_bytes(), os.listdir(note.parent)) if note.exists() else None
    with NoteFolder(note.parents[1], "a/Note.md") as folder, pytest.raises(LinkRefusedError, match=reason):
        check_writable(folder)
    with pytest.raises(LinkRefusedError, match=reason):
        write(note)

    if before is not None:
        assert (note.read_bytes(), os.listdir(note.parent)) == before


def test_contents_change_and_mode_owner_and_attributes_stay(note: Path) -> None:
    note.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(note, 1234, 2345)
    os.setxattr(note, "user.colour", b"red\0")
    before = note.stat()

    write(note)

    after = note.stat()
    assert note.read_bytes() == NEW
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert {name: os.getxattr(note, name) for name in os.listxattr(note)} == {"user.colour": b"red\0"}
    assert os.listdir(note.parent) == ["Note.md"]


def test_note_that_is_not_as_shown_is_refused(note: Path) -> None:
    with pytest.raises(SavedMeanwhileError, match=r"a/Note\.md was changed by another program"):
        write(note, shown=b"something else")

    assert (note.read_bytes(), os.listdir(note.parent)) == (OLD, ["Note.md"])


def test_hard_link_is_refused(note: Path, tmp_path: Path) -> None:
    os.link(note, tmp_path / "twin.md")

    assert_refused(note, "one of 2 hard links")


def test_symbolic_link_is_refused(note: Path) -> None:
    note.rename(note.with_name("real.md"))
    note.symlink_to("real.md")

    assert_refused(note, r"cannot be (opened|written) \(Too many levels of symbolic links\)")
    assert note.is_symlink()


def test_folder_that_is_a_symbolic_link_is_refused(note: Path, tmp_path: Path) -> None:
    (tmp_path / "a").rename(tmp_path / "b")
    (tmp_path / "a").symlink_to("b")

    with pytest.raises(LinkRefusedError, match="its folder cannot be opened"):
        write(note)


def test_read_only_note_is_refused_even_for_root(note: Path) -> None:
    note.chmod(0o444)

    assert_refused(note, "is read-only")


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody else")
@pytest.mark.parametrize(
    ("owner", "mode", "folder_mode", "reason"),
    [
        (NOBODY, 0o644, 0o755, "lies in a read-only folder"),
        (0, 0o644, 0o777, "is read-only"),
        (0, 0o666, 0o777, "belongs to another user"),
        (NOBODY, 0o644, 0o777, ""),
    ],
)
def test_note_is_written_by_its_owner_alone(note: Path, owner: int, mode: int, folder_mode: int, reason: str) -> None:
    note.chmod(mode)
    note.parent.chmod(folder_mode)
    os.chown(note, owner, owner)
    code = (
        "import fcntl, os, pathlib; from notelinks.linking import folder, rewrite\n"  # nobody may not read the library
        f"opened = folder.NoteFolder(pathlib.Path({str(note.parents[1])!r}), 'a/Note.md')\n"
        f"os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})\n"
        f"rewrite.rewrite_note(opened, {TEMPORARY!r}, {OLD!r}, {NEW!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)

    assert reason in done.stderr, done.stderr
    assert bool(done.returncode) == bool(reason), done.stderr
    assert note.read_bytes() == (OLD if reason else NEW)
    assert os.listdir(note.parent) == ["Note.md"]


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to make a file immutable")
def test_immutable_note_is_refused(note: Path) -> None:
    if subprocess.run(["chattr", "+i", note], capture_output=True, check=False).returncode:
        pytest.skip("this file system has no immutable files")
    try:
        with pytest.raises(LinkRefusedError, match=r"read-only|cannot be written"):
            write(note)
        assert os.listdir(note.parent) == ["Note.md"]
    finally:
        subprocess.run(["chattr", "-i", note], check=True)


def test_note_that_is_open_for_writing_is_refused(note: Path) -> None:
    with note.open("r+b"):
        assert_refused(note, "open for writing in another program")

    write(note)


def test_note_that_is_open_for_reading_is_written(note: Path) -> None:
    with note.open("rb") as reader:
        write(note)

        assert (reader.read(), note.read_bytes()) == (OLD, NEW)


def test_fifo_is_refused(note: Path) -> None:
    note.unlink()
    os.mkfifo(note)

    with pytest.raises(LinkRefusedError, match="no regular file"):
        write(note)


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS])
def test_file_system_without_exchange_is_refused(note: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(rewrite, "exchange_files", fail)

    with pytest.raises(LinkRefusedError, match="cannot exchange two files"):
        write(note)
    assert (note.read_bytes(), os.listdir(note.parent)) == (OLD, ["Note.md"])


def test_file_system_without_leases_is_refused(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(writable, "keep_writers_out", fail)

    assert_refused(note, "cannot tell whether another program")


def test_other_systems_are_refused(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")

    assert_refused(note, "cannot tell whether another program")


def test_attribute_that_cannot_be_kept_is_refused(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.setxattr(note, "user.colour", b"red")
    monkeypatch.setattr(os, "setxattr", lambda *_: None)

    with pytest.raises(LinkRefusedError, match="would lose its extended attributes"):
        write(note)
    assert (note.read_bytes(), os.listdir(note.parent)) == (OLD, ["Note.md"])


def test_folder_renamed_meanwhile_leads_nowhere_else(note: Path, tmp_path: Path) -> None:
    with NoteFolder(tmp_path, "a/Note.md") as folder:
        (tmp_path / "a").rename(tmp_path / "moved")
        (tmp_path / "a").mkdir()
        (tmp_path / "a" / "Note.md").write_bytes(OLD)
        rewrite_note(folder, TEMPORARY, OLD, NEW)

    assert (tmp_path / "moved" / "Note.md").read_bytes() == NEW
    assert (tmp_path / "a" / "Note.md").read_bytes() == OLD


# Another program at one exact moment


def _at(monkeypatch: pytest.MonkeyPatch, moment: str, act) -> None:
    """Does something once, just before a step of the rewriting."""
    step, acts = getattr(rewrite, moment), [act]

    def stepped(*arguments):
        if acts:
            acts.pop()()
        return step(*arguments)

    monkeypatch.setattr(rewrite, moment, stepped)


def _save(note: Path, text: bytes) -> None:
    """As most editors do: by a new file that takes the note's name."""
    note.with_name("x").write_bytes(text)
    os.replace(note.with_name("x"), note)


def test_save_between_check_and_exchange_is_put_back(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _at(monkeypatch, "exchange_files", lambda: _save(note, b"edit"))

    with pytest.raises(SavedMeanwhileError):
        write(note)
    assert (note.read_bytes(), os.listdir(note.parent)) == (b"edit", ["Note.md"])


def test_save_over_the_new_note_stays(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _at(monkeypatch, "settle", lambda: _save(note, b"edit"))

    with pytest.raises(SavedMeanwhileError):
        write(note)
    assert (note.read_bytes(), os.listdir(note.parent)) == (b"edit", ["Note.md"])


def test_program_that_had_the_note_open_writes_into_the_note(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []
    _at(monkeypatch, "exchange_files", lambda: held.append(os.open(note, os.O_WRONLY | os.O_TRUNC)))

    with pytest.raises(SavedMeanwhileError):
        write(note)
    os.write(held[0], b"edit")
    os.close(held[0])
    assert (note.read_bytes(), os.listdir(note.parent)) == (b"edit", ["Note.md"])


def test_later_of_two_saves_stays(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One before the exchange, one over the new note."""
    _at(monkeypatch, "exchange_files", lambda: _save(note, b"first"))
    _at(monkeypatch, "settle", lambda: _save(note, b"second"))

    with pytest.raises(SavedMeanwhileError):
        write(note)
    assert (note.read_bytes(), os.listdir(note.parent)) == (b"second", ["Note.md"])


@pytest.mark.parametrize("kind", ["removed", "folder", "symlink"])
def test_note_that_became_something_else_is_left_so(note: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    def change() -> None:
        note.unlink()
        if kind == "folder":
            note.mkdir()
        elif kind == "symlink":
            note.symlink_to("elsewhere")

    _at(monkeypatch, "exchange_files", change)

    with pytest.raises(LinkRefusedError):
        write(note)
    assert os.listdir(note.parent) == ([] if kind == "removed" else ["Note.md"])
    assert kind == "removed" or stat.S_ISREG(note.lstat().st_mode) is False


def test_lease_is_given_back(note: Path) -> None:
    file_fd = os.open(note, os.O_RDONLY)
    with keep_writers_out(file_fd) as is_quiet:
        assert is_quiet
    with note.open("r+b"), keep_writers_out(file_fd) as is_quiet:
        assert not is_quiet
    os.close(file_fd)

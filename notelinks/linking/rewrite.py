"""The one place where a note is written: new contents take the place of those that were shown, and of no others.

In: a note's folder and both contents. The new ones are written to a file beside the note and exchanged with it in one
step; then what came out is looked at. If that is not what was shown, or somebody still writes to it, it is put back.
So no edit is lost that another program saves at any moment, and a crash leaves one of the two notes whole. Knows
nothing of links. See docs/decisions/0018-exchange-and-verify.md.
"""

import contextlib
import errno
import os
import time
from collections.abc import Callable

from notelinks.errors import LinkRefusedError
from notelinks.linking.exchange import exchange_files, rename_into_gap
from notelinks.linking.folder import NoteFolder, Version, read_version
from notelinks.linking.writable import check_open_note, make_alike

GRACE_S = 0.002
"""Wait before what came out is looked at: for a program that had found the old file and was about to open it."""

_WRITER_WAIT_S = 0.1
"""Longest wait for a program that is in the middle of a save; most take less than a millisecond."""

_MAX_EXCHANGES = 50
"""Each after the first takes another save within milliseconds."""

_NOT_POSSIBLE = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP})


class SavedMeanwhileError(LinkRefusedError):
    """Another program changed the note after it was shown; what that saved is in place."""


def rewrite_note(
    folder: NoteFolder, temporary: str, shown: bytes, wanted: bytes, ready: Callable[[], None] = lambda: None
) -> None:
    """Puts `wanted` in the place of `shown`, with the note's mode, owner and extended attributes.

    Args:
        temporary: a name in the folder that nothing has. Nothing has it afterwards, unless the system fails while the
            two are exchanged; see `insert.finish_interrupted`.
        ready: called when the file beside the note is complete, before anything happens to the note.

    Raises:
        SavedMeanwhileError: if the note is not as it was shown, or another program saved it at the same moment.
        LinkRefusedError: if it cannot or must not be written.
    """
    try:
        expected, placed = _write_beside(folder, temporary, shown, wanted)
        ready()
        exchange_files(folder.fd, temporary, folder.name)
    except OSError as error:
        folder.remove(temporary)
        raise folder.refusal(_explain(error)) from error
    except LinkRefusedError:
        folder.remove(temporary)
        raise
    try:
        is_in_place = settle(folder, temporary, expected, placed)
    except OSError as error:
        raise folder.refusal(
            f"was written, but {temporary} beside it could not be looked at ({error.strerror})."
        ) from error
    if not is_in_place:
        raise _saved_meanwhile(folder)


def settle(folder: NoteFolder, temporary: str, expected: Version, placed: Version) -> bool:
    """After an exchange: removes what came out if it is what was expected, puts it back if it is not.

    What was put at the note's name is remembered at every exchange. If that very thing comes out of the next one, then
    nobody saved in between, and it may go. Anything else is an edit, and goes back to the note's name.

    Args:
        expected: what lay at the note's name when it was last looked at.
        placed: what the exchange put there.

    Returns:
        Whether `placed` lies there.

    Raises:
        LinkRefusedError: if other programs save faster than this can follow; says where their text is.
    """
    wanted = placed
    for _ in range(_MAX_EXCHANGES):
        os.fsync(folder.fd)
        time.sleep(GRACE_S)
        came = _look_when_written(folder, temporary)
        if came is None or came.is_as(expected):
            folder.remove(temporary)
            now = folder.look(folder.name)
            return placed is wanted and now is not None and now.inode == wanted.inode
        if _put_back(folder, temporary):
            return False
        expected, placed = placed, came
    raise folder.refusal(f"is saved by others again and again. What one of them saved is in {temporary}, beside it.")


def _write_beside(folder: NoteFolder, temporary: str, shown: bytes, wanted: bytes) -> tuple[Version, Version]:
    """(the note, the complete new file beside it), if the note is as it was shown."""
    note_fd = folder.open(folder.name)
    try:
        about = check_open_note(folder, note_fd)
        note = read_version(note_fd)
        if note.raw != shown:
            raise _saved_meanwhile(folder)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        new_fd = os.open(temporary, flags, 0o600, dir_fd=folder.fd)
        with open(new_fd, "wb") as file:
            file.write(wanted)
            file.flush()
            make_alike(folder, note_fd, about, new_fd)
            os.fsync(new_fd)
            return note, Version(os.fstat(new_fd).st_ino, wanted)
    finally:
        os.close(note_fd)


def _look_when_written(folder: NoteFolder, name: str) -> Version | None:
    """What lies at a name, after waiting for whoever is writing to it."""
    end = time.monotonic() + _WRITER_WAIT_S
    while (version := folder.look(name)) is not None and version.raw is None and time.monotonic() < end:
        time.sleep(GRACE_S)
    return version


def _put_back(folder: NoteFolder, temporary: str) -> bool:
    """Gives an edit the note's name again; whether nothing came out, for nothing had that name.

    Some editors remove a note and make it anew, so a name that is free is waited for.
    """
    end = time.monotonic() + _WRITER_WAIT_S
    while True:
        try:
            exchange_files(folder.fd, temporary, folder.name)
            return False
        except FileNotFoundError:
            if time.monotonic() < end:
                time.sleep(GRACE_S)
                continue
        with contextlib.suppress(FileExistsError):
            rename_into_gap(folder.fd, temporary, folder.name)
            os.fsync(folder.fd)
            return True


def _saved_meanwhile(folder: NoteFolder) -> SavedMeanwhileError:
    error = folder.refusal("was changed by another program after it was shown; no link is in it. Look at it again.")
    return SavedMeanwhileError(str(error))


def _explain(error: OSError) -> str:
    if error.errno in _NOT_POSSIBLE:
        return (
            "lies on a file system that cannot exchange two files in one step, so an edit could be lost. Copy the link "
            "and insert it in your editor."
        )
    if error.errno == errno.ENOENT:
        return "vanished. Nothing was written."
    return f"cannot be written ({error.strerror}). Nothing was changed."

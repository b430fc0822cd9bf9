"""Opens folders of the vault and reads one file, never through a symbolic link, a pipe or a device.

In: the vault's folder and the key of a file. Out: its bytes, or why they cannot be had.
"""

import errno
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from notelinks.records import SkippedFile

MAX_NOTE_BYTES = 16 * 1024 * 1024
"""Larger notes are listed as skipped. The largest note of twelve real vaults had 1.5 MB; doubling it doubles the memory
that one hostile file can take."""

LINK_REASON = "symbolic link, not followed"
"""Why such a file is not read."""

EVICTED_REASON = "in the cloud, not on this disk"
"""The same of a file of which the system has taken away the contents to save room: to read it is to fetch it."""

_DATALESS = 0x4000_0000
"""`SF_DATALESS` in the `st_flags` of macOS, for which Python has no name before 3.13."""

_N_OPEN = 8
"""Folders that a scan keeps open. With fewer, it reopens folders on its way back from where they are deeper nested."""

_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def is_evicted(status: os.stat_result) -> bool:
    """Whether the contents of a file are in the cloud alone. It must not be opened: that would fetch them."""
    return bool(getattr(status, "st_flags", 0) & _DATALESS)


def why_unreadable(status: os.stat_result, max_bytes: int) -> str:
    """Why a file with this status is not to be read; empty if it may be."""
    if stat.S_ISREG(status.st_mode):
        n_megabytes = -(-status.st_size // 2**20)
        return f"too large ({n_megabytes} MB, limit {max_bytes // 2**20} MB)" if status.st_size > max_bytes else ""
    kinds = (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISLNK, LINK_REASON),
        (stat.S_ISFIFO, "a named pipe, not a file"),
        (stat.S_ISSOCK, "a socket, not a file"),
        (stat.S_ISCHR, "a device, not a file"),
        (stat.S_ISBLK, "a device, not a file"),
    )
    return next((reason for is_kind, reason in kinds if is_kind(status.st_mode)), "not a regular file")


def read_note(root: Path, key: str, max_bytes: int = MAX_NOTE_BYTES) -> bytes | SkippedFile:
    """The bytes of a note, or of another small file of the vault, or why they cannot be had.

    Each part of the path is opened relative to the folder before it and never through a symbolic link, so that no
    change made in between leads out of the vault. Opening neither waits for a pipe nor touches the time of access.
    """
    parts = key.split("/")
    if any(part in ("", ".", "..") or "\0" in part for part in parts):
        return SkippedFile(key, "not a path within the vault")
    try:
        file_fd = _open_below(root, parts)
    except _EvictedError:
        return SkippedFile(key, EVICTED_REASON)
    except (OSError, UnicodeEncodeError) as error:
        return SkippedFile(key, _reading_failed(error))
    try:
        if reason := why_unreadable(os.fstat(file_fd), max_bytes):
            return SkippedFile(key, reason)
        with open(file_fd, "rb", closefd=False) as file:
            raw = file.read(max_bytes + 1)
    except OSError as error:
        return SkippedFile(key, _reading_failed(error))
    finally:
        os.close(file_fd)
    if len(raw) > max_bytes:
        return SkippedFile(key, f"too large (limit {max_bytes // 2**20} MB)")
    return raw


class _EvictedError(Exception):
    """A file must not be opened, see `is_evicted`."""


def _open_below(root: Path, parts: list[str]) -> int:
    folder_fd = open_folder(root, parts[:-1])
    try:
        if is_evicted(os.stat(parts[-1], dir_fd=folder_fd, follow_symlinks=False)):
            raise _EvictedError
        return _open_file(parts[-1], folder_fd)
    finally:
        os.close(folder_fd)


def open_folder(root: Path, parts: Sequence[str]) -> int:
    """A descriptor of the folder at `parts` below the vault, reached without following a symbolic link.

    Raises:
        OSError: if it cannot be opened so.
    """
    folder_fd = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    for part in parts:
        try:
            next_fd = os.open(part, _FOLDER_FLAGS, dir_fd=folder_fd)
        finally:
            os.close(folder_fd)
        folder_fd = next_fd
    return folder_fd


class FolderTrail:
    """The way to one folder of the vault after another, each opened as `open_folder` does, from the nearest open one.

    So a path may be longer than the system takes, and a folder costs one call, however deep it lies, as long as folders
    are entered before those beside them. Few are open at a time.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._parts: list[str] = []
        self._fds: list[int | None] = []
        """Of the vault and each part of the way; None for those that were closed again."""

    def __enter__(self) -> "FolderTrail":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._go_back(0)

    def enter(self, key: str) -> int:
        """A descriptor of a folder, to be closed by nobody else and to be used before the next one is entered.

        Raises:
            OSError: if it cannot be opened without following a symbolic link.
        """
        if not self._fds:
            self._fds.append(open_folder(self._root, ()))
        parts = key.split("/") if key else []
        self._go_back(1 + _count_shared(parts, self._parts))
        while self._fds[-1] is None:
            self._fds.pop()
        self._parts = parts
        for part in parts[len(self._fds) - 1 :]:
            self._fds.append(os.open(part, _FOLDER_FLAGS, dir_fd=self._fds[-1]))
            self._close_farthest()
        return self._fds[-1]

    def _go_back(self, n_fds: int) -> None:
        while len(self._fds) > n_fds:
            if (folder_fd := self._fds.pop()) is not None:
                os.close(folder_fd)

    def _close_farthest(self) -> None:
        """Closes the one that is too many, never that of the vault."""
        i = len(self._fds) - _N_OPEN
        if i > 0 and self._fds[i] is not None:
            os.close(self._fds[i])
            self._fds[i] = None


def _count_shared(one: list[str], other: list[str]) -> int:
    """How many parts two paths have in common, from the left."""
    n_shortest = min(len(one), len(other))
    return next((i for i in range(n_shortest) if one[i] != other[i]), n_shortest)


def _open_file(name: str, folder_fd: int) -> int:
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        return os.open(name, flags | getattr(os, "O_NOATIME", 0), dir_fd=folder_fd)
    except PermissionError:
        return os.open(name, flags, dir_fd=folder_fd)


def _reading_failed(error: OSError | UnicodeEncodeError) -> str:
    if isinstance(error, UnicodeEncodeError):
        return "its name cannot be a file's name"
    if error.errno == errno.ENOENT:
        return "vanished"
    if error.errno == errno.ELOOP:
        return LINK_REASON
    return f"cannot be read: {error.strerror}"

"""Reads one file of the vault, never through a symbolic link, a pipe or a device.

In: the vault's folder and the key of a file. Out: its bytes, or why they cannot be had.
"""

import errno
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from notelinks.records import SkippedFile

MAX_NOTE_BYTES = 16 * 1024 * 1024
"""Larger notes are listed as skipped. The largest note of twelve real vaults had 1.5 MB; doubling it doubles the memory
that one hostile file can take."""

LINK_REASON = "symbolic link, not followed"
"""Why such a file is not read."""


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


def _open_below(root: Path, parts: list[str]) -> int:
    folder_fd = open_folder(root, parts[:-1])
    try:
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
            next_fd = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder_fd)
        finally:
            os.close(folder_fd)
        folder_fd = next_fd
    return folder_fd


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

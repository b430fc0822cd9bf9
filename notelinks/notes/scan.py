"""First step: look at the vault and read its files; only ever reading, never leaving the folder.

In: the vault's folder and what the store knows of it. Out: a `Snapshot`, the `Changes` against the store, the bytes of
one note. Knows nothing of Markdown. Below the root nothing raises: what cannot be seen or read is reported as such.
"""

import errno
import os
import re
import stat
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from notelinks.notes.excluded import NO_EXCLUSIONS, Exclusions
from notelinks.records import Changes, FileSignature, SkippedFile, Snapshot

MAX_NOTE_BYTES = 16 * 1024 * 1024
"""Larger notes are listed as skipped. The largest note of twelve real vaults had 1.5 MB; doubling it doubles the memory
that one hostile file can take."""

NOTE_ENDING = ".md"
"""Compared without case."""

CANVAS_ENDING = ".canvas"
"""Compared without case."""

_TEMPORARY = re.compile(r"\..*|.*~|~\$.*|#.*#|~syncthing~.*|.*\.tmp", re.IGNORECASE | re.DOTALL)
"""Names that editors, sync programs and applications use for files of their own."""

_LINK_REASON = "symbolic link, not followed"

_CANNOT_TELL = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP})
"""Errors of `stat` that speak of one entry alone; any other makes its whole folder unseen."""


def scan_vault(root: Path, exclusions: Exclusions = NO_EXCLUSIONS) -> Snapshot:
    """What stands in the vault at this moment; one `stat` a note, no file is opened."""
    scan = _Scan(os.fspath(root))
    folders = [""]
    while folders:
        folders.extend(scan.list_folder(folders.pop()))
    excluded = exclusions.find([*scan.notes, *scan.canvases, *(file.key for file in scan.skipped)])
    return Snapshot(
        notes={key: scan.notes[key] for key in sorted(scan.notes) if key not in excluded},
        other_files=tuple(sorted(scan.other_files)),
        skipped=tuple(sorted((f for f in scan.skipped if f.key not in excluded), key=lambda file: file.key)),
        canvases={key: scan.canvases[key] for key in sorted(scan.canvases) if key not in excluded},
        unseen_folders=tuple(sorted(scan.unseen)),
        excluded={key: rule for key, rule in sorted(excluded.items()) if key in scan.notes},
    )


class _Scan:
    """What a walk through the vault has found so far."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.notes: dict[str, FileSignature] = {}
        self.other_files: list[str] = []
        self.canvases: dict[str, FileSignature] = {}
        self.skipped: list[SkippedFile] = []
        self.unseen: set[str] = set()

    def list_folder(self, folder: str) -> list[str]:
        """Take in the entries of one folder; returns the keys of the folders in it."""
        subfolders: list[str] = []
        try:
            with os.scandir(os.path.join(self.root, folder)) as entries:
                for entry in entries:
                    if not is_temporary(entry.name):
                        self._take(folder, entry, subfolders)
        except (OSError, ValueError):
            self.unseen.add(folder)
        return subfolders

    def _take(self, folder: str, entry: os.DirEntry[str], subfolders: list[str]) -> None:
        key = f"{folder}/{entry.name}" if folder else entry.name
        is_note = entry.name.lower().endswith(NOTE_ENDING)
        try:
            if entry.is_symlink():
                self._take_symlink(key, entry, is_note)
            elif entry.is_dir(follow_symlinks=False):
                subfolders.append(key)
            elif is_note:
                self._take_note(key, entry)
            else:
                self.other_files.append(key)
                if entry.name.lower().endswith(CANVAS_ENDING):
                    self.canvases[key] = _signature(entry.stat(follow_symlinks=False))
        except OSError as error:
            if error.errno not in _CANNOT_TELL:
                self.unseen.add(folder)
            elif error.errno != errno.ENOENT:
                self.skipped.append(SkippedFile(key, f"cannot be read: {error.strerror}"))

    def _take_symlink(self, key: str, entry: os.DirEntry[str], is_note: bool) -> None:
        if is_note or _leads_to_folder(entry):
            self.skipped.append(SkippedFile(key, _LINK_REASON))
        else:
            self.other_files.append(key)

    def _take_note(self, key: str, entry: os.DirEntry[str]) -> None:
        status = entry.stat(follow_symlinks=False)
        if is_conflict_copy(entry.name):
            self.skipped.append(SkippedFile(key, "copy made by a sync conflict"))
        elif reason := _why_unreadable(status, MAX_NOTE_BYTES):
            self.skipped.append(SkippedFile(key, reason))
        else:
            self.notes[key] = _signature(status)


def _signature(status: os.stat_result) -> FileSignature:
    return FileSignature(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, status.st_dev)


_remembered = lru_cache(maxsize=1 << 17)
"""For what every look at a vault asks of the same names."""


@_remembered
def is_temporary(name: str) -> bool:
    """Whether a file or folder of this name is to be ignored as if it were not there."""
    return _TEMPORARY.fullmatch(name) is not None


@_remembered
def is_conflict_copy(name: str) -> bool:
    """Whether a sync program made this file because two devices changed the same note."""
    lowered = name.casefold()
    return ".sync-conflict-" in lowered or "conflicted copy" in lowered


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return True


def _why_unreadable(status: os.stat_result, max_bytes: int) -> str:
    """Why a file with this status is not to be read; empty if it may be."""
    if stat.S_ISREG(status.st_mode):
        n_megabytes = -(-status.st_size // 2**20)
        return f"too large ({n_megabytes} MB, limit {max_bytes // 2**20} MB)" if status.st_size > max_bytes else ""
    kinds = (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISLNK, _LINK_REASON),
        (stat.S_ISFIFO, "a named pipe, not a file"),
        (stat.S_ISSOCK, "a socket, not a file"),
        (stat.S_ISCHR, "a device, not a file"),
        (stat.S_ISBLK, "a device, not a file"),
    )
    return next((reason for is_kind, reason in kinds if is_kind(status.st_mode)), "not a regular file")


def diff_snapshot(snapshot: Snapshot, stored: Mapping[str, FileSignature]) -> Changes:
    """What must be read or removed to make the store equal to the snapshot.

    Notes below a folder that could not be listed are never removed, unless the scan saw them as skipped.
    """
    seen = snapshot.notes
    skipped = {file.key for file in snapshot.skipped}
    unseen = frozenset(snapshot.unseen_folders)
    gone = sorted(stored.keys() - seen.keys())
    changed = [key for key, now in seen.items() if stored.get(key) != now]
    return Changes(
        added=tuple(key for key in changed if key not in stored),
        modified=tuple(key for key in changed if key in stored),
        removed=tuple(key for key in gone if key in skipped or not _is_below(key, unseen)),
    )


def _is_below(key: str, folders: frozenset[str]) -> bool:
    if not folders:
        return False
    parts = key.split("/")
    return any("/".join(parts[:n_parts]) in folders for n_parts in range(len(parts)))


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
        if reason := _why_unreadable(os.fstat(file_fd), max_bytes):
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
        return _LINK_REASON
    return f"cannot be read: {error.strerror}"

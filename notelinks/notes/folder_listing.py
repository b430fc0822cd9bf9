"""What one folder of the vault holds itself: by name and by one `stat` a note; no file is opened.

In: the folders that a scan has open, and the key of one. Out: a `FolderListing`. Nothing raises: what cannot be seen is
reported as such.
"""

import errno
import os
import re
from collections.abc import Iterable
from functools import lru_cache

from notelinks.notes.files import (
    EVICTED_REASON,
    LINK_REASON,
    MAX_NOTE_BYTES,
    FolderTrail,
    is_evicted,
    why_unreadable,
)
from notelinks.records import FileSignature, SkippedFile

NOTE_ENDING = ".md"
"""Compared without case."""

_NO_NOTE_ENDINGS = (".markdown", ".mdown", ".mkd")
"""Of files that hold Markdown and are no notes, as in Obsidian. Compared without case."""

CANVAS_ENDING = ".canvas"
"""Compared without case."""

_TEMPORARY = re.compile(r"\..*|.*~|~\$.*|#.*#|~syncthing~.*|.*\.tmp", re.IGNORECASE | re.DOTALL)
"""Names that editors, sync programs and applications use for files of their own."""

_STUB = re.compile(r"\.(.+)\.icloud", re.DOTALL)
"""What stands in a folder of iCloud in place of a file that is not on this disk: `.Note.md.icloud` for `Note.md`."""

_CANNOT_TELL = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP})
"""Errors of `stat` that speak of one entry alone; any other makes its whole folder unseen."""

_REPLACED = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
"""Errors of opening a folder that has just been removed, or has something else in its place."""


class FolderListing:
    """What one folder holds itself, without the folders in it."""

    def __init__(self, key: str) -> None:
        self._key = key
        self.notes: dict[str, FileSignature] = {}
        self.other_files: list[str] = []
        self.canvases: dict[str, FileSignature] = {}
        self.skipped: list[SkippedFile] = []
        self.evicted: list[str] = []
        """Notes and canvases that are in the cloud and not on this disk."""
        self.subfolders: set[str] = set()
        self.why_unseen = ""
        """Why it, or the status of a file in it, could not be seen; empty if all was."""

    def take(self, entry: os.DirEntry[str]) -> None:
        """Takes in one entry of the folder."""
        key = self._key_of(entry.name)
        is_note = _is_note(entry.name)
        try:
            if entry.is_symlink():
                self._take_symlink(key, entry, is_note)
            elif entry.is_dir(follow_symlinks=False):
                self.subfolders.add(key)
            elif is_note:
                self._take_note(key, entry)
            elif _is_canvas(entry.name):
                self._take_canvas(key, entry)
            else:
                self._take_other(key)
        except OSError as error:
            if error.errno not in _CANNOT_TELL:
                self.why_unseen = _describe(error)
            elif error.errno != errno.ENOENT:
                self.skipped.append(SkippedFile(key, f"cannot be read: {error.strerror}"))

    def take_stubs(self, names: Iterable[str]) -> None:
        """Takes in the files in whose place stubs stand; to be called when all entries have been taken in."""
        seen = {*self.notes, *self.other_files, *self.subfolders, *(file.key for file in self.skipped)}
        for name in names:
            key = self._key_of(name)
            if key in seen or is_temporary(name):
                continue
            if _is_note(name) or _is_canvas(name):
                self._take_evicted(key)
            else:
                self.other_files.append(key)

    def _key_of(self, name: str) -> str:
        return f"{self._key}/{name}" if self._key else name

    def _take_symlink(self, key: str, entry: os.DirEntry[str], is_note: bool) -> None:
        if is_note or _leads_to_folder(entry):
            self.skipped.append(SkippedFile(key, LINK_REASON))
        else:
            self.other_files.append(key)

    def _take_note(self, key: str, entry: os.DirEntry[str]) -> None:
        status = entry.stat(follow_symlinks=False)
        if is_conflict_copy(entry.name):
            self.skipped.append(SkippedFile(key, "copy made by a sync conflict"))
        elif is_evicted(status):
            self._take_evicted(key)
        elif reason := why_unreadable(status, MAX_NOTE_BYTES):
            self.skipped.append(SkippedFile(key, reason))
        else:
            self.notes[key] = _signature(status)

    def _take_canvas(self, key: str, entry: os.DirEntry[str]) -> None:
        status = entry.stat(follow_symlinks=False)
        if is_evicted(status):
            self._take_evicted(key)
        else:
            self.other_files.append(key)
            self.canvases[key] = _signature(status)

    def _take_other(self, key: str) -> None:
        self.other_files.append(key)
        if key.lower().endswith(_NO_NOTE_ENDINGS):
            self.skipped.append(SkippedFile(key, f"its name does not end in {NOTE_ENDING}"))

    def _take_evicted(self, key: str) -> None:
        self.evicted.append(key)
        self.skipped.append(SkippedFile(key, EVICTED_REASON))


def list_folder(trail: FolderTrail, key: str) -> FolderListing:
    """What the folder of this key holds, reached without following a symbolic link."""
    folder, stubs = FolderListing(key), []
    try:
        with os.scandir(trail.enter(key)) as entries:
            for entry in entries:
                if not is_temporary(entry.name):
                    folder.take(entry)
                elif stub := _STUB.fullmatch(entry.name):
                    stubs.append(stub[1])
    except (OSError, ValueError) as error:
        folder.why_unseen = _describe(error)
    if stubs:
        folder.take_stubs(stubs)
    return folder


def _describe(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.errno in _REPLACED:
        return "it was replaced while it was looked at"
    return getattr(error, "strerror", None) or str(error)


def _signature(status: os.stat_result) -> FileSignature:
    return FileSignature(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, status.st_dev)


def _is_note(name: str) -> bool:
    return name.lower().endswith(NOTE_ENDING)


def _is_canvas(name: str) -> bool:
    return name.lower().endswith(CANVAS_ENDING)


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

"""First step: look at the vault; only ever looking, never leaving the folder.

In: the vault's folder and what the store knows of it. Out: a `Snapshot` and the `Changes` against the store. Knows
nothing of Markdown and opens no file. Below the root nothing raises: what cannot be seen is reported as such.
"""

import errno
import os
import re
from collections.abc import Mapping, Set
from functools import lru_cache
from pathlib import Path

from notelinks.notes.excluded import NO_EXCLUSIONS, Exclusions
from notelinks.notes.files import LINK_REASON, MAX_NOTE_BYTES, why_unreadable
from notelinks.records import Changes, FileSignature, SkippedFile, Snapshot

NOTE_ENDING = ".md"
"""Compared without case."""

CANVAS_ENDING = ".canvas"
"""Compared without case."""

_TEMPORARY = re.compile(r"\..*|.*~|~\$.*|#.*#|~syncthing~.*|.*\.tmp", re.IGNORECASE | re.DOTALL)
"""Names that editors, sync programs and applications use for files of their own."""

_CANNOT_TELL = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP})
"""Errors of `stat` that speak of one entry alone; any other makes its whole folder unseen."""


def scan_vault(root: Path, exclusions: Exclusions = NO_EXCLUSIONS) -> Snapshot:
    """What stands in the vault at this moment; one `stat` a note, no file is opened."""
    return VaultScanner(root).scan(exclusions)


class VaultScanner:
    """Looks at a vault again and again, and remembers what each folder held: a look can be limited to some of them."""

    def __init__(self, root: Path) -> None:
        self._root = os.fspath(root)
        self._folders: dict[str, _Folder] = {}

    def scan(self, exclusions: Exclusions = NO_EXCLUSIONS, folders: Set[str] | None = None) -> Snapshot:
        """What stands in the vault.

        Args:
            folders: keys of the folders to look at, what lies in the others is taken from memory; None for all. All are
                looked at as well if one of these is not as expected: unknown, unseen, or with other folders in it.
        """
        if folders is None or not self._scan_again(folders):
            self._scan_all()
        return self._describe(exclusions)

    def _scan_all(self) -> None:
        self._folders = {}
        waiting = [""]
        while waiting:
            key = waiting.pop()
            self._folders[key] = _list_folder(self._root, key)
            waiting.extend(self._folders[key].subfolders)

    def _scan_again(self, folders: Set[str]) -> bool:
        """Whether these folders are as expected; they are looked at up to the first that is not."""
        if not folders <= self._folders.keys():
            return False
        for key in folders:
            now = _list_folder(self._root, key)
            if now.is_unseen or now.subfolders != self._folders[key].subfolders:
                return False
            self._folders[key] = now
        return True

    def _describe(self, exclusions: Exclusions) -> Snapshot:
        folders, notes, canvases = self._folders, {}, {}
        for folder in folders.values():
            notes |= folder.notes
            canvases |= folder.canvases
        skipped = [file for folder in folders.values() for file in folder.skipped]
        excluded = exclusions.find([*notes, *canvases, *(file.key for file in skipped)])
        return Snapshot(
            notes={key: notes[key] for key in sorted(notes) if key not in excluded},
            other_files=tuple(sorted(key for folder in folders.values() for key in folder.other_files)),
            skipped=tuple(sorted((file for file in skipped if file.key not in excluded), key=lambda file: file.key)),
            canvases={key: canvases[key] for key in sorted(canvases) if key not in excluded},
            unseen_folders=tuple(sorted(key for key, folder in folders.items() if folder.is_unseen)),
            excluded={key: rule for key, rule in sorted(excluded.items()) if key in notes},
        )


def _list_folder(root: str, key: str) -> "_Folder":
    folder = _Folder(key)
    try:
        with os.scandir(os.path.join(root, key)) as entries:
            for entry in entries:
                if not is_temporary(entry.name):
                    folder.take(entry)
    except (OSError, ValueError):
        folder.is_unseen = True
    return folder


class _Folder:
    """What one folder holds itself, without the folders in it."""

    def __init__(self, key: str) -> None:
        self._key = key
        self.notes: dict[str, FileSignature] = {}
        self.other_files: list[str] = []
        self.canvases: dict[str, FileSignature] = {}
        self.skipped: list[SkippedFile] = []
        self.subfolders: set[str] = set()
        self.is_unseen = False
        """Whether it, or the status of a file in it, could not be seen."""

    def take(self, entry: os.DirEntry[str]) -> None:
        """Takes in one entry of the folder."""
        key = f"{self._key}/{entry.name}" if self._key else entry.name
        is_note = entry.name.lower().endswith(NOTE_ENDING)
        try:
            if entry.is_symlink():
                self._take_symlink(key, entry, is_note)
            elif entry.is_dir(follow_symlinks=False):
                self.subfolders.add(key)
            elif is_note:
                self._take_note(key, entry)
            else:
                self.other_files.append(key)
                if entry.name.lower().endswith(CANVAS_ENDING):
                    self.canvases[key] = _signature(entry.stat(follow_symlinks=False))
        except OSError as error:
            if error.errno not in _CANNOT_TELL:
                self.is_unseen = True
            elif error.errno != errno.ENOENT:
                self.skipped.append(SkippedFile(key, f"cannot be read: {error.strerror}"))

    def _take_symlink(self, key: str, entry: os.DirEntry[str], is_note: bool) -> None:
        if is_note or _leads_to_folder(entry):
            self.skipped.append(SkippedFile(key, LINK_REASON))
        else:
            self.other_files.append(key)

    def _take_note(self, key: str, entry: os.DirEntry[str]) -> None:
        status = entry.stat(follow_symlinks=False)
        if is_conflict_copy(entry.name):
            self.skipped.append(SkippedFile(key, "copy made by a sync conflict"))
        elif reason := why_unreadable(status, MAX_NOTE_BYTES):
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

"""First step: look at the vault; only ever looking, never leaving the folder.

In: the vault's folder and what the store knows of it. Out: a `Snapshot` and the `Changes` against the store. Knows
nothing of Markdown and opens no file, only folders. Below the root nothing raises: what cannot be seen is reported as
such.
"""

from collections.abc import Mapping, Set
from pathlib import Path

from notelinks.notes.excluded import NO_EXCLUSIONS, Exclusions
from notelinks.notes.files import FolderTrail
from notelinks.notes.folder_listing import FolderListing, list_folder
from notelinks.records import Changes, FileSignature, SkippedFile, Snapshot
from notelinks.records.files import UNSEEN_FOLDER


def scan_vault(root: Path, exclusions: Exclusions = NO_EXCLUSIONS) -> Snapshot:
    """What stands in the vault at this moment; one `stat` a note, no file is opened."""
    return VaultScanner(root).scan(exclusions)


class VaultScanner:
    """Looks at a vault again and again, and remembers what each folder held: a look can be limited to some of them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders: dict[str, FolderListing] = {}

    @property
    def folders(self) -> Set[str]:
        """Keys of the folders that the vault had when it was last looked at; `""` is the vault itself."""
        return self._folders.keys()

    def scan(self, exclusions: Exclusions = NO_EXCLUSIONS, folders: Set[str] | None = None) -> Snapshot:
        """What stands in the vault.

        Args:
            folders: keys of the folders to look at, what lies in the others is taken from memory; None for all. All are
                looked at as well if one of these is not as expected: unknown, unseen, or with other folders in it.
        """
        with FolderTrail(self._root) as trail:
            if folders is None or not self._scan_again(trail, folders):
                self._scan_all(trail)
        return self._describe(exclusions)

    def _scan_all(self, trail: FolderTrail) -> None:
        self._folders = {}
        waiting = [""]
        while waiting:
            key = waiting.pop()
            self._folders[key] = list_folder(trail, key)
            waiting.extend(self._folders[key].subfolders)

    def _scan_again(self, trail: FolderTrail, folders: Set[str]) -> bool:
        """Whether these folders are as expected; they are looked at up to the first that is not."""
        if not folders <= self._folders.keys():
            return False
        for key in sorted(folders):
            now = list_folder(trail, key)
            if now.why_unseen or now.subfolders != self._folders[key].subfolders:
                return False
            self._folders[key] = now
        return True

    def _describe(self, exclusions: Exclusions) -> Snapshot:
        folders, notes, canvases = self._folders, {}, {}
        for folder in folders.values():
            notes |= folder.notes
            canvases |= folder.canvases
        unseen = {key: folder.why_unseen for key, folder in folders.items() if folder.why_unseen}
        skipped = [file for folder in folders.values() for file in folder.skipped] + _describe_unseen(unseen)
        excluded = exclusions.find([*notes, *canvases, *(file.key for file in skipped)])
        excluded |= _find_excluded_folders(exclusions, unseen)
        evicted = (key for folder in folders.values() for key in folder.evicted)
        return Snapshot(
            notes={key: notes[key] for key in sorted(notes) if key not in excluded},
            other_files=tuple(sorted(key for folder in folders.values() for key in folder.other_files)),
            skipped=tuple(sorted((file for file in skipped if file.key not in excluded), key=lambda file: file.key)),
            canvases={key: canvases[key] for key in sorted(canvases) if key not in excluded},
            unseen_folders=tuple(sorted(unseen)),
            excluded={key: rule for key, rule in sorted(excluded.items()) if key in notes},
            evicted=frozenset(key for key in evicted if key not in excluded),
        )


def _describe_unseen(unseen: Mapping[str, str]) -> list[SkippedFile]:
    """The folders that could not be seen, with the reason. Without the vault itself: that is away."""
    return [SkippedFile(key, f"{UNSEEN_FOLDER} ({reason})") for key, reason in unseen.items() if key]


def _find_excluded_folders(exclusions: Exclusions, unseen: Mapping[str, str]) -> dict[str, str]:
    """Those all of whose notes are excluded by the beginning of their path."""
    found = exclusions.find([f"{key}/" for key in unseen if key])
    return {key.removesuffix("/"): rule for key, rule in found.items()}


def diff_snapshot(snapshot: Snapshot, stored: Mapping[str, FileSignature]) -> Changes:
    """What must be read or removed to make the store equal to the snapshot.

    Evicted notes are never removed, nor are notes below a folder that could not be listed, unless the scan saw them as
    skipped.
    """
    seen = snapshot.notes
    skipped = {file.key for file in snapshot.skipped}
    unseen = frozenset(snapshot.unseen_folders)
    gone = sorted(stored.keys() - seen.keys() - snapshot.evicted)
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

"""What a scan of a vault sees."""

from collections.abc import Set
from dataclasses import dataclass, field
from typing import NamedTuple


class FileSignature(NamedTuple):
    """What `stat` says of a file, its size in bytes; any difference means that it must be read again.

    A named tuple, since one is made for every note at every look, in a fifth of the time.
    """

    mtime_ns: int
    ctime_ns: int
    size: int
    inode: int
    device: int


UNSEEN_FOLDER = "this folder cannot be read"
"""How the reason of a folder begins that could not be listed."""

KEPT = "its folder cannot be read; what was indexed before is kept"
"""The reason of a note below such a folder."""

NO_WORDS = "no words in it"
"""The reason of a note that is indexed, with nothing to compare it by."""


class SkippedFile(NamedTuple):
    """A file that is not indexed, or not in full, and why."""

    key: str
    reason: str
    """A short sentence for the user, without the path and without text of the note."""
    is_indexed: bool = False
    """It is in the index all the same, but not in full."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one scan of a vault saw."""

    notes: dict[str, FileSignature]
    """Every readable Markdown file by key, in order of key."""
    other_files: tuple[str, ...]
    """Keys of all other files that a link may point at (images, PDFs, …)."""
    skipped: tuple[SkippedFile, ...]
    """Notes that were seen but are not to be read (a FIFO named `x.md`, too large, a symbolic link, …), and the unseen
    folders."""
    unseen_folders: tuple[str, ...]
    """Keys of folders that could not be listed; what is stored below them must be kept. `""` is the vault itself."""
    canvases: dict[str, FileSignature] = field(default_factory=dict)
    """Those of the other files that are the source of links themselves, in order of key."""
    excluded: dict[str, str] = field(default_factory=dict)
    """Notes that the user does not want indexed, by key in order, each with the rule that excludes it."""
    evicted: frozenset[str] = frozenset()
    """Keys of notes and canvases that are in the cloud alone; what is stored of them must be kept. They are skipped."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between a snapshot and the store. Every tuple holds keys in order."""

    added: tuple[str, ...]
    modified: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.modified or self.removed)

    def without(self, keys: Set[str]) -> "Changes":
        """The same but for some files."""
        kept = (tuple(key for key in part if key not in keys) for part in (self.added, self.modified, self.removed))
        return Changes(*kept)

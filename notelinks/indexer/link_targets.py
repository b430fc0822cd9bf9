"""Where the links of a vault can lead: the names of all its files, as one look has seen them."""

import hashlib
from collections.abc import Set
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from notelinks.notes.config_folder import is_obsidian_vault
from notelinks.notes.links import LinkResolver
from notelinks.records import LinkEnd, Snapshot


@dataclass(frozen=True)
class LinkTargets:
    """Two of them are equal if every link leads to the same file in both."""

    digest: str
    """Hex SHA-256 over all that decides where links lead, besides the links themselves."""
    _is_obsidian: bool = field(compare=False)
    _notes: frozenset[str] = field(compare=False)
    _snapshot: Snapshot = field(compare=False)

    def resolve(self, target: str, source: str) -> tuple[str | None, LinkEnd]:
        """(key of the note that a link in `source` leads to or None, what it leads to)."""
        key = _make_resolver(self).resolve(target, source)
        if key in self._notes:
            return key, LinkEnd.NOTE
        if key is None:
            return None, LinkEnd.NOTHING
        return None, LinkEnd.EXCLUDED if key in self._snapshot.excluded else LinkEnd.FILE


def find_link_targets(vault: Path, snapshot: Snapshot, kept: Set[str] = frozenset()) -> LinkTargets:
    """What the links of a vault can lead to.

    Args:
        kept: keys of notes that are stored, and stay so although the look has not seen them.
    """
    is_obsidian = is_obsidian_vault(vault)
    notes = frozenset(snapshot.notes.keys() | kept)
    digest = hashlib.sha256(b"%d" % is_obsidian)
    for keys in (sorted(notes), snapshot.other_files, snapshot.excluded, sorted(snapshot.evicted - notes)):
        digest.update("\0".join(keys).encode("utf-8", "surrogateescape") + b"\1")
    return LinkTargets(digest.hexdigest(), is_obsidian, notes, snapshot)


@lru_cache(maxsize=1)
def _make_resolver(targets: LinkTargets) -> LinkResolver:
    """Kept from one save to the next, which seldom changes a file's name: for 10,000 notes it takes 50 ms."""
    snapshot = targets._snapshot
    notes = targets._notes | snapshot.excluded.keys() | snapshot.evicted
    return LinkResolver(notes, snapshot.other_files, is_obsidian=targets._is_obsidian)

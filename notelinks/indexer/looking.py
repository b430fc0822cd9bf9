"""Sees the vault as it can be relied on: neither too soon after a note was written, nor while one is being replaced."""

import time
from collections.abc import Mapping, Set
from dataclasses import replace
from pathlib import Path

from notelinks.display import safe_text
from notelinks.errors import VaultAwayError
from notelinks.notes.excluded import NO_EXCLUSIONS, Exclusions
from notelinks.notes.scan import VaultScanner, scan_vault
from notelinks.records import FileSignature, Snapshot

_CLOCK_GRAIN_NS = 20_000_000
"""Two changes of a file within this time may bear the same time stamps: the kernel's clock ticks every 1 to 10 ms."""

_COARSE_GRAIN_NS = 2_000_000_000
"""The same on disks that keep whole seconds, such as FAT."""

_SETTLE_S = 0.06
"""A note is believed gone once it has been missing for so long. Some programs remove a note, or give it another name,
before they write it anew; that takes them less than a millisecond, or some on a busy machine."""

_LOOK_AGAIN_S = 0.02
"""Between two looks at what is missing. A program that saves all the time would have to be met in the act each time."""

_LONGEST_S = 0.3
"""After this time a look ends, though notes go on changing."""


def look_at_vault(vault: Path, exclusions: Exclusions = NO_EXCLUSIONS) -> Snapshot:
    """What stands in the vault.

    Raises:
        VaultAwayError: if it cannot be seen.
    """
    return _check_seen(vault, scan_vault(vault, exclusions))


def look_when_settled(
    vault: Path,
    scanner: VaultScanner,
    exclusions: Exclusions,
    folders: Set[str] | None,
    stored: Mapping[str, FileSignature],
) -> Snapshot:
    """What stands in the vault, seen so late that any change from here on gives a note another signature.

    A note that goes on changing meanwhile has a signature that no file has, so that the next look reads it again. A
    stored note that is not there has been missing for a while.

    Args:
        folders: see `VaultScanner.scan`.

    Raises:
        VaultAwayError: if it cannot be seen.
    """
    ends_s = time.monotonic() + _LONGEST_S
    missing_since: dict[str, float] = {}
    while True:
        snapshot = _check_seen(vault, scanner.scan(exclusions, folders))
        now_s = time.monotonic()
        missing_since = {key: missing_since.get(key, now_s) for key in _find_missing(snapshot, stored, scanner.folders)}
        unsure = [key for key, since_s in missing_since.items() if now_s - since_s < _SETTLE_S]
        young = _find_young(snapshot, stored)
        if now_s >= ends_s or not (unsure or young):
            return _mark_young(snapshot, young)
        time.sleep(_LOOK_AGAIN_S if unsure else max(young.values()))
        folders = {key.rpartition("/")[0] for key in (*unsure, *young)}


def _check_seen(vault: Path, snapshot: Snapshot) -> Snapshot:
    if "" in snapshot.unseen_folders:
        raise VaultAwayError(f"{safe_text(str(vault))} cannot be seen at present. The last index stays as it is.")
    return snapshot


def _find_missing(snapshot: Snapshot, stored: Mapping[str, FileSignature], folders: Set[str]) -> list[str]:
    """Stored notes that are not where they were, though their folder is."""
    gone = stored.keys() - snapshot.notes.keys()
    if not gone:
        return []
    seen = {*snapshot.excluded, *snapshot.unseen_folders, *(file.key for file in snapshot.skipped)}
    return [key for key in gone if key not in seen and key.rpartition("/")[0] in folders]


def _find_young(snapshot: Snapshot, stored: Mapping[str, FileSignature]) -> dict[str, float]:
    """Seconds until a change of a note can be told from the last one, for each that is to be read and where it may not
    be told yet. Time stamps of the future tell nothing."""
    now_ns = time.time_ns()
    oldest_ns = now_ns - _COARSE_GRAIN_NS
    fresh = [(key, now) for key, now in snapshot.notes.items() if oldest_ns < now.ctime_ns <= now_ns]
    waits = {key: (_ready_ns(now) - now_ns) / 1e9 for key, now in fresh if stored.get(key) != now}
    return {key: seconds for key, seconds in waits.items() if seconds > 0}


def _ready_ns(note: FileSignature) -> int:
    is_coarse = note.ctime_ns % 1_000_000_000 == 0
    return note.ctime_ns + (_COARSE_GRAIN_NS if is_coarse else _CLOCK_GRAIN_NS)


def _mark_young(snapshot: Snapshot, young: Set[str]) -> Snapshot:
    if not young:
        return snapshot
    marked = {key: snapshot.notes[key]._replace(ctime_ns=-1) for key in young}
    return replace(snapshot, notes=snapshot.notes | marked)

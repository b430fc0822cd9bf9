"""First half of the flow: scan, diff, parse, tokens, store. The scan is the truth; whatever rang only made us look."""

import time
from collections.abc import Callable, Iterable, Set
from functools import partial
from pathlib import Path

from notelinks.display import safe_text
from notelinks.errors import VaultAwayError
from notelinks.indexer.canvases import refresh_canvases
from notelinks.indexer.link_targets import LinkTargets, find_link_targets
from notelinks.indexer.looking import look_when_settled
from notelinks.notes.excluded import NO_EXCLUSIONS, Exclusions
from notelinks.notes.files import EVICTED_REASON, read_note
from notelinks.notes.parse import parse_note
from notelinks.notes.scan import VaultScanner, diff_snapshot
from notelinks.notes.tokens import tokenize_note
from notelinks.records import (
    Changes,
    FileSignature,
    Link,
    SkippedFile,
    Snapshot,
)
from notelinks.records.files import KEPT
from notelinks.store.packed_note import PackedNote, pack_note
from notelinks.store.writer import StoreWriter

_BATCH = 25
"""Notes stored in one transaction while many are read; readers wait for a larger one when their pipes are full."""

_BATCH_S = 1.0
"""The same in seconds: those read so far are stored, so that a screen shows them soon where reading is slow."""

_TOGETHER = 100
"""Notes that wait for each other if others are gone: what was renamed is never there twice."""

_TRANSIENT = ("cannot be read", "vanished", "symbolic link", EVICTED_REASON)
"""How the reason of a note begins that a scan has seen but that could not be read: what is stored of it stays, and the
next look tries again. The whole vault may have been away for the moment between, and come back with the same
signatures; a note that is truly gone, the next scan does not see."""


ReadAll = Callable[[Path, list[str]], Iterable[PackedNote | SkippedFile]]
"""(vault, keys) -> what each note says, or why that is not known, in any order."""


def read_here(vault: Path, keys: list[str]) -> Iterable[PackedNote | SkippedFile]:
    """Reads notes in this process, for whoever does not mind to end with it."""
    return map(partial(read_and_pack, vault), keys)


def refresh_store(
    vault: Path,
    writer: StoreWriter,
    exclusions: Exclusions = NO_EXCLUSIONS,
    read_all: ReadAll = read_here,
    *,
    scanner: VaultScanner | None = None,
    folders: Set[str] | None = None,
    accept_empty: bool = False,
    on_progress: Callable[[int, int], bool] = lambda n_read, n_notes: True,
) -> Changes:
    """Brings the store up to date with the vault; gives what has changed in the store.

    Args:
        read_all: reads the notes that have changed, such as `NoteReaders.read_all`.
        scanner: remembers the vault from one look to the next; a new one if not given.
        folders: the folders to look at, see `VaultScanner.scan`.
        accept_empty: believe a vault without any note although there were some.
        on_progress: called with (notes read, notes to read); if it gives False, what has been read is stored and the
            rest is left for the next look.

    Raises:
        VaultAwayError: if the vault cannot be seen, or is empty and was not; nothing has been changed then.
        StoreError: if the store cannot be written.
    """
    stored = writer.signatures()
    snapshot = look_when_settled(vault, scanner or VaultScanner(vault), exclusions, folders, stored)
    is_empty = not (snapshot.notes or snapshot.excluded or snapshot.evicted)
    if stored and is_empty and not accept_empty:
        raise VaultAwayError(
            f"{safe_text(str(vault))} holds no notes any more. "
            "If that is meant, `notelinks index --full` forgets the old ones."
        )
    changes = diff_snapshot(snapshot, stored)
    known = writer.skipped()
    skipped = {file.key: (file, None) for file in snapshot.skipped} | _unseen_notes(snapshot, stored)
    skipped |= {key: found for key, found in known.items() if found[1] is not None and key in snapshot.notes}
    kept = stored.keys() - snapshot.notes.keys() - set(changes.removed)
    link_targets = find_link_targets(vault, snapshot, kept)
    refresh_canvases(vault, writer, snapshot)
    if changes or skipped != known or writer.meta("link_targets") != link_targets.digest:
        return _read_changes(vault, writer, read_all, snapshot, changes, skipped, link_targets, on_progress)
    writer.note_scan()
    return changes


def read_and_pack(
    vault: Path, key: str, leaves_out: Callable[[Link], bool] = lambda link: False
) -> PackedNote | SkippedFile:
    """One note of a vault as it is stored, or why it cannot be had.

    Args:
        leaves_out: as for `parse_note`.
    """
    raw = read_note(vault, key)
    if isinstance(raw, SkippedFile):
        return raw
    note = parse_note(key, raw, leaves_out)
    return note if isinstance(note, SkippedFile) else pack_note(tokenize_note(note))


def _read_changes(
    vault: Path,
    writer: StoreWriter,
    read_all: ReadAll,
    snapshot: Snapshot,
    changes: Changes,
    skipped: dict[str, tuple[SkippedFile, FileSignature | None]],
    link_targets: LinkTargets,
    on_progress: Callable[[int, int], bool],
) -> Changes:
    """Stores what has changed; gives that without the notes that could not be read."""
    newest_first = sorted(changes.added, key=lambda key: -snapshot.notes[key].mtime_ns)
    wanted = [*newest_first, *changes.modified]
    removed = set(changes.removed)
    is_stored_early = not removed or len(wanted) > _TOGETHER
    early_resolve = link_targets.resolve if changes.modified else None  # links that led somewhere go on to
    unread: set[str] = set()
    batch: list[tuple[PackedNote, FileSignature]] = []
    stored_s = time.monotonic()
    for n_read, result in enumerate(read_all(vault, wanted), 1):
        skipped.pop(result.key, None)
        if isinstance(result, PackedNote):
            batch.append((result, snapshot.notes[result.key]))
        elif result.reason.startswith(_TRANSIENT):
            skipped[result.key] = (result, None)
            unread.add(result.key)
        else:
            skipped[result.key] = (result, snapshot.notes[result.key])
            removed.add(result.key)
        is_time = len(batch) >= _BATCH or time.monotonic() - stored_s > _BATCH_S
        if batch and is_time and is_stored_early:
            writer.store_notes(batch, early_resolve)
            batch.clear()
            stored_s = time.monotonic()
        if not on_progress(n_read, len(wanted)):
            writer.store_notes(batch, early_resolve)
            return changes
    writer.apply_changes(batch, sorted(removed), skipped, link_targets.resolve, link_targets.digest)
    return changes.without(unread)


def _unseen_notes(
    snapshot: Snapshot, stored: dict[str, FileSignature]
) -> dict[str, tuple[SkippedFile, FileSignature | None]]:
    """Stored notes below folders that could not be listed: they stay, and are listed with the reason."""
    folders = tuple(f"{folder}/" for folder in snapshot.unseen_folders)
    return {key: (SkippedFile(key, KEPT), None) for key in stored if folders and key.startswith(folders)}

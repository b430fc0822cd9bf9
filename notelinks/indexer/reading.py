"""First half of the flow: scan, diff, parse, tokens, store. The scan is the truth; whatever rang only made us look."""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from notelinks.errors import VaultAwayError
from notelinks.notes.links import LinkResolver
from notelinks.notes.parse import parse_note
from notelinks.notes.scan import diff_snapshot, is_obsidian_vault, read_note, scan_vault
from notelinks.notes.tokens import tokenize_note
from notelinks.records import Changes, FileSignature, SkippedFile, Snapshot, TokenizedNote
from notelinks.store.writer import StoreWriter

_NOTES_FOR_A_POOL = 150
"""From so many notes on, starting worker processes (0.3 s) costs less than reading in one."""

_BATCH = 100
"""Notes stored in one transaction while many are read."""

_TRANSIENT = "cannot be read"
"""How the reason of a note begins that is there but could not be read: what is stored of it stays."""


def refresh_store(
    vault: Path,
    writer: StoreWriter,
    *,
    accept_empty: bool = False,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Changes:
    """Brings the store up to date with the vault; gives what has changed.

    Args:
        accept_empty: believe a vault without any note although there were some.
        on_progress: called with (notes read, notes to read).

    Raises:
        VaultAwayError: if the vault cannot be seen, or is empty and was not; nothing has been changed then.
        StoreError: if the store cannot be written.
    """
    snapshot = scan_vault(vault)
    stored = writer.signatures()
    if "" in snapshot.unseen_folders:
        raise VaultAwayError(f"{vault} cannot be seen at present. The last index stays as it is.")
    if stored and not snapshot.notes and not accept_empty:
        raise VaultAwayError(
            f"{vault} holds no notes any more. If that is meant, `notelinks index --full` forgets the old ones."
        )
    changes = diff_snapshot(snapshot, stored)
    known = writer.skipped()
    skipped = {file.key: (file, None) for file in snapshot.skipped} | _unseen_notes(snapshot, stored)
    skipped |= {key: found for key, found in known.items() if found[1] is not None and key in snapshot.notes}
    if changes or skipped != known:
        _read_changes(vault, writer, snapshot, changes, skipped, on_progress)
    else:
        writer.note_scan()
    return changes


def read_and_parse(vault: Path, key: str) -> TokenizedNote | SkippedFile:
    """The words of one note of a vault, or why there are none."""
    raw = read_note(vault, key)
    if isinstance(raw, SkippedFile):
        return raw
    note = parse_note(key, raw)
    return note if isinstance(note, SkippedFile) else tokenize_note(note)


def _read_changes(
    vault: Path,
    writer: StoreWriter,
    snapshot: Snapshot,
    changes: Changes,
    skipped: dict[str, tuple[SkippedFile, FileSignature | None]],
    on_progress: Callable[[int, int], None],
) -> None:
    wanted = [*changes.added, *changes.modified]
    removed = set(changes.removed)
    batch: list[tuple[TokenizedNote, FileSignature]] = []
    for n_read, result in enumerate(_read_all(vault, wanted), 1):
        skipped.pop(wanted[n_read - 1], None)
        if isinstance(result, TokenizedNote):
            batch.append((result, snapshot.notes[result.note.key]))
        elif result.reason.startswith(_TRANSIENT):
            skipped[result.key] = (result, None)
        else:
            skipped[result.key] = (result, snapshot.notes[result.key])
            removed.add(result.key)
        if len(batch) >= _BATCH:
            writer.store_notes(batch)
            batch.clear()
        on_progress(n_read, len(wanted))
    resolver = LinkResolver(snapshot.notes, snapshot.other_files, is_obsidian=is_obsidian_vault(vault))
    writer.apply_changes(batch, sorted(removed), skipped, partial(_resolve, resolver, snapshot))


def _read_all(vault: Path, keys: list[str]) -> Iterator[TokenizedNote | SkippedFile]:
    n_workers = len(os.sched_getaffinity(0))
    if len(keys) < _NOTES_FOR_A_POOL or n_workers < 2:
        yield from map(partial(read_and_parse, vault), keys)
        return
    with ProcessPoolExecutor(n_workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(partial(read_and_parse, vault), keys, chunksize=16)


def _unseen_notes(
    snapshot: Snapshot, stored: dict[str, FileSignature]
) -> dict[str, tuple[SkippedFile, FileSignature | None]]:
    """Stored notes below folders that could not be listed: they stay, and are listed with the reason."""
    folders = tuple(f"{folder}/" for folder in snapshot.unseen_folders)
    reason = "its folder cannot be read; what was indexed before is kept"
    return {key: (SkippedFile(key, reason), None) for key in stored if folders and key.startswith(folders)}


def _resolve(resolver: LinkResolver, snapshot: Snapshot, target: str, source: str) -> tuple[str | None, bool]:
    key = resolver.resolve(target, source)
    return (key, False) if key in snapshot.notes else (None, key is not None)

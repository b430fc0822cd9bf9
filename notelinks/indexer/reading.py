"""First half of the flow: scan, diff, parse, tokens, store. The scan is the truth; whatever rang only made us look."""

import hashlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from notelinks.config import usable_processors
from notelinks.display import safe_text
from notelinks.errors import VaultAwayError
from notelinks.notes.excluded import NO_EXCLUSIONS, Exclusions
from notelinks.notes.links import LinkResolver
from notelinks.notes.parse import parse_note
from notelinks.notes.scan import diff_snapshot, read_note, scan_vault
from notelinks.notes.tokens import tokenize_note
from notelinks.notes.vault_settings import is_obsidian_vault
from notelinks.records import Changes, FileSignature, LinkEnd, ParsedNote, SkippedFile, Snapshot, TokenizedNote
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
    exclusions: Exclusions = NO_EXCLUSIONS,
    *,
    accept_empty: bool = False,
    on_progress: Callable[[int, int], bool] = lambda n_read, n_notes: True,
) -> Changes:
    """Brings the store up to date with the vault; gives what has changed.

    Args:
        accept_empty: believe a vault without any note although there were some.
        on_progress: called with (notes read, notes to read); if it gives False, what has been read is stored and the
            rest is left for the next look.

    Raises:
        VaultAwayError: if the vault cannot be seen, or is empty and was not; nothing has been changed then.
        StoreError: if the store cannot be written.
    """
    snapshot = look_at_vault(vault, exclusions)
    stored = writer.signatures()
    if stored and not snapshot.notes and not snapshot.excluded and not accept_empty:
        raise VaultAwayError(
            f"{safe_text(str(vault))} holds no notes any more. "
            "If that is meant, `notelinks index --full` forgets the old ones."
        )
    changes = diff_snapshot(snapshot, stored)
    known = writer.skipped()
    skipped = {file.key: (file, None) for file in snapshot.skipped} | _unseen_notes(snapshot, stored)
    skipped |= {key: found for key, found in known.items() if found[1] is not None and key in snapshot.notes}
    link_targets = _digest_link_targets(vault, snapshot)
    if changes or skipped != known or writer.meta("link_targets") != link_targets:
        _read_changes(vault, writer, snapshot, changes, skipped, link_targets, on_progress)
    else:
        writer.note_scan()
    return changes


def look_at_vault(vault: Path, exclusions: Exclusions = NO_EXCLUSIONS) -> Snapshot:
    """What stands in the vault.

    Raises:
        VaultAwayError: if it cannot be seen.
    """
    snapshot = scan_vault(vault, exclusions)
    if "" in snapshot.unseen_folders:
        raise VaultAwayError(f"{safe_text(str(vault))} cannot be seen at present. The last index stays as it is.")
    return snapshot


def read_and_parse(vault: Path, key: str) -> TokenizedNote | SkippedFile:
    """The words of one note of a vault, or why there are none."""
    raw = read_note(vault, key)
    if isinstance(raw, SkippedFile):
        return raw
    note = parse_note(key, raw)
    return note if isinstance(note, SkippedFile) else tokenize_note(note)


def warm_up() -> None:
    """Loads what reading a first note would load, so that a first save need not wait for it."""
    note = parse_note("note.md", b"a note of the first words")
    if isinstance(note, ParsedNote):
        tokenize_note(note)


def _read_changes(
    vault: Path,
    writer: StoreWriter,
    snapshot: Snapshot,
    changes: Changes,
    skipped: dict[str, tuple[SkippedFile, FileSignature | None]],
    link_targets: str,
    on_progress: Callable[[int, int], bool],
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
        if not on_progress(n_read, len(wanted)):
            writer.store_notes(batch)
            return
    notes = (*snapshot.notes, *snapshot.excluded)
    resolver = LinkResolver(notes, snapshot.other_files, is_obsidian=is_obsidian_vault(vault))
    writer.apply_changes(batch, sorted(removed), skipped, partial(_resolve, resolver, snapshot), link_targets)


def _read_all(vault: Path, keys: list[str]) -> Iterator[TokenizedNote | SkippedFile]:
    n_workers = usable_processors()
    if len(keys) < _NOTES_FOR_A_POOL or n_workers < 2:
        yield from map(partial(read_and_parse, vault), keys)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(n_workers, mp_context=context, initializer=_follow_parent)
    try:
        with _interrupts_held_back():
            results = pool.map(partial(read_and_parse, vault), keys, chunksize=16)
        yield from results
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Processes started within the block begin life deaf to Ctrl-C; this one hears it when the block ends."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow_parent() -> None:
    """Leaves Ctrl-C, which reaches every process of a terminal, to the parent; ends when that is killed.

    The parent ends the workers when it has stored what they read. A killed one cannot, and they would wait for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _unseen_notes(
    snapshot: Snapshot, stored: dict[str, FileSignature]
) -> dict[str, tuple[SkippedFile, FileSignature | None]]:
    """Stored notes below folders that could not be listed: they stay, and are listed with the reason."""
    folders = tuple(f"{folder}/" for folder in snapshot.unseen_folders)
    reason = "its folder cannot be read; what was indexed before is kept"
    return {key: (SkippedFile(key, reason), None) for key in stored if folders and key.startswith(folders)}


def _digest_link_targets(vault: Path, snapshot: Snapshot) -> str:
    """Hex SHA-256 over all that decides where links lead, besides the links themselves."""
    digest = hashlib.sha256(b"%d" % is_obsidian_vault(vault))
    for keys in (snapshot.notes, snapshot.other_files, snapshot.excluded):
        digest.update("\0".join(keys).encode("utf-8", "surrogateescape") + b"\1")
    return digest.hexdigest()


def _resolve(resolver: LinkResolver, snapshot: Snapshot, target: str, source: str) -> tuple[str | None, LinkEnd]:
    key = resolver.resolve(target, source)
    if key in snapshot.notes:
        return key, LinkEnd.NOTE
    if key is None:
        return None, LinkEnd.NOTHING
    return None, LinkEnd.EXCLUDED if key in snapshot.excluded else LinkEnd.FILE

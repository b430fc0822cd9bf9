"""First step of both trials: the notes of a vault, in memory, and which of them are asked about."""

from pathlib import Path

import numpy as np

from notelinks.indexer.readers import NoteReaders
from notelinks.indexer.reading import read_and_pack, refresh_store
from notelinks.indexer.report import Reporter
from notelinks.notes.excluded import NO_EXCLUSIONS, Exclusions
from notelinks.notes.words import fold_word
from notelinks.store.writer import StoreWriter


def read_vault(vault: Path, reporter: Reporter, exclusions: Exclusions = NO_EXCLUSIONS) -> StoreWriter:
    """An index in memory of all notes of a vault that are not excluded.

    Raises:
        VaultAwayError: if the vault cannot be seen.
    """
    writer = StoreWriter(None, fold_word)

    def show(n_read: int, n_notes: int) -> bool:
        reporter.reading(n_read, n_notes)
        return True

    readers = NoteReaders(read_and_pack)
    try:
        refresh_store(vault, writer, exclusions, readers.read_all, on_progress=show)
    finally:
        readers.close()
    return writer


def take_some(rows: np.ndarray, most: int, rng: np.random.Generator) -> np.ndarray:
    """All of some rows, or as many as are enough, drawn at random and in order.

    Args:
        rows: (n,) int64, ascending.
    """
    return rows if len(rows) <= most else np.sort(rng.choice(rows, most, replace=False))

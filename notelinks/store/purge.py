"""Removes an index."""

import shutil
from pathlib import Path

from notelinks.store.lock import IndexLock


def purge_index(folder: Path) -> bool:
    """Removes everything in the index's folder; gives False if there was nothing.

    Raises:
        IndexerRunningError: if an indexer is at work on it.
    """
    if not folder.exists():
        return False
    with IndexLock(folder):
        shutil.rmtree(folder)
    return True

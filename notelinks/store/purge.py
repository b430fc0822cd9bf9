"""Removes an index."""

import contextlib
import shutil
from pathlib import Path

from notelinks.store.lock import LOCK_NAME, IndexLock
from notelinks.store.shared_file import hold_lock


def purge_index(folder: Path) -> bool:
    """Removes everything in the index's folder; gives False if there was nothing.

    Raises:
        IndexerRunningError: if an indexer is at work on it.
        StoreError: if another process keeps changing a file beside it.
        OSError: if something cannot be removed.
    """
    if not folder.exists():
        return False
    with IndexLock(folder), contextlib.ExitStack() as locks:
        for lock in sorted(folder.glob("*.lock")):
            if not lock.is_symlink():
                locks.enter_context(hold_lock(lock))
        _remove_all(folder)
    return True


def _remove_all(folder: Path) -> None:
    """The lock goes last: an indexer that comes as soon as it is gone makes a new one, and what it makes is its own."""
    for path in list(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != LOCK_NAME:
            path.unlink(missing_ok=True)
    (folder / LOCK_NAME).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        folder.rmdir()

"""Files that any process may change, such as those beside an index that are not made from the notes: one at a time."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from notelinks.errors import StoreError
from notelinks.store.lock import open_lock_file, stands_at, try_lock

_LOCK_WAIT_S = 5.0
"""Longest wait for another process that changes the same file; that takes it milliseconds."""


@contextlib.contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Keeps other processes out of the block, by a lock file in a folder that must be there.

    Raises:
        StoreError: if another process does not leave it.
        OSError: if the file cannot be made.
    """
    end = time.monotonic() + _LOCK_WAIT_S
    descriptor = open_lock_file(path)
    while not (try_lock(descriptor) and stands_at(descriptor, path)):
        os.close(descriptor)
        if time.monotonic() > end:
            raise StoreError(f"{path.parent}: another process keeps changing {path.stem}. Try again.")
        time.sleep(0.01)
        descriptor = open_lock_file(path)
    try:
        yield
    finally:
        os.close(descriptor)

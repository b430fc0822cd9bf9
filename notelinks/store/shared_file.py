"""Files that any process may change, such as those beside an index that are not made from the notes: one at a time."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from notelinks.errors import StoreError
from notelinks.store.lock import try_lock

_LOCK_WAIT_S = 5.0
"""Longest wait for another process that changes the same file; that takes it milliseconds."""


@contextlib.contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Keeps other processes out of the block, by a lock file in a folder that must be there.

    Raises:
        StoreError: if another process does not leave it.
        OSError: if the file cannot be made.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        end = time.monotonic() + _LOCK_WAIT_S
        while not try_lock(descriptor):
            if time.monotonic() > end:
                raise StoreError(f"{path.parent}: another process keeps changing {path.stem}. Try again.")
            time.sleep(0.01)
        yield
    finally:
        os.close(descriptor)

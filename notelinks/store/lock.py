"""The lock that makes one process the writer of an index.

The operating system holds it for as long as the process lives, so it can never go stale: no PID files, no clean-up.
"""

import contextlib
import os
import time
from pathlib import Path

from notelinks.errors import IndexerRunningError, StoreError
from notelinks.store.schema import create_private_folder

_PROBE_RETRIES = 10
"""A reader that asks whether the lock is held takes it for an instant; an indexer that meets it there tries again."""


class IndexLock:
    """Held by the indexer of one index from `acquire` to `release` or the end of the process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor = -1

    def acquire(self) -> None:
        """
        Raises:
            IndexerRunningError: if another process holds the lock.
            StoreError: if the folder cannot be made or written to.
        """
        try:
            create_private_folder(self._folder)
            descriptor = os.open(_lock_file(self._folder), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(f"{self._folder}: the index cannot be written ({error.strerror}).") from error
        for _ in range(_PROBE_RETRIES):
            if try_lock(descriptor):
                self._descriptor = descriptor
                return
            time.sleep(0.02)
        os.close(descriptor)
        raise IndexerRunningError(f"Another indexer is already running for this folder ({self._folder}).")

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> "IndexLock":
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def is_indexer_running(folder: Path) -> bool:
    """Whether a process holds the lock of the index in `folder`."""
    try:
        descriptor = os.open(_lock_file(folder), os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    with contextlib.closing(os.fdopen(descriptor, "rb")):
        return not try_lock(descriptor)


def _lock_file(folder: Path) -> Path:
    return folder / "lock"


def try_lock(descriptor: int) -> bool:
    """Whether this process now holds the lock of an open file; it keeps it until the file is closed."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

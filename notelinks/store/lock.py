"""The lock that makes one process the writer of an index.

The operating system holds it for as long as the process lives, so it can never go stale: no PID files, no clean-up.
"""

import contextlib
import os
import time
from pathlib import Path

from notelinks.errors import IndexerRunningError, StoreError
from notelinks.store.private_folder import create_private_folder

LOCK_NAME = "lock"
"""Of the file in the folder of an index."""

_PROBE_RETRIES = 10
"""A reader that asks whether the lock is held takes it for an instant; an indexer that meets it there tries again, and
so it does if the lock is removed, with the index, while it waits."""


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
        for _ in range(_PROBE_RETRIES):
            if self._try_to_acquire():
                return
            time.sleep(0.02)
        raise IndexerRunningError(
            f"Another indexer is already running for this folder ({self._folder}): an open screen, `watch` or `index` "
            "keeps its index current."
        )

    def _try_to_acquire(self) -> bool:
        path = _lock_file(self._folder)
        try:
            create_private_folder(self._folder)
            descriptor = open_lock_file(path)
        except FileNotFoundError:  # the folder was removed as soon as it was there
            return False
        except OSError as error:
            raise StoreError(
                f"{self._folder}: the index cannot be written ({error.strerror}). Make room, make it writable, "
                "or set NOTELINKS_HOME to another folder."
            ) from error
        if try_lock(descriptor) and stands_at(descriptor, path):
            self._descriptor = descriptor
            return True
        os.close(descriptor)
        return False

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
        descriptor = os.open(_lock_file(folder), os.O_RDWR | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return False
    with contextlib.closing(os.fdopen(descriptor, "rb")):
        return not try_lock(descriptor)


def _lock_file(folder: Path) -> Path:
    return folder / LOCK_NAME


def open_lock_file(path: Path) -> int:
    """A descriptor of a file to lock, which is made if it is not there. A link is not followed.

    Raises:
        OSError: if it cannot be opened.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.open(path, flags, 0o600)


def stands_at(descriptor: int, path: Path) -> bool:
    """Whether an open file is the one of that name. A file that was removed can be locked, and keeps nobody out."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(path))
    except FileNotFoundError:
        return False


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

"""The words that a user does not want to see as concepts or reasons of one vault: a file beside its index.

The only thing in an index folder that is not made from the notes. It is no part of the database, so that a reader can
change it while the indexer holds the lock.
"""

import contextlib
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from notelinks.errors import StoreError
from notelinks.store.lock import try_lock

_LOCK_WAIT_S = 5.0
"""Longest wait for another process that changes the words at the same moment; that takes it milliseconds."""


def read_stop_words(folder: Path) -> frozenset[str]:
    """The stop words of the vault whose index is in `folder`, in the vocabulary's form; none if there is no file.

    Raises:
        StoreError: if the file is there and cannot be read.
    """
    try:
        return frozenset(stop_word_file(folder).read_text(encoding="utf-8").split())
    except FileNotFoundError:
        return frozenset()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{stop_word_file(folder)}: the stop words cannot be read ({error}). Correct or remove the file."
        ) from error


def change_stop_words(folder: Path, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> frozenset[str]:
    """Adds and removes stop words in one step, however many processes do so; gives those that were new or were there.

    Args:
        folder: of the index, which must be there.
        add, remove: words in the vocabulary's form.

    Raises:
        StoreError: if the file cannot be read or written.
    """
    add, remove = frozenset(add), frozenset(remove)
    try:
        with _lock(folder):
            old = read_stop_words(folder)
            new = (old | add) - remove
            if new != old:
                _replace(folder, new)
    except OSError as error:
        raise StoreError(f"{folder}: the stop words cannot be written ({error.strerror}).") from error
    return old ^ new


def sign_stop_words(folder: Path) -> tuple[int, ...]:
    """What `stat` says of the file, empty if there is none: another value means that the words may have changed."""
    try:
        about = os.stat(stop_word_file(folder))
    except OSError:
        return ()
    return about.st_mtime_ns, about.st_ino, about.st_size


def stop_word_file(folder: Path) -> Path:
    """Where the stop words stand: one a line, in order, UTF-8."""
    return folder / "stop_words.txt"


def _replace(folder: Path, words: frozenset[str]) -> None:
    temporary = folder / f".stop_words.{os.getpid()}.tmp"
    temporary.unlink(missing_ok=True)
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write("".join(f"{word}\n" for word in sorted(words)).encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, stop_word_file(folder))


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder / "stop_words.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        end = time.monotonic() + _LOCK_WAIT_S
        while not try_lock(descriptor):
            if time.monotonic() > end:
                raise StoreError(f"{folder}: another process keeps changing the stop words. Try again.")
            time.sleep(0.01)
        yield
    finally:
        os.close(descriptor)

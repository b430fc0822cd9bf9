"""The words that a user does not want to see as concepts or reasons of one vault: a file beside its index.

It is no part of the database, so that a reader can change it while the indexer holds the lock.
"""

import os
import time
from collections.abc import Iterable
from pathlib import Path

from notelinks.errors import StoreError
from notelinks.store.durable import replace_file
from notelinks.store.shared_file import hold_lock


def read_stop_words(folder: Path) -> frozenset[str]:
    """The stop words of the vault whose index is in `folder`, in the vocabulary's form; none if there is no file.

    Raises:
        StoreError: if the file is there and cannot be read.
    """
    return frozenset(_read(folder))


def newest_stop_word(folder: Path) -> tuple[str, float]:
    """The stop word added last, and when, in seconds since the epoch; `("", 0.0)` if none is known to be the last.

    Raises:
        StoreError: if the file is there and cannot be read.
    """
    added = _read(folder)
    newest = max(added, key=added.__getitem__, default="")
    return (newest, added[newest]) if newest and added[newest] else ("", 0.0)


def _read(folder: Path) -> dict[str, float]:
    """When each word was added; 0 where that is not written down."""
    try:
        lines = stop_word_file(folder).read_text(encoding="utf-8").splitlines()
        return {word: float(added[0]) if added else 0.0 for word, *added in map(str.split, filter(str.strip, lines))}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
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
        with hold_lock(folder / "stop_words.lock"):
            old = _read(folder)
            new = {word: old.get(word, time.time()) for word in (old.keys() | add) - remove}
            if new != old:
                lines = "".join(f"{word} {new[word]:.6f}\n" for word in sorted(new))
                replace_file(stop_word_file(folder), lines.encode("utf-8"))
    except OSError as error:
        raise StoreError(f"{folder}: the stop words cannot be written ({error.strerror}).") from error
    return frozenset(old.keys() ^ new.keys())


def sign_stop_words(folder: Path) -> tuple[int, ...]:
    """What `stat` says of the file, empty if there is none: another value means that the words may have changed."""
    try:
        about = os.stat(stop_word_file(folder))
    except OSError:
        return ()
    return about.st_mtime_ns, about.st_ino, about.st_size


def stop_word_file(folder: Path) -> Path:
    """Where the stop words stand: one a line, in order, with the time when it was added; UTF-8."""
    return folder / "stop_words.txt"

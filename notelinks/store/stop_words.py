"""The words that a user does not want to see as concepts or reasons of one vault: a file beside its index."""

from collections.abc import Iterable
from pathlib import Path

from notelinks.store.dated_lines import DatedLines


def read_stop_words(folder: Path) -> frozenset[str]:
    """The stop words of the vault whose index is in `folder`, in the vocabulary's form; none if there is no file.

    Raises:
        StoreError: if the file is there and cannot be read.
    """
    return frozenset(_lines(folder).read())


def newest_stop_word(folder: Path) -> tuple[str, float]:
    """The stop word added last, and when, in seconds since the epoch; `("", 0.0)` if none is known to be the last.

    Raises:
        StoreError: if the file is there and cannot be read.
    """
    return _lines(folder).newest()


def change_stop_words(folder: Path, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> frozenset[str]:
    """Adds and removes stop words in one step, however many processes do so; gives those that were new or were there.

    Args:
        folder: of the index, which must be there.
        add, remove: words in the vocabulary's form.

    Raises:
        StoreError: if the file cannot be read or written.
    """
    return _lines(folder).change(add=add, remove=remove)


def sign_stop_words(folder: Path) -> tuple[int, ...]:
    """What `stat` says of the file, empty if there is none: another value means that the words may have changed."""
    return _lines(folder).sign()


def stop_word_file(folder: Path) -> Path:
    """Where the stop words stand: one a line, in order, with the time when it was added; UTF-8."""
    return folder / "stop_words.txt"


def _lines(folder: Path) -> DatedLines:
    return DatedLines(stop_word_file(folder), "stop words")

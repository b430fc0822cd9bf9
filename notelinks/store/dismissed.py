"""The suggestions that a user has dismissed for one vault: a file beside its index.

A suggestion is known by the keys of its notes, so that it stays dismissed when the index is made anew.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

from notelinks.store.dated_lines import DatedLines

Dismissed = tuple[str, ...]
"""What a suggestion was about: the keys of a pair, in order, or that of a note without any link."""


def read_dismissed(folder: Path) -> list[Dismissed]:
    """The dismissed suggestions of the vault whose index is in `folder`, the newest last; none if there is no file.

    Raises:
        StoreError: if the file is there and cannot be read.
    """
    added = _lines(folder).read()
    return [_from_line(line) for line in sorted(added, key=lambda line: (added[line], line))]


def newest_dismissed(folder: Path) -> tuple[Dismissed, float]:
    """The suggestion dismissed last, and when, in seconds since the epoch; `((), 0.0)` if there is none.

    Raises:
        StoreError: if the file is there and cannot be read.
    """
    line, added_s = _lines(folder).newest()
    return (_from_line(line), added_s) if line else ((), 0.0)


def change_dismissed(folder: Path, *, add: Iterable[Dismissed] = (), remove: Iterable[Dismissed] = ()) -> None:
    """Dismisses suggestions and takes that back, in one step, however many processes do so.

    Args:
        folder: of the index, which must be there.

    Raises:
        StoreError: if the file cannot be read or written.
    """
    _lines(folder).change(add=map(_to_line, add), remove=map(_to_line, remove))


def sign_dismissed(folder: Path) -> tuple[int, ...]:
    """What `stat` says of the file, empty if there is none: another value means that others may be dismissed."""
    return _lines(folder).sign()


def dismissed_file(folder: Path) -> Path:
    """Where they stand: one a line, percent-encoded keys with `|` between them, and the time when it was dismissed."""
    return folder / "dismissed.txt"


def _lines(folder: Path) -> DatedLines:
    return DatedLines(dismissed_file(folder), "dismissed suggestions")


def _to_line(keys: Dismissed) -> str:
    return "|".join(quote_from_bytes(os.fsencode(key)) for key in keys)


def _from_line(line: str) -> Dismissed:
    return tuple(os.fsdecode(unquote_to_bytes(part)) for part in line.split("|"))

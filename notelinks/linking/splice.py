"""Bytes put into a note, and taken out again: nothing else of it changes."""

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LINE_ENDING = re.compile("\r\n|\r|\n")
"""What ends a line of a file for an editor."""

CONTEXT_BYTES = 32
"""By so much before and after them, insertions are known again in a file that has been edited since."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """Bytes that are put into a file."""

    position: int
    """In the file without any of the insertions, in bytes."""
    added: bytes


def insert_bytes(raw: bytes, insertions: Sequence[Insertion]) -> bytes:
    """`raw` with the insertions, which are in order of position."""
    parts: list[bytes] = []
    start = 0
    for insertion in insertions:
        parts += [raw[start : insertion.position], insertion.added]
        start = insertion.position
    return b"".join([*parts, raw[start:]])


def remove_bytes(raw: bytes, insertions: Sequence[Insertion]) -> bytes:
    """What `insert_bytes` made `raw` from.

    Raises:
        ValueError: if the insertions do not stand in it.
    """
    parts: list[bytes] = []
    start = n_added = 0
    for insertion in insertions:
        stop = insertion.position + n_added
        if not raw.startswith(insertion.added, stop):
            raise ValueError("the inserted bytes are not there")
        parts.append(raw[start:stop])
        start = stop + len(insertion.added)
        n_added += len(insertion.added)
    return b"".join([*parts, raw[start:]])


def bytes_around(raw: bytes, insertions: Sequence[Insertion]) -> tuple[bytes, int]:
    """(what stands around and between the insertions, without them; how much of it stands after the last).

    Args:
        raw: the file without the insertions.
    """
    first, last = insertions[0].position, insertions[-1].position
    after = raw[last : last + CONTEXT_BYTES]
    return raw[max(0, first - CONTEXT_BYTES) : last] + after, len(after)


def find_insertions(
    raw: bytes, insertions: Sequence[Insertion], n_after: int
) -> Iterator[tuple[list[Insertion], bytes]]:
    """(the insertions at the places where they are, what stands around them) for each time that they stand in a file.

    Args:
        n_after: as `bytes_around` gave it.
    """
    first, last = insertions[0].position, insertions[-1].position
    n_before = min(first, CONTEXT_BYTES)
    length = last - first + sum(len(insertion.added) for insertion in insertions)
    start = raw.find(insertions[0].added, n_before)
    while start >= 0:
        nearby = raw[start - n_before : start + length + n_after]
        moved = [Insertion(i.position - first + n_before, i.added) for i in insertions]
        with contextlib.suppress(ValueError):
            around = remove_bytes(nearby, moved)
            yield [Insertion(i.position - first + start, i.added) for i in insertions], around
        start = raw.find(insertions[0].added, start + 1)

"""Bytes put into a note, and taken out again: nothing else of it changes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LINE_ENDING = re.compile("\r\n|\r|\n")
"""What ends a line of a file for an editor."""


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

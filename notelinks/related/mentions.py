"""Which notes name another note in their title or text: by its title or one of its aliases, word for word."""

from collections.abc import Mapping, Sequence

import numpy as np

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def find_mentions(
    word_ids: np.ndarray, starts: np.ndarray, names: Mapping[int, Sequence[Sequence[int]]]
) -> set[tuple[int, int]]:
    """(row of the naming note, row of the named note) of all mentions; a note does not mention itself.

    All runs of n words are hashed at once and looked up among the names of n words; a hit is then compared word by
    word. So the cost grows with the text, not with the number of names.

    Args:
        word_ids: (n_tokens,) int32, the words of all notes, one note after the other.
        starts: (n_notes + 1,) int64, first position of each note.
        names: the names of each note, as sequences of word ids, by row.
    """
    by_length: dict[int, list[tuple[tuple[int, ...], int]]] = {}
    for row, of_note in names.items():
        for name in of_note:
            if name:
                by_length.setdefault(len(name), []).append((tuple(name), row))
    found: set[tuple[int, int]] = set()
    for length, entries in by_length.items():
        if length <= len(word_ids):
            found |= _find_names(word_ids, starts, length, entries)
    return found


def _find_names(
    word_ids: np.ndarray, starts: np.ndarray, length: int, entries: list[tuple[tuple[int, ...], int]]
) -> set[tuple[int, int]]:
    rows_of: dict[tuple[int, ...], list[int]] = {}
    for name, row in entries:
        rows_of.setdefault(name, []).append(row)
    wanted = _hash_runs(np.array(list(rows_of), dtype=np.int64).ravel(), length)[::length]
    positions = np.flatnonzero(np.isin(_hash_runs(word_ids, length), wanted))
    note_rows = np.searchsorted(starts, positions, side="right") - 1
    inside = positions + length <= starts[note_rows + 1]
    found = set()
    for position, note_row in zip(positions[inside].tolist(), note_rows[inside].tolist(), strict=True):
        name = tuple(word_ids[position : position + length].tolist())
        found.update((note_row, row) for row in rows_of.get(name, ()) if row != note_row)
    return found


def _hash_runs(word_ids: np.ndarray, length: int) -> np.ndarray:
    """(n_tokens - length + 1,) uint64, a hash of the words at and after each position."""
    n_runs = len(word_ids) - length + 1
    hashes = np.zeros(n_runs, dtype=np.uint64)
    for i in range(length):
        hashes = (hashes ^ word_ids[i : i + n_runs].astype(np.uint64)) * _MULTIPLIER
        hashes ^= hashes >> np.uint64(29)
    return hashes

"""The vectors of the notes that a generation was trained on, as files beside it: for readers, who compare one note or
text with all others.

The private parts are kept by word: who asks with some words reads what the files say of these. A weight is at most 1
and takes two bytes; rounding it moves a cosine by about 0.00001.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from notelinks.errors import StoreError
from notelinks.related.generation import map_array
from notelinks.related.note_vectors import NoteVectors

GONE, UNUSED = -1, -2
"""In place of a word id, for a form that is not stored any more, and for one that was in no note."""

_STEPS = 65_535
"""What a weight of 1 is stored as."""

_ARRAYS = ("note_ids", "digests", "learned", "starts", "rows", "weights", "word_of_form")


@dataclass(frozen=True)
class TrainedNotes:
    """Notes as they were when a generation was trained."""

    note_ids: np.ndarray
    """(n_notes,) int64, in order of key."""
    digests: np.ndarray
    """(n_notes, 16) uint8, over title and text of each note."""
    learned: np.ndarray
    """(n_notes, n_dims) float16, unit length but for the rounding, or all zero."""
    starts: np.ndarray
    """(n_words + 1,) int64: the entries of word w stand at starts[w] to starts[w + 1]."""
    rows: np.ndarray
    """(n_entries,) notes by their place in `note_ids`, ascending in each word, in as few bytes as hold them."""
    weights: np.ndarray
    """(n_entries,) uint16, weights of the private parts, which have unit length, in steps of 1 / 65535."""
    word_of_form: np.ndarray
    """(n_form_ids,) int32: word id of each written form, or `GONE` or `UNUSED`."""

    def find(self, note_ids: np.ndarray, digests: Sequence[str]) -> np.ndarray:
        """(n,) int64: places of some notes, -1 for those that are new or have another title or text by now.

        Args:
            note_ids: (n,) int64.
            digests: of title and text, in hex.
        """
        order = np.argsort(self.note_ids)
        places = np.searchsorted(self.note_ids, note_ids, sorter=order)
        places = np.append(order, -1)[places]
        is_same = places >= 0
        is_same[is_same] = self.note_ids[places[is_same]] == note_ids[is_same]
        is_same[is_same] = (self.digests[places[is_same]] == pack_digests(digests)[is_same]).all(axis=1)
        return np.where(is_same, places, -1)

    def holders(self, word_id: int) -> np.ndarray:
        """(n,) places of the notes that hold a word, none of one that came later."""
        return self.rows[self._entries(word_id)]

    def products(self, word_ids: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """(n_notes,) float32: products of a private part with those of all notes.

        Args:
            word_ids, weights: (n,) each, the entries of that part.
        """
        products = np.zeros(len(self.note_ids), dtype=np.float32)
        for word_id, weight in zip(word_ids.tolist(), weights.tolist(), strict=True):
            entries = self._entries(word_id)
            products[self.rows[entries]] += np.float32(weight / _STEPS) * self.weights[entries]
        return products

    def _entries(self, word_id: int) -> slice:
        is_known = word_id < len(self.starts) - 1
        return slice(self.starts[word_id], self.starts[word_id + 1]) if is_known else slice(0, 0)


def make_trained_notes(
    note_ids: np.ndarray, digests: Sequence[str], vectors: NoteVectors, word_of_form: np.ndarray
) -> TrainedNotes:
    """What is to be written of notes.

    Args:
        digests: of title and text of each note, in hex.
        vectors: in the order of `note_ids`.
        word_of_form: see `TrainedNotes`.
    """
    by_word = vectors.private.transposed()
    steps = by_word.weights
    steps *= _STEPS
    return TrainedNotes(
        note_ids=note_ids.astype(np.int64),
        digests=pack_digests(digests),
        learned=vectors.learned.astype(np.float16),
        starts=by_word.starts,
        rows=by_word.columns.astype(np.min_scalar_type(len(note_ids))),
        weights=np.rint(steps, out=steps).astype(np.uint16),
        word_of_form=word_of_form.astype(np.int32),
    )


def pack_digests(digests: Sequence[str]) -> np.ndarray:
    """(n, 16) uint8, the bytes of digests in hex."""
    return np.frombuffer(bytes.fromhex("".join(digests)), dtype=np.uint8).reshape(-1, 16)


def write_trained_notes(folder: Path, notes: TrainedNotes) -> None:
    """Writes the files of notes into the folder of their generation."""
    for name in _ARRAYS:
        np.save(_file(folder, name), getattr(notes, name))


def load_trained_notes(folder: Path) -> TrainedNotes:
    """The notes of the generation in a folder; arrays are mapped.

    Raises:
        StoreError: if a file is missing or damaged, or the files do not fit together.
    """
    try:
        notes = TrainedNotes(**{name: map_array(_file(folder, name)) for name in _ARRAYS})
    except (OSError, EOFError, ValueError) as error:
        raise StoreError(
            f"{folder}: the vectors of the notes cannot be read ({error}). `notelinks index` computes them anew."
        ) from error
    fits = {*map(len, (notes.note_ids, notes.digests, notes.learned))} == {len(notes.note_ids)}
    if not fits or not len(notes.rows) == len(notes.weights) == notes.starts[-1]:
        raise StoreError(f"{folder}: the vectors of the notes are damaged. `notelinks index` computes them anew.")
    return notes


def _file(folder: Path, name: str) -> Path:
    return folder / f"notes.{name}.npy"

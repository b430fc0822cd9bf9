"""Note vectors and links to scores: one note or a few with all others, and what that does to the lists of the others.

Nothing here needs compiled code, so the indexer can follow a save without Numba; `neighbours` compares all with all.
"""

import copy
from dataclasses import dataclass
from typing import Self

import numpy as np

from notelinks.related.note_vectors import NoteVectors, Sparse
from notelinks.related.shared_links import SharedLinks


@dataclass(frozen=True)
class Neighbours:
    """The notes nearest to one note, best first."""

    rows: np.ndarray
    """(k,) int32, rows of the notes."""
    scores: np.ndarray
    """(k,) float32, all above zero."""


class NoteScores:
    """The scores of pairs of notes, computed when they are asked for.

    score  = (1 - link share) * cosine + link share * link part
    cosine = learned share * cosine of the learned parts + (1 - learned share) * cosine of the private parts
             or 0 for notes without a common word: learned vectors alone are no evidence, least of all in small vaults
    """

    def __init__(
        self, vectors: NoteVectors, learned_share: float, links: SharedLinks | None = None, link_share: float = 0.0
    ) -> None:
        """
        Args:
            links: needed if `link_share` is not 0.
        """
        self.vectors = vectors
        self.learned_share = learned_share
        self.links = links
        self.link_share = link_share

    @property
    def n_notes(self) -> int:
        return self.vectors.private.n_rows

    def with_link_share(self, link_share: float) -> Self:
        """The same, but for the weight of the links."""
        other = copy.copy(self)
        other.link_share = link_share
        return other

    def of_few(self, rows: np.ndarray) -> np.ndarray:
        """(n, n_notes) float32: scores of a few notes with all notes; 0 for a note with itself.

        Args:
            rows: (n,) int64. Each costs a pass over the words of all notes.
        """
        private = self.vectors.private
        products = np.zeros((len(rows), self.n_notes), dtype=np.float32)
        for row, of_row in zip(rows.tolist(), products, strict=True):
            of_row[:] = _products_with_all(private, row)
        products[np.arange(len(rows)), rows] = 0.0
        all_notes = range(self.n_notes)
        return self.add_links(self.add_learned(products, rows, all_notes), rows, all_notes)

    def add_learned(self, products: np.ndarray, rows: np.ndarray, others: range) -> np.ndarray:
        """Cosines of some notes with others, from those of their private parts alone, which are changed in place.

        Args:
            products: (n, n_others) float32.
            rows: (n,) int64.
            others: rows that follow one another.
        """
        learned = self.vectors.learned
        of_learned = learned[rows] @ learned[others.start : others.stop].T
        of_learned *= np.float32(self.learned_share)
        of_learned *= products > 0
        products *= np.float32(1.0 - self.learned_share)
        products += of_learned
        return products

    def add_links(self, cosines: np.ndarray, rows: np.ndarray, others: range) -> np.ndarray:
        """Scores of some notes with others, from their cosines, which are changed in place."""
        if self.link_share:
            cosines *= np.float32(1.0 - self.link_share)
            places, linked, parts = self.links.parts_above_zero(rows)
            is_here = (linked >= others.start) & (linked < others.stop)
            at = places[is_here], linked[is_here] - others.start
            cosines[at] += np.float32(self.link_share) * parts[is_here]
        return cosines


def _products_with_all(private: Sparse, row: int) -> np.ndarray:
    """(n_rows,) float32, the product of one row with all rows, which are read from end to end for it."""
    own = np.zeros(private.n_columns, dtype=np.float32)
    entries = slice(private.starts[row], private.starts[row + 1])
    own[private.columns[entries]] = private.weights[entries]
    products = np.zeros(private.n_rows, dtype=np.float32)
    is_filled = np.diff(private.starts) > 0
    if is_filled.any():
        by_entry = own[private.columns]
        by_entry *= private.weights
        products[is_filled] = np.add.reduceat(by_entry, private.starts[:-1][is_filled])
    return products


def best_of_row(scores: np.ndarray, k: int) -> Neighbours:
    """The k best above zero of (n_notes,) float32 scores; of equal ones the earlier comes first."""
    return _best(np.flatnonzero(scores > 0), scores[scores > 0], k)


def replace_in_list(old: Neighbours, gone: np.ndarray, changed: np.ndarray, scores: np.ndarray, k: int) -> Neighbours:
    """A note's list after other notes have changed, without comparing it with those that have not.

    Args:
        old: the list as it was.
        gone: rows of notes that have gone.
        changed: (n,) rows of notes that have changed.
        scores: (n,) their new scores with this note.
    """
    kept = ~np.isin(old.rows, np.append(gone, changed))
    rows = np.concatenate([old.rows[kept], changed[scores > 0]])
    return _best(rows, np.concatenate([old.scores[kept], scores[scores > 0]]), k)


def _best(rows: np.ndarray, scores: np.ndarray, k: int) -> Neighbours:
    order = np.lexsort((rows, -scores))[:k]
    return Neighbours(rows[order].astype(np.int32), scores[order])

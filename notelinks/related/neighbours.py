"""Note vectors and links to lists of related notes: exact scores of all pairs, the best of each kept."""

from dataclasses import dataclass

import numpy as np

from notelinks.compiled import with_repair
from notelinks.related.note_vectors import NoteVectors, Sparse
from notelinks.related.products import add_sparse_products
from notelinks.related.shared_links import SharedLinks

_ROWS_AT_ONCE = 128
"""Notes compared with all others in one go; bounds the memory of the scores."""


@dataclass(frozen=True)
class Neighbours:
    """The notes nearest to one note, best first."""

    rows: np.ndarray
    """(k,) int64, rows of the notes."""
    scores: np.ndarray
    """(k,) float32, all above zero."""


class Ranking:
    """The scores of all pairs of notes, computed when they are asked for.

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
        self._vectors = vectors
        self._by_word: Sparse = vectors.private.transposed()
        self._share = learned_share
        self._links = links
        self._link_share = link_share

    @property
    def n_notes(self) -> int:
        return self._vectors.private.n_rows

    def scores(self, rows: np.ndarray) -> np.ndarray:
        """(n, n_notes) float32: scores of some notes with all notes; 0 for a note with itself."""
        scores = self.cosines(rows)
        if self._link_share:
            scores *= np.float32(1.0 - self._link_share)
            scores += np.float32(self._link_share) * self._links.parts(rows)
        return scores

    def cosines(self, rows: np.ndarray) -> np.ndarray:
        """(n, n_notes) float32: what the words alone say of some notes with all notes; 0 for a note with itself."""
        learned, private, by_word = self._vectors.learned, self._vectors.private, self._by_word
        scores = np.zeros((len(rows), self.n_notes), dtype=np.float32)
        by_row = (private.starts, private.columns, private.weights)
        by_column = (by_word.starts, by_word.columns, by_word.weights)
        one = np.float32(1.0)
        with_repair(lambda: add_sparse_products(rows.astype(np.int64), *by_row, *by_column, one, scores))
        share_words = scores > 0
        scores *= np.float32(1.0 - self._share)
        scores += np.float32(self._share) * (learned[rows] @ learned.T) * share_words
        scores[np.arange(len(rows)), rows] = 0.0
        return scores

    def nearest(self, k: int, rows: np.ndarray | None = None) -> list[Neighbours]:
        """The k nearest notes of some notes, or of all."""
        rows = np.arange(self.n_notes) if rows is None else rows
        found = []
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            scores = self.scores(rows[start : start + _ROWS_AT_ONCE])
            found += [best_of(of_note, k) for of_note in scores]
        return found


def best_of(scores: np.ndarray, k: int) -> Neighbours:
    """The k best of (n_notes,) scores that are above zero; of equal scores the earlier row comes first."""
    rows = np.argpartition(-scores, k - 1)[:k] if k < len(scores) else np.arange(len(scores))
    rows = rows[scores[rows] > 0]
    rows = rows[np.lexsort((rows, -scores[rows]))]
    return Neighbours(rows.astype(np.int64), scores[rows].astype(np.float32))


def replace_in_list(old: Neighbours, changed: np.ndarray, scores: np.ndarray, k: int) -> Neighbours:
    """A note's list after other notes have changed, without comparing it with those that have not.

    Args:
        old: the list as it was; rows of removed notes must be gone from it.
        changed: (n,) rows of the changed notes.
        scores: (n,) their new scores with this note.
    """
    kept = ~np.isin(old.rows, changed)
    rows = np.concatenate([old.rows[kept], changed[scores > 0]])
    all_scores = np.concatenate([old.scores[kept], scores[scores > 0]])
    order = np.lexsort((rows, -all_scores))[:k]
    return Neighbours(rows[order], all_scores[order])

"""The link parts of all pairs of notes, by sparse products; `links` has the formula."""

import numpy as np

from notelinks.compiled import with_repair
from notelinks.related.links import link_part, rarities
from notelinks.related.note_vectors import Sparse
from notelinks.related.products import add_sparse_products


class SharedLinks:
    """The link parts of the scores of all pairs of notes, computed when they are asked for."""

    def __init__(self, pairs: np.ndarray, n_notes: int) -> None:
        """
        Args:
            pairs: (n_pairs, 2) int64, rows of notes that are linked; each pair once, no note with itself.
        """
        ends = np.concatenate([pairs, pairs[:, ::-1]]).astype(np.int32)
        ends = ends[np.lexsort((ends[:, 1], ends[:, 0]))]
        n_neighbours = np.bincount(ends[:, 0], minlength=n_notes)
        starts = np.concatenate([[0], np.cumsum(n_neighbours)])
        ones = np.ones(len(ends), dtype=np.float32)
        rarity = rarities(n_neighbours).astype(np.float32)
        self._by_row = Sparse(starts, ends[:, 1], rarity[ends[:, 1]], n_notes)
        self._by_column = Sparse(starts, ends[:, 1], ones, n_notes)

    def parts(self, rows: np.ndarray) -> np.ndarray:
        """(n, n_notes) float32, from 0 to below 1: what some notes share with all notes; 0 for a note with itself."""
        sums = np.zeros((len(rows), self._by_row.n_rows), dtype=np.float32)
        with_repair(lambda: add_sparse_products(rows, *self._by_row.arrays, *self._by_column.arrays, sums))
        sums[np.arange(len(rows)), rows] = 0.0
        return link_part(sums)


def linked_rows(pairs: np.ndarray) -> dict[int, list[int]]:
    """The rows at the other ends of the pairs of each row that has any.

    Args:
        pairs: (n_pairs, 2) int64, as `SharedLinks` wants them.
    """
    linked: dict[int, list[int]] = {}
    for a, b in pairs.tolist():
        linked.setdefault(a, []).append(b)
        linked.setdefault(b, []).append(a)
    return linked

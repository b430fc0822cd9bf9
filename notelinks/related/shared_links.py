"""The link parts of all pairs of notes, by sparse products; `links` has the formula."""

import numpy as np

from notelinks.related.links import link_part, rarities


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
        self._n_notes = n_notes
        self._starts = np.concatenate([[0], np.cumsum(n_neighbours)])
        self._neighbours = ends[:, 1]
        self._rarities = rarities(n_neighbours)

    def parts(self, rows: np.ndarray) -> np.ndarray:
        """(n, n_notes) float32, from 0 to below 1: what some notes share with all notes; 0 for a note with itself."""
        sums = np.zeros((len(rows), self._n_notes), dtype=np.float32)
        for row, of_row in zip(rows.tolist(), sums, strict=True):
            between = self._neighbours[self._starts[row] : self._starts[row + 1]]
            lengths = self._starts[between + 1] - self._starts[between]
            first = np.cumsum(lengths) - lengths
            at = np.arange(lengths.sum()) + np.repeat(self._starts[between] - first, lengths)
            rarities_of_links = np.repeat(self._rarities[between], lengths)
            of_row[:] = np.bincount(self._neighbours[at], rarities_of_links, minlength=self._n_notes)
            of_row[row] = 0.0
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

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
        parts = np.zeros((len(rows), self._n_notes), dtype=np.float32)
        places, others, above_zero = self.parts_above_zero(rows)
        parts[places, others] = above_zero
        return parts

    def parts_above_zero(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The same without zeros: (n_parts,) place in `rows`, row of the other note, part; in order of both."""
        places, between = self._step(np.arange(len(rows)), rows)
        weights = self._rarities[between]
        steps = self._starts[between + 1] - self._starts[between]
        places, others = self._step(places, between)
        pairs, at = np.unique(places * self._n_notes + others, return_inverse=True)
        sums = np.bincount(at, np.repeat(weights, steps), minlength=len(pairs)).astype(np.float32)
        places, others = np.divmod(pairs, self._n_notes)
        is_part = (others != rows[places]) & (sums > 0)
        return places[is_part], others[is_part], link_part(sums[is_part])

    def _step(self, places: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Each of some rows replaced by all its neighbours; and their places, repeated as often."""
        lengths = self._starts[rows + 1] - self._starts[rows]
        first = np.cumsum(lengths) - lengths
        at = np.arange(lengths.sum()) + np.repeat(self._starts[rows] - first, lengths)
        return np.repeat(places, lengths), self._neighbours[at].astype(np.int64)


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

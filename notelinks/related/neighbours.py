"""Note vectors and links to lists of related notes: exact scores of all pairs, the best of each kept."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import islice

import numpy as np

from notelinks.compiled import with_repair
from notelinks.config import usable_processors
from notelinks.related.note_scores import Neighbours, NoteScores
from notelinks.related.products import keep_best
from notelinks.related.word_index import WordIndex

_SCORES_AT_ONCE = 1_500_000
"""Scores that are computed in one go; with a few copies of them, they bound the memory."""

_MOST_ROWS_AT_ONCE, _LEAST_ROWS_AT_ONCE = 128, 16


class Ranking(NoteScores):
    """The scores of all pairs of notes, many at a time."""

    @classmethod
    def of(cls, scores: NoteScores) -> "Ranking":
        """The same scores."""
        return cls(scores.vectors, scores.learned_share, scores.links, scores.link_share)

    @cached_property
    def _index(self) -> WordIndex:
        return WordIndex(self.vectors.private)

    def scores(self, rows: np.ndarray) -> np.ndarray:
        """(n, n_notes) float32: scores of some notes with all notes; 0 for a note with itself.

        Args:
            rows: (n,) int64.
        """
        return self.add_links(self.cosines(rows), rows)

    def cosines(self, rows: np.ndarray) -> np.ndarray:
        """(n, n_notes) float32: what the words alone say of some notes with all notes; 0 for a note with itself."""
        return self.add_learned(self._index.products(rows), rows)

    def nearest(self, k: int, rows: np.ndarray | None = None) -> Iterator[Neighbours]:
        """The k nearest notes of some notes, or of all, in order."""
        rows = np.arange(self.n_notes) if rows is None else rows
        n_at_once = min(max(_SCORES_AT_ONCE // max(self.n_notes, 1), _LEAST_ROWS_AT_ONCE), _MOST_ROWS_AT_ONCE)
        blocks = [rows[start : start + n_at_once] for start in range(0, len(rows), n_at_once)]
        for block in blocks[:1]:  # alone, for several threads could not repair a damaged cache together
            yield from self._nearest_of(block, k)
        n_ahead = 2 * usable_processors()
        with ThreadPoolExecutor(usable_processors()) as pool:
            found = deque(pool.submit(self._nearest_of, block, k) for block in blocks[1 : 1 + n_ahead])
            rest = iter(blocks[1 + n_ahead :])
            while found:  # whoever takes the neighbours works on some while the next are being found
                yield from found.popleft().result()
                found.extend(pool.submit(self._nearest_of, block, k) for block in islice(rest, 1))

    def _nearest_of(self, rows: np.ndarray, k: int) -> list[Neighbours]:
        return best_of(self.scores(rows), k)


def best_of(scores: np.ndarray, k: int) -> list[Neighbours]:
    """The k best above zero in each row of (n, n_notes) float32 scores; of equal ones the earlier comes first."""
    k = min(k, scores.shape[1])
    rows, values = np.zeros((len(scores), k), dtype=np.int32), np.zeros((len(scores), k), dtype=np.float32)
    n_best = np.zeros(len(scores), dtype=np.int64)
    if k:
        with_repair(lambda: keep_best(scores, rows, values, n_best))
    return [Neighbours(rows[i, :n], values[i, :n]) for i, n in enumerate(n_best.tolist())]

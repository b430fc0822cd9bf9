"""Note vectors and links to lists of related notes: exact scores of all pairs, the best of each kept."""

import threading
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
from notelinks.related.word_index import WordIndex, products_of_few

_ROWS_AT_ONCE = 128
"""Notes that are compared in one go; the matrix of frequent words is read once for them."""

_SCORES_AT_ONCE = 1_500_000
"""Scores that a thread computes in one go; with a few copies of them, they bound the memory."""


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
        """(n, n_notes) float32: scores of a few notes with all notes; 0 for a note with itself.

        Args:
            rows: (n,) int64.
        """
        return self.add_links(self.cosines(rows), rows, range(self.n_notes))

    def cosines(self, rows: np.ndarray) -> np.ndarray:
        """(n, n_notes) float32: what the words alone say of a few notes with all notes; 0 for a note with itself."""
        cosines = self.add_learned(products_of_few(self.vectors.private, rows), rows, range(self.n_notes))
        cosines[np.arange(len(rows)), rows] = 0.0
        return cosines

    def nearest(self, k: int) -> Iterator[Neighbours]:
        """The k nearest notes of each note, in order; of equal ones the earlier comes first."""
        return _BestOfAll(self, k).compare_all()

    def tile(self, rows: range, others: range) -> np.ndarray:
        """(n, n_others) float32: scores of notes in some rows with those in others, which may be the same."""
        some = np.arange(rows.start, rows.stop)
        cosines = self.add_learned(self._index.products(some, others), some, others)
        return self.add_links(cosines, some, others)


class _BestOfAll:
    """The best scores of each note so far.

    A pair is scored once, for both of its notes: a note is compared with those behind it, and stands in the lists of
    those before it by then. Threads take blocks of notes as they come; what the lists are does not depend on it.
    """

    def __init__(self, ranking: Ranking, k: int) -> None:
        n_notes = ranking.n_notes
        shape = n_notes, min(k, n_notes)
        self._ranking = ranking
        self._lists = (
            np.zeros(shape, dtype=np.int32),
            np.zeros(shape, dtype=np.float32),
            np.zeros(n_notes, dtype=np.int64),
            np.zeros(n_notes, dtype=np.float32),
        )
        """As `keep_best` wants them: rows, scores, how many there are, the least score of a full list."""
        self._lock = threading.Lock()

    def compare_all(self) -> Iterator[Neighbours]:
        """The nearest of each note, in order."""
        n_notes = self._ranking.n_notes
        blocks = [range(i, min(i + _ROWS_AT_ONCE, n_notes)) for i in range(0, n_notes, _ROWS_AT_ONCE)]
        for block in blocks[:1]:  # alone, for several threads could not repair a damaged cache together
            yield from self._take(self._compare_block(block))
        n_ahead = 2 * usable_processors()
        with ThreadPoolExecutor(usable_processors()) as pool:
            found = deque(pool.submit(self._compare_block, block) for block in blocks[1 : 1 + n_ahead])
            rest = iter(blocks[1 + n_ahead :])
            while found:  # whoever takes the neighbours works on some while the next are being found
                yield from self._take(found.popleft().result())
                found.extend(pool.submit(self._compare_block, block) for block in islice(rest, 1))

    def _compare_block(self, block: range) -> range:
        """Compares the notes of a block with each other and with all behind them, many at a time."""
        n_notes, n_others = self._ranking.n_notes, -(-_SCORES_AT_ONCE // len(block))
        for first in range(block.start, n_notes, n_others):
            scores = self._ranking.tile(block, range(first, min(first + n_others, n_notes)))
            with self._lock:
                with_repair(lambda scores=scores, first=first: keep_best(scores, block.start, first, *self._lists))
        return block

    def _take(self, block: range) -> list[Neighbours]:
        rows, values, n_best, _ = self._lists
        return [Neighbours(rows[row, : n_best[row]].copy(), values[row, : n_best[row]].copy()) for row in block]

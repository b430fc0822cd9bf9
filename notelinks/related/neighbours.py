"""Note vectors and links to lists of related notes: exact scores of all pairs, the best of each kept."""

import copy
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np

from notelinks.compiled import with_repair
from notelinks.config import usable_processors
from notelinks.related.note_vectors import NoteVectors
from notelinks.related.products import add_row_products, keep_best
from notelinks.related.shared_links import SharedLinks
from notelinks.related.word_index import WordIndex

_SCORES_AT_ONCE = 1_500_000
"""Scores that are computed in one go; with a few copies of them, they bound the memory."""

_MOST_ROWS_AT_ONCE, _LEAST_ROWS_AT_ONCE = 128, 16


@dataclass(frozen=True)
class Neighbours:
    """The notes nearest to one note, best first."""

    rows: np.ndarray
    """(k,) int32, rows of the notes."""
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
        self._share = learned_share
        self._links = links
        self._link_share = link_share

    @property
    def n_notes(self) -> int:
        return self._vectors.private.n_rows

    def with_link_share(self, link_share: float) -> "Ranking":
        """The same, but for the weight of the links."""
        other = copy.copy(self)
        other._link_share = link_share
        return other

    @cached_property
    def _index(self) -> WordIndex:
        return WordIndex(self._vectors.private)

    def scores(self, rows: np.ndarray) -> np.ndarray:
        """(n, n_notes) float32: scores of some notes with all notes; 0 for a note with itself.

        Args:
            rows: (n,) int64.
        """
        return self._add_links(self.cosines(rows), rows)

    def scores_of_few(self, rows: np.ndarray) -> np.ndarray:
        """The same but for rounding, without the index of all words, which takes as long as many such scores."""
        private = self._vectors.private
        products = np.zeros((len(rows), self.n_notes), dtype=np.float32)
        own = np.zeros(private.n_columns, dtype=np.float32)
        for row, of_row in zip(rows.tolist(), products, strict=True):
            entries = slice(private.starts[row], private.starts[row + 1])
            own[private.columns[entries]] = private.weights[entries]
            with_repair(lambda of_row=of_row: add_row_products(own, *private.arrays, of_row))
            own[private.columns[entries]] = 0.0
        return self._add_links(self._add_learned(products, rows), rows)

    def cosines(self, rows: np.ndarray) -> np.ndarray:
        """(n, n_notes) float32: what the words alone say of some notes with all notes; 0 for a note with itself."""
        return self._add_learned(self._index.products(rows), rows)

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

    def _add_learned(self, products: np.ndarray, rows: np.ndarray) -> np.ndarray:
        learned = self._vectors.learned
        share_words = products > 0
        products *= np.float32(1.0 - self._share)
        products += np.float32(self._share) * (learned[rows] @ learned.T) * share_words
        products[np.arange(len(rows)), rows] = 0.0
        return products

    def _add_links(self, scores: np.ndarray, rows: np.ndarray) -> np.ndarray:
        if self._link_share:
            scores *= np.float32(1.0 - self._link_share)
            scores += np.float32(self._link_share) * self._links.parts(rows)
        return scores


def best_of(scores: np.ndarray, k: int) -> list[Neighbours]:
    """The k best above zero in each row of (n, n_notes) float32 scores; of equal ones the earlier comes first."""
    k = min(k, scores.shape[1])
    rows, values = np.zeros((len(scores), k), dtype=np.int32), np.zeros((len(scores), k), dtype=np.float32)
    n_best = np.zeros(len(scores), dtype=np.int64)
    if k:
        with_repair(lambda: keep_best(scores, rows, values, n_best))
    return [Neighbours(rows[i, :n], values[i, :n]) for i, n in enumerate(n_best.tolist())]


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
    all_scores = np.concatenate([old.scores[kept], scores[scores > 0]])
    order = np.lexsort((rows, -all_scores))[:k]
    return Neighbours(rows[order].astype(np.int32), all_scores[order])

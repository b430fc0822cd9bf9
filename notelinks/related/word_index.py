"""The private parts of all notes, arranged for products of many notes with many others.

A word of a tenth of the notes costs a hundred times as much as one of a hundredth, and the few such words make up
nearly all of the work. Their columns are kept as a dense matrix, whose product is a hundred times as fast an entry;
the others are kept by column, and only notes that share a word are touched.
"""

import numpy as np

from notelinks.compiled import with_repair
from notelinks.related.note_vectors import Sparse, document_counts
from notelinks.related.products import add_sparse_products

_FREQUENT_SHARE = 0.1
"""Of the notes, from which on a word's column is dense. At 10,000 notes 300 of 144,000 words are, and what is left to
the sparse product is a sixteenth of it."""

_FEWEST_FREQUENT = 200
"""Notes of a word whose column is dense; below it, nothing is to be gained."""


class WordIndex:
    """Which notes hold which word, and how much."""

    def __init__(self, private: Sparse) -> None:
        """
        Args:
            private: (n_notes, n_words), rows of unit length or empty.
        """
        n_documents = document_counts(private)
        frequent = np.flatnonzero(n_documents >= max(_FEWEST_FREQUENT, _FREQUENT_SHARE * private.n_rows))
        dense_columns = np.full(private.n_columns, -1, dtype=np.int32)
        dense_columns[frequent] = np.arange(len(frequent))
        is_frequent = dense_columns[private.columns] >= 0
        self._dense = np.zeros((private.n_rows, len(frequent)), dtype=np.float32)
        at = (private.rows_of_entries()[is_frequent], dense_columns[private.columns[is_frequent]])
        self._dense[at] = private.weights[is_frequent]
        self._by_row = private.only(~is_frequent)
        self._by_word = self._by_row.transposed()

    def products(self, rows: np.ndarray, others: range) -> np.ndarray:
        """(n, n_others) float32: cosines of the private parts of some notes with those of others.

        Args:
            rows: (n,) int64.
            others: rows that follow one another.
        """
        scores = self._dense[rows] @ self._dense[others.start : others.stop].T
        arrays = (*self._by_row.arrays, *self._by_word.arrays)
        with_repair(lambda: add_sparse_products(rows, *arrays, others.start, scores))
        return scores


def products_of_few(private: Sparse, rows: np.ndarray) -> np.ndarray:
    """(n, n_notes) float32: cosines of the private parts of a few notes with those of all notes.

    Without an index of all notes, which takes as much memory as their private parts: theirs are read once from end to
    end, beside an index of the few.

    Args:
        rows: (n,) int64.
    """
    by_word = private.taken(rows).transposed()
    products = np.zeros((private.n_rows, len(rows)), dtype=np.float32)
    all_rows = np.arange(private.n_rows)
    with_repair(lambda: add_sparse_products(all_rows, *private.arrays, *by_word.arrays, 0, products))
    return np.ascontiguousarray(products.T)

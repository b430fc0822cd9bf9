"""Words to note vectors: note = sum over its words of weight(word) * vector(word), at unit length.

A word weighs (1 + log tf) * log(N / df), once by its count in the text at unit length, and once more by its count in
the title, at a length that is a setting.

vector(word) has two parts. The learned part comes from the training. The private part is an axis of the word's own, so
that sharing a rare word counts in full; it is kept sparse, and in exact arithmetic it is tf-idf. Both parts of a note
have unit length, so the cosine of two notes is a weighted mean of two cosines.
"""

from dataclasses import dataclass

import numpy as np

from notelinks.nearness import unit_rows

_AT_ONCE = 1 << 22
"""Entries that are sorted in one go."""


@dataclass(frozen=True)
class Sparse:
    """A sparse matrix by rows: the entries of row r stand at starts[r] to starts[r + 1], columns ascending."""

    starts: np.ndarray
    """(n_rows + 1,) int64."""
    columns: np.ndarray
    """(n_entries,) int32."""
    weights: np.ndarray
    """(n_entries,) float32."""
    n_columns: int

    @property
    def n_rows(self) -> int:
        return len(self.starts) - 1

    @property
    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Starts, columns and weights, as compiled loops want them."""
        return self.starts, self.columns, self.weights

    def rows_of_entries(self) -> np.ndarray:
        """(n_entries,) int32, row of each entry."""
        return np.repeat(np.arange(self.n_rows, dtype=np.int32), np.diff(self.starts))

    def transposed(self) -> "Sparse":
        """The same matrix by columns, made part by part: sorting all entries at once takes twice their memory."""
        n_entries = len(self.columns)
        starts = np.concatenate([[0], np.cumsum(np.bincount(self.columns, minlength=self.n_columns))]).astype(np.int64)
        rows, weights = np.empty(n_entries, dtype=np.int32), np.empty(n_entries, dtype=np.float32)
        free = starts[:-1].copy()
        for first in range(0, n_entries, _AT_ONCE):
            part = slice(first, min(first + _AT_ONCE, n_entries))
            order = np.argsort(self.columns[part], kind="stable")
            columns = self.columns[part][order]
            counts = np.bincount(columns, minlength=self.n_columns)
            places = (free - np.cumsum(counts) + counts)[columns] + np.arange(len(columns))
            rows_of_part = np.repeat(np.arange(self.n_rows), np.diff(self.starts.clip(part.start, part.stop)))
            rows[places], weights[places] = rows_of_part[order], self.weights[part][order]
            free += counts
        return Sparse(starts, rows, weights, self.n_rows)

    def only(self, is_kept: np.ndarray) -> "Sparse":
        """The same rows with some of their entries.

        Args:
            is_kept: (n_entries,) bool.
        """
        starts = np.concatenate([[0], np.cumsum(is_kept)])[self.starts]
        return Sparse(starts, self.columns[is_kept], self.weights[is_kept], self.n_columns)

    def taken(self, rows: np.ndarray) -> "Sparse":
        """Some of the rows, in any order.

        Args:
            rows: (n,) int64.
        """
        lengths = np.diff(self.starts)[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        at = np.arange(starts[-1]) + np.repeat(self.starts[rows] - starts[:-1], lengths)
        return Sparse(starts, self.columns[at], self.weights[at], self.n_columns)

    def replaced(self, rows: np.ndarray, others: "Sparse") -> "Sparse":
        """The same matrix with other rows in place of some; those behind the last row are added.

        Args:
            rows: (n,) int64, ascending; row i of `others` becomes row rows[i].
        """
        lengths = np.zeros(max(self.n_rows, *(rows + 1)), dtype=np.int64)
        lengths[: self.n_rows] = np.diff(self.starts)
        lengths[rows] = np.diff(others.starts)
        columns, weights = [], []
        done = 0
        for i, row in enumerate(rows.tolist()):
            kept = slice(self.starts[min(done, self.n_rows)], self.starts[min(row, self.n_rows)])
            added = slice(others.starts[i], others.starts[i + 1])
            columns += [self.columns[kept], others.columns[added]]
            weights += [self.weights[kept], others.weights[added]]
            done = row + 1
        rest = slice(self.starts[min(done, self.n_rows)], None)
        return Sparse(
            np.concatenate([[0], np.cumsum(lengths)]),
            np.concatenate([*columns, self.columns[rest]]),
            np.concatenate([*weights, self.weights[rest]]),
            others.n_columns,
        )


@dataclass(frozen=True)
class NoteVectors:
    """The vectors of all notes, in the order of their rows."""

    learned: np.ndarray
    """(n_notes, n_dims) float32, unit length or all zero."""
    private: Sparse
    """(n_notes, n_words), rows of unit length or empty."""


def count_words(note_rows: np.ndarray, word_ids: np.ndarray, n_notes: int, n_words: int) -> Sparse:
    """How often each word occurs in each note.

    Args:
        note_rows: (n_tokens,) row of the note of each token.
        word_ids: (n_tokens,) word of each token.
    """
    cells, counts = np.unique(note_rows.astype(np.int64) * n_words + word_ids, return_counts=True)
    return from_cells(cells, counts, n_notes, n_words)


def from_cells(cells: np.ndarray, weights: np.ndarray, n_rows: int, n_columns: int) -> Sparse:
    """The matrix whose entries stand in some cells.

    Args:
        cells: (n_entries,) int64, row * n_columns + column of each entry, ascending.
    """
    rows, columns = np.divmod(cells, max(n_columns, 1))
    starts = np.searchsorted(rows, np.arange(n_rows + 1))
    return Sparse(starts, columns.astype(np.int32), weights.astype(np.float32), n_columns)


class RowStack:
    """Rows that are put below one another, a part at a time. The parts need not be in memory together."""

    def __init__(self, n_columns: int) -> None:
        self._n_columns = n_columns
        self._lengths = [np.zeros(1, dtype=np.int64)]
        self._columns, self._weights = bytearray(), bytearray()

    def add(self, part: Sparse) -> None:
        """Puts rows below those that are there."""
        self._lengths.append(np.diff(part.starts))
        self._columns += part.columns.data
        self._weights += part.weights.data

    def whole(self) -> Sparse:
        """All rows so far, without a copy; nothing may be added afterwards."""
        starts = np.cumsum(np.concatenate(self._lengths))
        columns, weights = np.frombuffer(self._columns, dtype=np.int32), np.frombuffer(self._weights, dtype=np.float32)
        return Sparse(starts, columns, weights, self._n_columns)


def document_counts(counts: Sparse) -> np.ndarray:
    """(n_words,) int32: in how many notes each word occurs."""
    return np.bincount(counts.columns, minlength=counts.n_columns).astype(np.int32)


def weigh_words(counts: Sparse, n_documents: np.ndarray, n_notes: int) -> Sparse:
    """(1 + log tf) * log(N / df) for every word of every note.

    Args:
        n_documents: (n_words,) notes that each word occurs in.
        n_notes: the N that belongs to them.
    """
    rarity = np.log(np.maximum(n_notes, 1) / np.maximum(n_documents[counts.columns], 1)).clip(min=0.0)
    weights = (1.0 + np.log(counts.weights)) * rarity
    return Sparse(counts.starts, counts.columns, weights.astype(np.float32), counts.n_columns)


def weigh_notes(texts: Sparse, titles: Sparse, n_documents: np.ndarray, n_notes: int, title_weight: float) -> Sparse:
    """The weight of every word of every note: of the text at unit length, and of the title at its own length.

    Args:
        texts: (n_notes, n_words) counts of the words of title and text.
        titles: counts of the words of the title alone; each entry must stand in `texts` as well.
        n_documents, n_notes: see `weigh_words`.
        title_weight: length of a title's weights beside the text's.
    """
    of_texts = _scale_to_unit(weigh_words(texts, n_documents, n_notes))
    of_titles = _scale_to_unit(weigh_words(titles, n_documents, n_notes))
    return add_entries(of_texts, of_titles, title_weight)


def add_entries(sparse: Sparse, others: Sparse, factor: float) -> Sparse:
    """The first matrix plus `factor` times the second, all of whose entries must stand in the first as well."""
    at = np.searchsorted(_cells(sparse), _cells(others))
    weights = sparse.weights.copy()
    weights[at] += np.float32(factor) * others.weights
    return Sparse(sparse.starts, sparse.columns, weights, sparse.n_columns)


def _cells(sparse: Sparse) -> np.ndarray:
    """(n_entries,) int64, a number for each place of the matrix, ascending."""
    return sparse.rows_of_entries().astype(np.int64) * sparse.n_columns + sparse.columns


def make_note_vectors(weights: Sparse, word_vectors: np.ndarray) -> NoteVectors:
    """Both parts of the vectors of all notes.

    Args:
        weights: from `weigh_notes`.
        word_vectors: (n_words, n_dims) float16 or float32, all zero for a word that was not trained on; words of higher
            ids have none, either.
    """
    private = _scale_to_unit(weights)
    return NoteVectors(unit_rows(multiply(weights, word_vectors)), private.only(private.weights > 0))


def multiply(sparse: Sparse, dense: np.ndarray) -> np.ndarray:
    """(n_rows, n_dims) float32, the product of a sparse and a dense matrix. Words without a vector do not count."""
    if sparse.n_columns > len(dense):
        sparse = sparse.only(sparse.columns < len(dense))
    product = np.zeros((sparse.n_rows, dense.shape[1]), dtype=np.float32)
    for row in np.flatnonzero(np.diff(sparse.starts)):
        entries = slice(sparse.starts[row], sparse.starts[row + 1])
        product[row] = sparse.weights[entries] @ dense[sparse.columns[entries]].astype(np.float32, copy=False)
    return product


def _scale_to_unit(sparse: Sparse) -> Sparse:
    """The rows at unit length, or as they are if they are zero."""
    rows = sparse.rows_of_entries()
    lengths = np.sqrt(np.bincount(rows, sparse.weights.astype(np.float64) ** 2, minlength=sparse.n_rows))
    weights = (sparse.weights / np.where(lengths > 0, lengths, 1.0)[rows]).astype(np.float32)
    return Sparse(sparse.starts, sparse.columns, weights, sparse.n_columns)

"""The compiled loops of the ranking: sparse products of notes with all notes, and the best of the scores.

Row numbers are taken as unsigned where they index a row of scores: Numba would look at each of them for a minus sign.
"""

import numpy as np

from notelinks.compiled import compiled


@compiled()
def add_sparse_products(rows, starts, columns, weights, column_starts, column_rows, column_weights, scores):
    """Adds the product of some rows of a sparse matrix with all of its rows.

    Args:
        rows: (n,) int64, the rows wanted.
        starts, columns, weights: the matrix by rows: the entries of row r stand at starts[r] to starts[r + 1].
        column_starts, column_rows, column_weights: the same matrix by columns.
        scores: (n, n_rows) float32, changed in place.
    """
    for i in range(rows.shape[0]):
        of_row = scores[i]
        for entry in range(starts[rows[i]], starts[rows[i] + 1]):
            column, weight = columns[entry], weights[entry]
            for other in range(column_starts[column], column_starts[column + 1]):
                of_row[np.uint32(column_rows[other])] += weight * column_weights[other]


@compiled()
def keep_best(scores, best_rows, best_scores, n_best):
    """Finds the best scores above zero in each row; of equal ones the earlier comes first.

    Args:
        scores: (n, n_notes) float32.
        best_rows: (n, k) int32, set to where they stand, best first.
        best_scores: (n, k) float32, set to the scores themselves.
        n_best: (n,) int64, set to how many there are.
    """
    k = best_rows.shape[1]
    for i in range(scores.shape[0]):
        of_note, rows, values, n = scores[i], best_rows[i], best_scores[i], 0
        least = np.float32(0.0)
        for row in range(of_note.shape[0]):
            score = of_note[row]
            if score <= least:
                continue
            at = min(n, k - 1)
            while at > 0 and values[at - 1] < score:
                values[at], rows[at] = values[at - 1], rows[at - 1]
                at -= 1
            values[at], rows[at] = score, row
            n = min(n + 1, k)
            if n == k:
                least = values[k - 1]
        n_best[i] = n

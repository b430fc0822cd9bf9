"""The one compiled loop of the ranking: sparse products of many notes with all notes."""

from notelinks.compiled import compiled


@compiled()
def add_sparse_products(rows, starts, columns, weights, column_starts, column_rows, column_weights, share, scores):
    """Adds `share` times the product of some rows of a sparse matrix with all of its rows.

    Args:
        rows: (n,) int64, the rows wanted.
        starts, columns, weights: the matrix by rows: the entries of row r stand at starts[r] to starts[r + 1].
        column_starts, column_rows, column_weights: the same matrix by columns.
        share: float32.
        scores: (n, n_rows) float32, changed in place.
    """
    for i in range(rows.shape[0]):
        of_row = scores[i]
        for entry in range(starts[rows[i]], starts[rows[i] + 1]):
            column, weight = columns[entry], share * weights[entry]
            for other in range(column_starts[column], column_starts[column + 1]):
                of_row[column_rows[other]] += weight * column_weights[other]

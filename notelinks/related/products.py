"""The compiled loops of the ranking: counts of documents, sparse products of notes with others, the best of the scores.

Row numbers are taken as unsigned where they index a row of scores: Numba would look at each of them for a minus sign.
"""

import numpy as np

from notelinks.compiled import compiled


@compiled()
def add_sparse_products(rows, starts, columns, weights, column_starts, column_rows, column_weights, first, scores):
    """Adds the product of some rows of a sparse matrix with rows that follow one another.

    Args:
        rows: (n,) int64, the rows wanted.
        starts, columns, weights: the matrix by rows: the entries of row r stand at starts[r] to starts[r + 1].
        column_starts, column_rows, column_weights: the same matrix by columns, rows ascending in each.
        first: the first of the other rows.
        scores: (n, n_others) float32, changed in place.
    """
    n_others, offset = scores.shape[1], np.int32(first)
    for i in range(rows.shape[0]):
        of_row = scores[i]
        for entry in range(starts[rows[i]], starts[rows[i] + 1]):
            column, weight = columns[entry], weights[entry]
            start, stop = column_starts[column], column_starts[column + 1]
            start = _first_at_least(column_rows, start, stop, first)
            stop = _first_at_least(column_rows, start, stop, first + n_others)
            for at in range(start, stop):
                of_row[np.uint32(column_rows[at] - offset)] += weight * column_weights[at]


@compiled()
def _first_at_least(numbers, start, stop, least):
    """Where the first number stands that is not below `least`, among ascending ones from start to stop."""
    if start == stop or numbers[stop - 1] < least:
        return stop
    while start < stop and numbers[start] < least:
        middle = (start + stop) // 2
        if numbers[middle] < least:
            start = middle + 1
        else:
            stop = middle
    return start


@compiled()
def count_documents(word_ids, starts, n_documents):
    """Counts in how many notes each word occurs.

    Args:
        word_ids: (n_tokens,) int32, the words of all notes.
        starts: (n_notes + 1,) int64, where each note begins.
        n_documents: (n_words,) int32, the counts are added to it.
    """
    last_note = np.full(n_documents.shape[0], -1, dtype=np.int32)
    for note in range(starts.shape[0] - 1):
        for at in range(starts[note], starts[note + 1]):
            word = word_ids[at]
            if last_note[word] != note:
                last_note[word] = note
                n_documents[word] += 1


@compiled()
def keep_best(scores, first_row, first_other, best_rows, best_scores, n_best, least):
    """Puts the scores above zero of pairs of notes into the lists of both, where they are among the best.

    Of equal scores the earlier note comes first, so the lists do not depend on the order in which pairs come.

    Args:
        scores: (n, n_others) float32, of notes in rows that follow one another with others that do so; pairs whose
            other note is not behind the first one are left out.
        best_rows, best_scores: (n_notes, k) int32 and float32, the lists so far, best first.
        n_best: (n_notes,) int64, the lengths of the lists.
        least: (n_notes,) float32, the last score of each list that is full, else 0.
    """
    for i in range(scores.shape[0]):
        row = first_row + i
        for j in range(max(row + 1 - first_other, 0), scores.shape[1]):
            score, other = scores[i, j], first_other + j
            if score > 0.0 and score >= least[row]:
                _insert(best_rows[row], best_scores[row], n_best, least, row, other, score)
            if score > 0.0 and score >= least[other]:
                _insert(best_rows[other], best_scores[other], n_best, least, other, row, score)


@compiled()
def _insert(rows, scores, n_best, least, of_row, row, score):
    """Puts one note into the list of another; what is behind the last place falls out."""
    k, n = rows.shape[0], n_best[of_row]
    at = n
    while at > 0 and (scores[at - 1] < score or (scores[at - 1] == score and rows[at - 1] > row)):
        at -= 1
        if at + 1 < k:
            scores[at + 1], rows[at + 1] = scores[at], rows[at]
    if at < k:
        scores[at], rows[at] = score, row
        n_best[of_row] = min(n + 1, k)
        if n_best[of_row] == k:
            least[of_row] = scores[k - 1]

"""Lists of related notes against cosines of dense vectors."""

import numpy as np
import pytest

from notelinks.related.neighbours import Ranking
from notelinks.related.note_scores import Neighbours, best_of_row, replace_in_list
from notelinks.related.note_vectors import count_words, document_counts, make_note_vectors, weigh_words
from notelinks.related.shared_links import SharedLinks

NONE = np.zeros(0, dtype=np.int64)


def make_vectors(n_notes=40, n_words=60, seed=0):
    rng = np.random.default_rng(seed)
    counts = count_words(rng.integers(0, n_notes, 900), rng.integers(0, n_words, 900), n_notes, n_words)
    weights = weigh_words(counts, document_counts(counts), n_notes)
    return make_note_vectors(weights, rng.normal(size=(n_words, 16)).astype(np.float32))


def cosines(vectors, share):
    private = np.zeros((vectors.private.n_rows, vectors.private.n_columns))
    private[vectors.private.rows_of_entries(), vectors.private.columns] = vectors.private.weights
    equal = private @ private.T
    scores = share * vectors.learned @ vectors.learned.T * (equal > 0) + (1 - share) * equal
    np.fill_diagonal(scores, 0)
    return scores


def all_scores(ranking):
    """From the index of all notes."""
    scores = ranking.tile(range(ranking.n_notes), range(ranking.n_notes))
    np.fill_diagonal(scores, 0)
    return scores


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_score_is_the_weighted_mean_of_both_cosines(share):
    vectors = make_vectors()

    scores = Ranking(vectors, share).scores(np.array([3, 0, 17]))

    assert scores == pytest.approx(cosines(vectors, share)[[3, 0, 17]], abs=1e-5)


def test_scores_of_few_notes_are_those_of_the_index():
    vectors, rows = make_vectors(), np.array([3, 0, 17])
    ranking = Ranking(vectors, 0.3)

    expected = all_scores(ranking)[rows]
    assert ranking.of_few(rows) == pytest.approx(expected, abs=1e-6)
    assert ranking.scores(rows) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("fewest", [1, 8, 12])
def test_words_of_many_notes_count_as_all_others_do(monkeypatch, fewest):
    monkeypatch.setattr("notelinks.related.word_index._FEWEST_FREQUENT", fewest)
    monkeypatch.setattr("notelinks.related.word_index._FREQUENT_SHARE", 0.0)
    vectors = make_vectors()

    assert all_scores(Ranking(vectors, 0.3)) == pytest.approx(cosines(vectors, 0.3), abs=1e-5)


def test_many_blocks_give_the_notes_in_order(monkeypatch):
    monkeypatch.setattr("notelinks.related.neighbours._ROWS_AT_ONCE", 1)
    vectors = make_vectors()
    expected = cosines(vectors, 0.3)

    found = list(Ranking(vectors, 0.3).nearest(3))

    assert len(found) == 40
    for row, neighbours in enumerate(found):
        assert neighbours.scores == pytest.approx(np.sort(expected[row])[::-1][:3], abs=1e-5)


def test_nearest_notes_are_those_of_the_sorted_cosines(monkeypatch):
    monkeypatch.setattr("notelinks.related.neighbours._ROWS_AT_ONCE", 7)
    vectors = make_vectors()
    expected = cosines(vectors, 0.3)

    found = Ranking(vectors, 0.3).nearest(5)

    for row, neighbours in enumerate(found):
        best = np.sort(expected[row])[::-1][:5]
        assert neighbours.scores == pytest.approx(best, abs=1e-5)
        assert row not in neighbours.rows


def test_notes_without_a_common_word_score_nothing_however_near_their_learned_vectors_are():
    counts = count_words(np.array([0, 1, 2]), np.array([0, 1, 0]), 3, 2)
    weights = weigh_words(counts, document_counts(counts), 3)
    vectors = make_note_vectors(weights, np.ones((2, 4), dtype=np.float32) / 2)

    scores = Ranking(vectors, 0.3).scores(np.array([0]))

    assert scores[0] == pytest.approx([0.0, 0.0, 1.0])


def best(k, *scores):
    return best_of_row(np.array(scores, dtype=np.float32), k)


def test_notes_without_anything_in_common_are_no_neighbours():
    assert best(2, 0.0, -0.5, 0.0).rows.tolist() == []


def test_equal_scores_keep_the_order_of_the_notes():
    assert best(4, 0.5, 0.7, 0.5, 0.5).rows.tolist() == [1, 0, 2, 3]


def by_sorting(scores, k):
    order = [row for row in np.argsort(-scores, kind="stable") if scores[row] > 0][:k]
    return order, scores[order].tolist()


def test_best_scores_are_those_of_a_sort():
    for scores in np.random.default_rng(0).integers(-3, 12, (30, 50)).astype(np.float32):
        found = best_of_row(scores, 7)

        assert (found.rows.tolist(), found.scores.tolist()) == by_sorting(scores, 7)


@pytest.mark.parametrize(("n_rows", "n_others"), [(40, 40), (7, 5), (1, 1), (13, 100)])
@pytest.mark.parametrize("k", [1, 6, 39, 60])
def test_lists_of_all_are_those_of_a_sort_however_the_pairs_are_cut(monkeypatch, n_rows, n_others, k):
    """With many equal scores, in which the earlier note must come first in both directions."""
    scores = np.random.default_rng(1).integers(-3, 9, (40, 40)).astype(np.float32)
    scores = np.tril(scores, -1) + np.tril(scores, -1).T
    monkeypatch.setattr("notelinks.related.neighbours._ROWS_AT_ONCE", n_rows)
    monkeypatch.setattr("notelinks.related.neighbours._SCORES_AT_ONCE", n_rows * n_others)

    class Ready(Ranking):
        def tile(self, rows, others):
            return scores[rows.start : rows.stop, others.start : others.stop].copy()

    found = list(Ready(make_vectors(), 0.3).nearest(k))

    assert [(of_note.rows.tolist(), of_note.scores.tolist()) for of_note in found] == [
        by_sorting(of_note, k) for of_note in scores
    ]


@pytest.mark.parametrize(("n_rows", "n_scores"), [(7, 35), (40, 1600), (3, 1)])
def test_tiles_score_as_whole_rows_do(monkeypatch, n_rows, n_scores):
    monkeypatch.setattr("notelinks.related.neighbours._ROWS_AT_ONCE", n_rows)
    monkeypatch.setattr("notelinks.related.neighbours._SCORES_AT_ONCE", n_scores)
    vectors, pairs = make_vectors(), np.array([[0, 1], [1, 2], [2, 30], [1, 30], [5, 39], [39, 4]])
    ranking = Ranking(vectors, 0.3, SharedLinks(pairs, 40), 0.4)
    expected = ranking.scores(np.arange(40))

    for row, found in enumerate(ranking.nearest(5)):
        best = best_of_row(expected[row], 5)
        assert found.scores == pytest.approx(best.scores, abs=1e-6)
        assert expected[row][found.rows] == pytest.approx(found.scores, abs=1e-6)


def test_more_neighbours_than_notes_are_all_of_them():
    assert best(50, 0.1, 0.2).rows.tolist() == [1, 0]


def test_changed_note_enters_moves_and_leaves_lists():
    old = Neighbours(np.array([4, 2, 9]), np.array([0.9, 0.8, 0.7], dtype=np.float32))

    entered = replace_in_list(old, NONE, np.array([5]), np.array([0.85]), 3)
    moved = replace_in_list(old, NONE, np.array([9]), np.array([0.95]), 3)
    left = replace_in_list(old, NONE, np.array([4]), np.array([0.0]), 3)
    gone = replace_in_list(old, np.array([2]), NONE, np.array([]), 3)

    assert entered.rows.tolist() == [4, 5, 2]
    assert moved.rows.tolist() == [9, 4, 2]
    assert left.rows.tolist() == [2, 9]
    assert gone.rows.tolist() == [4, 9]

"""Counts, weights and note vectors against what the formulas say."""

import math

import numpy as np
import pytest

from notelinks.related.note_vectors import (
    RowStack,
    count_words,
    document_counts,
    make_note_vectors,
    multiply,
    unit_rows,
    weigh_notes,
    weigh_words,
)

ROWS = np.array([0, 0, 0, 1, 1, 3])
WORDS = np.array([0, 0, 1, 1, 2, 2])


def dense(sparse):
    matrix = np.zeros((sparse.n_rows, sparse.n_columns))
    matrix[sparse.rows_of_entries(), sparse.columns] = sparse.weights
    return matrix


def test_words_are_counted_by_note():
    counts = count_words(ROWS, WORDS, n_notes=4, n_words=4)

    assert dense(counts).tolist() == [[2, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0], [0, 0, 1, 0]]
    assert document_counts(counts).tolist() == [1, 2, 2, 0]


def test_rows_are_taken_in_any_order():
    counts = count_words(ROWS, WORDS, n_notes=4, n_words=4)

    for rows in ([3, 0], [1, 1, 2], [2], []):
        taken = counts.taken(np.array(rows, dtype=np.int64))
        assert dense(taken).tolist() == dense(counts)[rows].tolist()


def test_weight_is_log_frequency_times_rarity():
    counts = count_words(ROWS, WORDS, n_notes=4, n_words=4)

    weights = dense(weigh_words(counts, document_counts(counts), 4))

    assert weights[0, 0] == pytest.approx((1 + math.log(2)) * math.log(4))
    assert weights[1, 2] == pytest.approx(math.log(2))
    assert weights[2].tolist() == [0, 0, 0, 0]


def test_title_weighs_its_own_length_beside_the_text():
    texts = count_words(ROWS, WORDS, n_notes=4, n_words=4)
    titles = count_words(np.array([0, 1]), np.array([1, 2]), n_notes=4, n_words=4)
    n_documents = document_counts(texts)
    expected = dense(weigh_words(texts, n_documents, 4))
    expected /= np.maximum(np.linalg.norm(expected, axis=1, keepdims=True), 1e-9)
    expected[0, 1] += 0.5
    expected[1, 2] += 0.5

    weights = weigh_notes(texts, titles, n_documents, 4, 0.5)

    assert dense(weights) == pytest.approx(expected, abs=1e-6)


def test_title_of_a_word_that_every_note_holds_adds_nothing():
    texts = count_words(np.array([0, 1, 1]), np.array([0, 0, 1]), n_notes=2, n_words=2)
    titles = count_words(np.array([0]), np.array([0]), n_notes=2, n_words=2)

    weights = weigh_notes(texts, titles, document_counts(texts), 2, 0.5)

    assert dense(weights).tolist() == [[0, 0], [0, 1]]


def test_word_of_every_note_weighs_nothing():
    counts = count_words(np.array([0, 1]), np.array([0, 0]), n_notes=2, n_words=1)

    weights = weigh_words(counts, document_counts(counts), 2)

    assert dense(weights).tolist() == [[0], [0]]
    assert make_note_vectors(weights, np.ones((1, 4), np.float32)).private.starts.tolist() == [0, 0, 0]


def test_transposed_matrix_has_the_same_entries():
    counts = count_words(ROWS, WORDS, n_notes=4, n_words=4)

    assert dense(counts.transposed()).tolist() == dense(counts).T.tolist()


def test_product_with_a_dense_matrix():
    rng = np.random.default_rng(0)
    counts = count_words(rng.integers(0, 50, 400), rng.integers(0, 30, 400), 60, 30)
    vectors = rng.normal(size=(30, 8)).astype(np.float32)

    product = multiply(counts, vectors)

    assert product == pytest.approx(dense(counts) @ vectors, abs=1e-4)
    assert not product[50:].any()


def test_rows_come_to_unit_length_and_zero_rows_stay_zero():
    rows = unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]], dtype=np.float32))

    assert rows.tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0.0, 0.0]]


def test_both_parts_of_a_note_have_unit_length_and_an_empty_note_has_none():
    counts = count_words(ROWS, WORDS, n_notes=4, n_words=4)
    weights = weigh_words(counts, document_counts(counts), 4)

    vectors = make_note_vectors(weights, np.random.default_rng(1).normal(size=(4, 8)).astype(np.float32))

    assert np.linalg.norm(vectors.learned, axis=1) == pytest.approx([1, 1, 0, 1])
    assert np.linalg.norm(dense(vectors.private), axis=1) == pytest.approx([1, 1, 0, 1])


def some_rows(n_rows, seed, n_words=20):
    rng = np.random.default_rng(seed)
    return count_words(rng.integers(0, n_rows, 6 * n_rows), rng.integers(0, n_words, 6 * n_rows), n_rows, n_words)


@pytest.mark.parametrize("rows", [[0], [9], [0, 1, 9], [3, 4, 5], [10], [2, 10, 11], list(range(12))])
def test_replaced_rows_stand_where_the_old_ones_stood(rows):
    before, others = some_rows(10, seed=1), some_rows(len(rows), seed=2)
    expected = np.zeros((max(10, rows[-1] + 1), 20))
    expected[:10] = dense(before)
    expected[rows] = dense(others)

    assert dense(before.replaced(np.array(rows), others)).tolist() == expected.tolist()


def test_entries_are_left_out_and_rows_stay():
    sparse = some_rows(10, seed=1)
    expected = np.where(dense(sparse) > 1, dense(sparse), 0.0)

    assert dense(sparse.only(sparse.weights > 1)).tolist() == expected.tolist()


def test_stacked_rows_are_one_matrix():
    parts = [some_rows(4, seed=1), some_rows(1, seed=2), some_rows(7, seed=3)]

    rows = RowStack(20)
    for part in parts:
        rows.add(part)

    assert dense(rows.whole()).tolist() == np.vstack([dense(part) for part in parts]).tolist()
    assert RowStack(20).whole().n_rows == 0


def test_words_without_a_vector_add_nothing():
    sparse, vectors = some_rows(10, seed=1), np.random.default_rng(0).normal(size=(12, 4)).astype(np.float32)

    expected = dense(sparse)[:, :12] @ vectors
    assert multiply(sparse, vectors) == pytest.approx(expected, abs=1e-5)

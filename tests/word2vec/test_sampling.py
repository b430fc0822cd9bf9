"""Samplers against the theory, drawn often and with a fixed seed."""

import numpy as np
import pytest

from notelinks.word2vec.corpus import PIECE_TOKENS, Corpus, cut_pieces, hash_strings
from notelinks.word2vec.draw import draw_pool, draw_runs, draw_words
from notelinks.word2vec.sampling import epoch_order, fill_initial_vectors, keep_probabilities, noise_table

WORDS = tuple(f"word{i}" for i in range(300))
COUNTS = np.maximum(1, 20_000 // np.arange(1, 301))


def initial_vectors(hashes, n_dims, seed):
    vectors = np.empty((len(hashes), n_dims), dtype=np.float32)
    fill_initial_vectors(vectors, hashes, seed)
    return vectors


def test_noise_table_holds_each_word_in_proportion_to_its_count_to_the_three_quarters():
    table = noise_table(hash_strings(WORDS), COUNTS, 0.75)
    share = COUNTS**0.75 / (COUNTS**0.75).sum()

    got = np.bincount(table, minlength=300) / len(table)

    assert np.abs(got / share - 1)[:20].max() < 0.1
    assert np.abs(got / share - 1).max() < 0.5
    assert np.abs(got - share).max() < 0.002


def test_new_word_takes_few_slots_of_the_noise_table_from_others():
    hashes = hash_strings((*WORDS, "newcomer"))
    before = noise_table(hashes[:-1], COUNTS, 0.75)

    after = noise_table(hashes, np.append(COUNTS, 1), 0.75)

    assert (before != after).mean() < 0.01


def test_pool_follows_the_noise_table():
    table = noise_table(hash_strings(WORDS), COUNTS, 0.75)
    pool = np.zeros(40_000, dtype=np.int32)

    draw_pool(2, np.uint64(42), table, pool)

    kept = pool[pool >= 0]
    share = COUNTS**0.75 / (COUNTS**0.75).sum()
    assert np.abs(np.bincount(kept, minlength=300) / len(kept) - share).max() < 0.01


def test_run_of_noise_never_holds_a_word_twice():
    pool = np.zeros(3_000, dtype=np.int32)

    draw_pool(3, np.uint64(1), np.array([0, 1, 2, 2], dtype=np.int32), pool)

    for first in range(len(pool) - 2):
        words = [word for word in pool[first : first + 3].tolist() if word >= 0]
        assert len(words) == len(set(words))
    assert (pool >= 0).mean() > 0.3


def test_runs_begin_anywhere_in_the_pool_alike():
    runs = np.zeros(30_000, dtype=np.int32)

    draw_runs(10, np.uint64(3), runs)

    assert np.bincount(runs, minlength=10) / len(runs) == pytest.approx([0.1] * 10, abs=0.01)


def test_subsampling_keeps_words_with_the_promised_probability():
    keep = keep_probabilities(COUNTS, 1e-3)
    word_ids = np.repeat(np.arange(3, dtype=np.int32), 30_000)
    tokens = np.zeros(90_000, dtype=np.int32)

    n_tokens, _ = draw_words(0, 90_000, np.uint64(7), word_ids, keep, tokens)

    got = np.bincount(tokens[:n_tokens], minlength=3) / 30_000
    assert got == pytest.approx(keep[:3], abs=0.01)
    assert keep[0] < 0.2


def test_keep_probability_is_word2vecs():
    share = COUNTS / COUNTS.sum()
    expected = np.minimum(1, np.sqrt(1e-3 / share) + 1e-3 / share)

    assert keep_probabilities(COUNTS, 1e-3) == pytest.approx(expected, rel=1e-5)
    assert (keep_probabilities(COUNTS, 0) == 1).all()


def test_streams_of_two_notes_differ():
    table = noise_table(hash_strings(WORDS), COUNTS, 0.75)
    drawn = np.zeros((2, 1_000), dtype=np.int32)

    for stream, seed in zip(drawn, hash_strings(("a.md", "b.md")), strict=True):
        draw_pool(1, seed, table, stream)

    assert (drawn[0] == drawn[1]).mean() < 0.1


def test_initial_rows_have_about_unit_length_and_hardly_any_angle_in_common():
    vectors = initial_vectors(hash_strings(WORDS), 256, 1)

    lengths = np.linalg.norm(vectors, axis=1)
    assert np.abs(lengths - 1).max() < 0.15
    cosines = vectors @ vectors.T - np.diag(lengths**2)
    assert np.abs(cosines).max() < 0.35


def test_initial_row_depends_on_its_word_alone():
    hashes = hash_strings(WORDS)

    assert (initial_vectors(hashes, 16, 1)[7] == initial_vectors(hashes[7:8], 16, 1)[0]).all()


def test_epoch_order_is_a_permutation_that_changes_with_the_epoch():
    hashes = hash_strings(WORDS)
    orders = [epoch_order(hashes, epoch, seed=1) for epoch in (0, 1)]

    assert sorted(orders[0]) == list(range(300))
    assert (orders[0] == orders[1]).mean() < 0.1


def test_pieces_cover_every_note_and_never_cross_from_one_to_the_next():
    lengths = [0, 1, 2, PIECE_TOKENS, PIECE_TOKENS + 1, 3 * PIECE_TOKENS + 7]
    starts = np.concatenate([[0], np.cumsum(lengths)])
    corpus = Corpus(tuple(map(str, lengths)), np.zeros(starts[-1], dtype=np.int32), starts)

    pieces = cut_pieces(corpus)

    assert (pieces.stops - pieces.starts).tolist() == [2, 2_000, 2_000, 2_000, 2_000, 2_000, 7]
    assert len(set(pieces.hashes.tolist())) == len(pieces.hashes)

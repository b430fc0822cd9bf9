"""Shared links against Adamic-Adar in plain Python, and their place in the score."""

import math
from itertools import combinations

import numpy as np
import pytest

from notelinks.related.links import explain_shared
from notelinks.related.neighbours import Ranking
from notelinks.related.shared_links import SharedLinks
from tests.related.test_neighbours import cosines, make_vectors

N_NOTES = 40


def random_pairs(seed, n_pairs=90):
    rng = np.random.default_rng(seed)
    pairs = list(combinations(range(N_NOTES), 2))
    return np.array([pairs[i] for i in sorted(rng.choice(len(pairs), n_pairs, replace=False))])


def plain_parts(pairs):
    neighbours = {row: set() for row in range(N_NOTES)}
    for a, b in pairs.tolist():
        neighbours[a].add(b)
        neighbours[b].add(a)
    parts = np.zeros((N_NOTES, N_NOTES))
    for a, b in combinations(range(N_NOTES), 2):
        shared = sum(1 / math.log(len(neighbours[z])) for z in neighbours[a] & neighbours[b])
        parts[a, b] = parts[b, a] = shared / (shared + 1)
    return parts


@pytest.mark.parametrize("seed", range(3))
def test_link_part_is_the_bounded_sum_of_adamic_and_adar(seed):
    pairs = random_pairs(seed)

    found = SharedLinks(pairs, N_NOTES).parts(np.array([5, 0, 39]))

    assert found == pytest.approx(plain_parts(pairs)[[5, 0, 39]], abs=1e-6)


def test_order_and_direction_of_pairs_do_not_matter():
    pairs = random_pairs(1)

    turned = SharedLinks(pairs[::-1, ::-1].copy(), N_NOTES).parts(np.arange(N_NOTES))

    assert np.array_equal(SharedLinks(pairs, N_NOTES).parts(np.arange(N_NOTES)), turned)


def test_link_between_two_notes_is_no_shared_link():
    found = SharedLinks(np.array([[0, 1], [2, 3], [3, 4]]), 5).parts(np.array([0, 2]))

    assert found[0].tolist() == [0.0] * 5
    assert found[1].tolist() == [0, 0, 0, 0, pytest.approx(1 / math.log(2) / (1 / math.log(2) + 1))]


def test_notes_without_links_share_nothing():
    assert not SharedLinks(np.zeros((0, 2), np.int64), 3).parts(np.array([0, 1])).any()


def test_reader_and_indexer_agree_on_a_link_part():
    pairs = random_pairs(2)
    n_neighbours = np.bincount(pairs.ravel(), minlength=N_NOTES)
    neighbours = [{int(x) for pair in pairs if row in pair for x in pair} - {row} for row in range(N_NOTES)]
    parts = SharedLinks(pairs, N_NOTES).parts(np.array([7]))[0]

    explained = [explain_shared(n_neighbours[z] for z in neighbours[7] & neighbours[row]) for row in range(N_NOTES)]

    assert [part for row, part in enumerate(explained) if row != 7] == pytest.approx(np.delete(parts, 7), abs=1e-6)


@pytest.mark.parametrize("link_share", [0.0, 0.15, 1.0])
def test_score_is_the_weighted_mean_of_words_and_links(link_share):
    vectors, pairs = make_vectors(N_NOTES), random_pairs(0)
    expected = (1 - link_share) * cosines(vectors, 0.3) + link_share * plain_parts(pairs)

    scores = Ranking(vectors, 0.3, SharedLinks(pairs, N_NOTES), link_share).scores(np.arange(N_NOTES))

    assert scores == pytest.approx(expected, abs=1e-5)

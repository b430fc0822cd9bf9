"""nDCG, recall and reciprocal rank against values computed by hand and against a plain sort."""

import math

import numpy as np
import pytest

from notelinks.related.figures import Figures, measure


def by_sorting(scores, is_wanted, order):
    """The same figures by writing the ranking down."""
    ranking = sorted(range(len(scores)), key=lambda row: (-scores[row], order[row]))
    ranks = [rank for rank, row in enumerate(ranking) if is_wanted[row]]
    gain = sum(1 / math.log2(rank + 2) for rank in ranks if rank < 10)
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(10, len(ranks))))
    return Figures(gain / ideal, sum(rank < 10 for rank in ranks) / len(ranks), 1 / (ranks[0] + 1))


def test_wanted_notes_at_the_top_give_one():
    found = measure(np.array([0.9, 0.1, 0.8]), np.array([True, False, True]))

    assert found == Figures(1.0, 1.0, 1.0)


def test_figures_of_a_ranking_computed_by_hand():
    scores = np.arange(12, 0, -1) / 12
    is_wanted = np.zeros(12, dtype=bool)
    is_wanted[[1, 4, 11]] = True

    found = measure(scores, is_wanted)

    ideal = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert found.ndcg == pytest.approx((1 / math.log2(3) + 1 / math.log2(6)) / ideal)
    assert found.recall == pytest.approx(2 / 3)
    assert found.mrr == pytest.approx(1 / 2)


def test_more_wanted_notes_than_places_can_still_reach_one():
    scores = np.arange(30, 0, -1) / 30

    assert measure(scores, scores > 0.5).ndcg == pytest.approx(1.0)


@pytest.mark.parametrize("seed", range(20))
def test_figures_equal_those_of_a_plain_sort_also_with_equal_scores(seed):
    rng = np.random.default_rng(seed)
    scores, order = rng.integers(0, 6, 40) / 6, rng.permutation(40)
    is_wanted = rng.random(40) < 0.2
    is_wanted[seed] = True

    found, expected = measure(scores, is_wanted, order), by_sorting(scores, is_wanted, order)

    assert found.ndcg == pytest.approx(expected.ndcg)
    assert (found.recall, found.mrr) == (expected.recall, expected.mrr)


def test_order_decides_between_equal_scores():
    scores, is_wanted = np.zeros(2), np.array([True, False])

    assert measure(scores, is_wanted).mrr == 1.0
    assert measure(scores, is_wanted, np.array([1, 0])).mrr == 0.5

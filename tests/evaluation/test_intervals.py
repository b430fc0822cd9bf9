"""Intervals of means: as wide as theory says, the same for the same seed."""

import numpy as np
import pytest

from notelinks.evaluation.intervals import Mean, mean_of


def test_values_without_spread_have_an_interval_without_width():
    assert mean_of(np.full(30, 0.25), seed=1) == Mean(0.25, 0.25, 0.25)


def test_interval_is_as_wide_as_the_normal_approximation():
    values = np.random.default_rng(5).random(400)

    found = mean_of(values, seed=1)

    half = 1.96 * values.std() / np.sqrt(len(values))
    assert found.value == pytest.approx(values.mean())
    assert found.high - found.value == pytest.approx(half, rel=0.1)
    assert found.value - found.low == pytest.approx(half, rel=0.1)


def test_intervals_cover_the_true_mean_about_as_often_as_they_say():
    rng = np.random.default_rng(6)
    found = [mean_of(rng.random(50), seed=i) for i in range(300)]

    covered = np.mean([mean.low <= 0.5 <= mean.high for mean in found])

    assert 0.90 <= covered <= 0.98


def test_equal_values_and_seed_give_the_same_interval():
    values = np.random.default_rng(7).random(60)

    assert mean_of(values, seed=3) == mean_of(values, seed=3)
    assert mean_of(values, seed=3) != mean_of(values, seed=4)

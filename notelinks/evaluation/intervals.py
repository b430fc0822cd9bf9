"""Means with intervals, by resampling what was measured."""

from dataclasses import dataclass

import numpy as np

MIN_VALUES = 20
"""Of fewer values a mean says nothing: its interval is wider than what it is compared with."""

_N_RESAMPLES = 2000

_COVERAGE = 95.0
"""Percent."""


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean and the interval that holds 95 % of the means of resampled values."""

    value: float
    low: float
    high: float


def mean_of(values: np.ndarray, seed: int) -> Mean:
    """The mean of (n,) values with its bootstrap percentile interval (Efron and Tibshirani 1993, chapter 13).

    Args:
        values: at least one.
        seed: of the resampling; the same seed draws the same places, so that differences are resampled in pairs.
    """
    drawn = np.random.default_rng(seed).integers(len(values), size=(_N_RESAMPLES, len(values)))
    edge = (100.0 - _COVERAGE) / 2.0
    low, high = np.percentile(values[drawn].mean(axis=1), [edge, 100.0 - edge])
    return Mean(float(values.mean()), float(low), float(high))

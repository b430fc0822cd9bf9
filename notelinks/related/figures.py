"""How well a ranking finds the notes that are wanted: nDCG, recall and the reciprocal rank."""

from dataclasses import dataclass

import numpy as np

DEPTH = 10
"""The k of nDCG@k and recall@k: as many notes as one looks at."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one ranking, each from 0 to 1."""

    ndcg: float
    """nDCG@10 with gains of 0 and 1 (Järvelin and Kekäläinen 2002, Cumulated gain-based evaluation)."""
    recall: float
    """Share of the wanted notes among the first ten."""
    mrr: float
    """1 / rank of the first wanted note."""


def measure(scores: np.ndarray, is_wanted: np.ndarray, order: np.ndarray | None = None) -> Figures:
    """The figures of the ranking that scores give.

    Args:
        scores: (n,) of all notes that are ranked, the highest first.
        is_wanted: (n,) bool, at least one.
        order: (n,) decides between notes of equal score, the lowest first; by default their place in `scores`.
    """
    order = np.arange(len(scores)) if order is None else order
    wanted = np.flatnonzero(is_wanted)
    is_before = (scores > scores[wanted, None]) | ((scores == scores[wanted, None]) & (order < order[wanted, None]))
    ranks = np.sort(is_before.sum(axis=1))
    found = ranks[ranks < DEPTH]
    ideal = np.arange(min(DEPTH, len(wanted)))
    ndcg = (1.0 / np.log2(found + 2.0)).sum() / (1.0 / np.log2(ideal + 2.0)).sum()
    return Figures(float(ndcg), len(found) / len(wanted), 1.0 / (1.0 + float(ranks[0])))

"""Nearest words, similarity, analogies: the cosine of word vectors. Knows rows, not words."""

from collections.abc import Sequence

import numpy as np


def unit_rows(matrix: np.ndarray) -> np.ndarray:
    """The rows at unit length; a row of zeros stays one."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.divide(matrix, lengths, out=np.zeros_like(matrix), where=lengths > 0)


def cosine(units: np.ndarray, row: int, other: int) -> float:
    """Cosine of two rows of unit length."""
    return float(units[row] @ units[other])


def nearest_rows(
    units: np.ndarray,
    plus: Sequence[int],
    minus: Sequence[int],
    limit: int,
    is_hidden: np.ndarray | None = None,
) -> list[tuple[int, float]]:
    """The rows nearest to the sum of those of `plus` less those of `minus`, without these, and their cosines.

    With one row that is its neighbourhood; with two and one less, an analogy (Mikolov et al. 2013, NAACL, "Linguistic
    regularities in continuous space word representations"). Only cosines above zero count.

    Args:
        units: (n_words, n_dims) float32, rows of unit length or all zero.
        is_hidden: (n_words,) bool, rows that are not to be found.
    """
    target = units[list(plus)].sum(axis=0) - units[list(minus)].sum(axis=0)
    scores = units @ unit_rows(target[None, :])[0]
    if is_hidden is not None:
        scores[is_hidden] = -np.inf
    scores[[*plus, *minus]] = -np.inf
    best = np.argsort(-scores, kind="stable")[:limit]
    return [(int(row), float(scores[row])) for row in best if scores[row] > 0]

"""What two notes have in common by the links that people have set.

Adamic and Adar (2003, Friends and neighbors on the Web) weigh each neighbour that two notes share by 1 / ln of its own
number of neighbours: a note that a few others link to says more than an index of all of them. The sum s has no bound,
so the link part of a score is s / (s + 1). Directions do not matter, and a link between the two notes does not count.
"""

from collections.abc import Iterable

import numpy as np


def rarities(n_neighbours: np.ndarray) -> np.ndarray:
    """What a neighbour with so many neighbours adds to s: 1 / ln n, and 0 if it has no second one to share."""
    return np.where(n_neighbours > 1, 1.0 / np.log(np.maximum(n_neighbours, 2)), 0.0)


def link_part(total: float | np.ndarray) -> float | np.ndarray:
    """s to the link part of a score, between 0 and 1.

    Args:
        total: s, a number or an array.
    """
    return total / (total + 1)


def explain_shared(n_neighbours_of_shared: Iterable[int]) -> float:
    """The link part of one score, from the numbers of neighbours that each shared neighbour has."""
    return float(link_part(rarities(np.array(list(n_neighbours_of_shared), dtype=np.int64)).sum()))

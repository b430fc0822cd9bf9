"""Where notes stand on the map: from their vectors and their nearest notes to points of the plane.

t-SNE (van der Maaten & Hinton 2008, JMLR 9) on the graph of nearest notes. Pairs of that graph attract each other. What
pushes notes apart is estimated in each step from a few that are drawn, as LargeVis and UMAP do (Tang et al. 2016,
arXiv:1602.00370; McInnes et al. 2018, arXiv:1802.03426). It starts from the principal components of the note vectors,
so that distant parts of the map mean something, too, and the same notes give the same map (Kobak & Linderman 2021,
Nature Biotechnology 39, "Initialization is critical").
"""

import numpy as np

from notelinks.related.note_vectors import Sparse

N_STEPS = 300
"""500 keep at most a hundredth more of the nearest notes in place."""

N_DRAWN = 128
"""Notes that push all others in a step; in a vault of fewer all do. 32 keep up to 4 % fewer
nearest notes in place; 512 keep 1 % more, and take three times as long."""

_EARLY = 0.25
"""Share of the steps in which attraction is stronger, so that notes find the right part of the map first."""

_EARLY_ATTRACTION = 4.0
"""How much stronger. 12, which is usual, keeps a tenth fewer nearest notes in place after so few steps."""

_LATE = 0.7
"""Share of the steps after which they become shorter, down to nothing."""

_NOTES_A_STEP = 8.0
"""The length of a step is the number of notes divided by this (Belkina et al. 2019, Nature Communications 10, who
take 12); from 6 to 12 it matters little."""

_START_NOISE = 0.01
"""Standard deviation of what is added to the start, in that of its first component: parts notes of equal vectors."""

_SPOT = 0.2
"""Side of a spot on which only one note stands, times the square root of the number of notes; a few points of a screen
when all of the map is seen. A larger one would move notes that are apart already."""

_LARGEST_SPOT = 0.02

_ASIDE_GAP = 0.035
"""Between two notes that have no place on the map, which is 2 wide or high, and stand in rows below it."""

_ASIDE_A_ROW = 48


def lay_out(vectors: np.ndarray, graph: Sparse, seed: int) -> np.ndarray:
    """(n_notes, 2) float32: a point for each note, within -1 and 1 for those with neighbours; the rest stand below.

    Args:
        vectors: (n_notes, n_dims) float32, unit length or all zero.
        graph: from `join_neighbours`.
    """
    points = np.zeros((len(vectors), 2), dtype=np.float32)
    is_placed = np.diff(graph.starts) > 0
    if is_placed.any():
        rng = np.random.default_rng(seed)
        places = np.cumsum(is_placed) - 1
        start = _principal_components(vectors[is_placed])
        start += rng.normal(0.0, _START_NOISE, start.shape)
        sources, targets = places[graph.rows_of_entries()], places[graph.columns]
        points[is_placed] = _fit(_fan_out(_fit(_descend(start, sources, targets, graph.weights, rng))))
    points[~is_placed] = _rows_below(int((~is_placed).sum()), points[is_placed])
    return points


def _principal_components(vectors: np.ndarray) -> np.ndarray:
    """(n, 2): the first two, the first with standard deviation 1; the largest part of each is positive."""
    centred = vectors - vectors.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T.astype(np.float64) @ centred)
    components = centred @ directions[:, :-3:-1]
    furthest = components[np.abs(components).argmax(axis=0), [0, 1]]
    deviation = float(components[:, 0].std())
    return components * np.where(furthest < 0, -1.0, 1.0) / (deviation if deviation > 1e-6 else 1.0)


def _descend(
    points: np.ndarray, sources: np.ndarray, targets: np.ndarray, weights: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """The points after gradient descent on t-SNE's loss, with momentum.

    Args:
        points: (n, 2), where to start.
        sources, targets: (n_pairs,) rows of points that attract each other; sources ascend and hold every row.
        weights: (n_pairs,), how strongly.
    """
    points = points.astype(np.float32)
    starts = np.searchsorted(sources, np.arange(len(points)))
    shares = (weights / weights.sum()).astype(np.float32)
    speed = np.zeros_like(points)
    length = len(points) / _NOTES_A_STEP
    for step in range(N_STEPS):
        is_early = step < _EARLY * N_STEPS
        attraction = _attraction(points, sources, targets, shares, starts)
        gradient = 4.0 * ((_EARLY_ATTRACTION if is_early else 1.0) * attraction - _repulsion(points, rng))
        left = min(1.0, (N_STEPS - step) / ((1.0 - _LATE) * N_STEPS))
        speed = (0.5 if is_early else 0.8) * speed - np.float32(length * left) * gradient
        points = points + speed
        points -= points.mean(axis=0)
    return points


def _attraction(
    points: np.ndarray, sources: np.ndarray, targets: np.ndarray, shares: np.ndarray, starts: np.ndarray
) -> np.ndarray:
    """(n, 2): sum over the pairs (i, j) of p_ij (y_i - y_j) / (1 + |y_i - y_j|²)."""
    gaps = points[sources] - points[targets]
    gaps *= (shares / (1.0 + np.einsum("ij,ij->i", gaps, gaps)))[:, None]
    return np.add.reduceat(gaps, starts)


def _repulsion(points: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(n, 2): sum over all j of (y_i - y_j) / (1 + |y_i - y_j|²)² / Z, estimated from the drawn ones.

    Z is the sum of 1 / (1 + |y_i - y_j|²) over all pairs. Differences are not formed: their squares come from products.
    """
    n_points = len(points)
    is_whole = n_points <= N_DRAWN
    drawn = points if is_whole else points[rng.choice(n_points, N_DRAWN, replace=False)]
    nearness = np.einsum("ij,ij->i", points, points)[:, None] + (1.0 + np.einsum("ij,ij->i", drawn, drawn))
    nearness -= 2.0 * (points @ drawn.T)
    np.maximum(nearness, 1.0, out=nearness)
    np.reciprocal(nearness, out=nearness)
    scale = n_points / len(drawn)
    normalizer = max(float(nearness.sum(dtype=np.float64)) * scale - n_points, 1e-9)
    np.square(nearness, out=nearness)
    return (nearness.sum(axis=1)[:, None] * points - nearness @ drawn) * np.float32(scale / normalizer)


def _fit(points: np.ndarray) -> np.ndarray:
    """The points moved and scaled so that the longer side reaches from -1 to 1."""
    low, high = points.min(axis=0), points.max(axis=0)
    side = float((high - low).max())
    return (points - (low + high) / 2.0) * (2.0 / side if side > 0 else 1.0)


def _fan_out(points: np.ndarray) -> np.ndarray:
    """The points, those that stand on one spot spread around it like the seeds of a sunflower (Vogel 1979).

    Where a few notes belong together more closely than all others, t-SNE puts them into a single point.
    """
    side = min(_LARGEST_SPOT, _SPOT / len(points) ** 0.5)
    _, spots, sizes = np.unique(np.floor(points / side), axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(spots.ravel(), kind="stable")
    ranks = np.empty(len(points))
    ranks[order] = np.arange(len(points)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    middles = np.stack([np.bincount(spots.ravel(), points[:, axis]) for axis in (0, 1)], axis=1) / sizes[:, None]
    angles = ranks * np.pi * (3.0 - 5.0**0.5)
    offsets = np.stack([np.cos(angles), np.sin(angles)], axis=1) * (side * np.sqrt(ranks))[:, None]
    is_alone = (sizes == 1)[spots.ravel()]
    return np.where(is_alone[:, None], points, middles[spots.ravel()] + offsets)


def _rows_below(n_points: int, above: np.ndarray) -> np.ndarray:
    """(n_points, 2): rows of points, in the middle and below others; y grows downwards."""
    row, column = np.divmod(np.arange(n_points), _ASIDE_A_ROW)
    n_in_row = np.minimum(n_points - row * _ASIDE_A_ROW, _ASIDE_A_ROW)
    top = float(above[:, 1].max()) + 4 * _ASIDE_GAP if len(above) else 0.0
    return np.stack([(column - (n_in_row - 1) / 2.0) * _ASIDE_GAP, top + row * _ASIDE_GAP], axis=1)

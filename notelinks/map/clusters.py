"""Groups of notes that are about the same: spherical k-means on note vectors (Dhillon & Modha 2001, Machine Learning
42), each vector drawn towards those of its nearest notes, so that a group lies together on the map."""

import numpy as np

from notelinks.nearness import unit_rows
from notelinks.related.note_vectors import Sparse, multiply

MAX_CLUSTERS = 24
"""More names than that cannot be read on one map."""

_N_DRAWS = 2
"""How often each vector is drawn towards those of its nearest notes; without, a quarter fewer of
the notes next to each other on the map are of one cluster."""

_N_TRIALS = 8
"""Starts, of which the best result is kept."""

_MAX_ROUNDS = 50

NO_CLUSTER = -1
"""Label of a note that has no nearest notes."""


def find_clusters(vectors: np.ndarray, graph: Sparse, seed: int) -> np.ndarray:
    """(n_notes,) int64: the cluster of each note, the largest is 0; `NO_CLUSTER` for notes without neighbours.

    Args:
        vectors: (n_notes, n_dims) float32, unit length or all zero.
        graph: from `join_neighbours`.
    """
    labels = np.full(len(vectors), NO_CLUSTER, dtype=np.int64)
    (rows,) = np.nonzero(np.diff(graph.starts))
    if not len(rows):
        return labels
    units = unit_rows(vectors)
    for _ in range(_N_DRAWS):
        units = unit_rows(units + multiply(graph, units))
    units = units[rows]
    n_clusters = count_clusters(len(rows))
    rng = np.random.default_rng(seed)
    trials = [_divide(units, n_clusters, rng) for _ in range(_N_TRIALS)]
    labels[rows] = _by_size(max(trials, key=lambda trial: trial[1])[0])
    return labels


def count_clusters(n_notes: int) -> int:
    """How many clusters a map of so many notes gets: 4 for 40, 6 for 100, 20 for 1,000."""
    return max(1, min(MAX_CLUSTERS, round(n_notes**0.5 / 1.6)))


def _divide(units: np.ndarray, n_clusters: int, rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """(n,) labels and the sum of the cosines of all notes with the middle of their cluster."""
    middles = _choose_middles(units, n_clusters, rng)
    labels = np.full(len(units), -1)
    for _ in range(_MAX_ROUNDS):
        cosines = units @ middles.T
        nearest = cosines.argmax(axis=1)
        if np.array_equal(nearest, labels):
            break
        labels = nearest
        members = labels[None, :] == np.arange(n_clusters)[:, None]
        middles = unit_rows(members.astype(np.float32) @ units)
    return labels, float(cosines.max(axis=1).sum())


def _choose_middles(units: np.ndarray, n_clusters: int, rng: np.random.Generator) -> np.ndarray:
    """(n_clusters, n_dims): notes far from one another, by k-means++ (Arthur & Vassilvitskii 2007, SODA)."""
    chosen = [int(rng.integers(len(units)))]
    distances = np.ones(len(units))
    for _ in range(n_clusters - 1):
        distances = np.minimum(distances, np.maximum(1.0 - units @ units[chosen[-1]], 0.0))
        total = distances.sum()
        chosen.append(int(rng.choice(len(units), p=distances / total if total > 0 else None)))
    return units[chosen]


def _by_size(labels: np.ndarray) -> np.ndarray:
    """The labels counted from 0, the most frequent first, without those that nothing has."""
    names, counts = np.unique(labels, return_counts=True)
    ranks = np.empty(len(names), dtype=np.int64)
    ranks[np.argsort(-counts, kind="stable")] = np.arange(len(names))
    return ranks[np.searchsorted(names, labels)]

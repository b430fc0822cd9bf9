"""Places on the map keep near what is near, are the same for the same notes, and are never nothing."""

import numpy as np
import pytest

from notelinks.map.layout import N_DRAWN, lay_out
from notelinks.map.neighbour_graph import N_NEAREST, join_neighbours
from notelinks.nearness import unit_rows


def make_topics(n_topics: int, n_each: int, seed: int = 0) -> tuple[np.ndarray, list[list[int]]]:
    """Vectors of notes, one topic after the other, and the rows nearest to each within its topic."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(n_topics, 16)) * 3
    vectors = unit_rows(np.repeat(centres, n_each, axis=0) + rng.normal(size=(n_topics * n_each, 16)))
    vectors = vectors.astype(np.float32)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -2)
    return vectors, [order[:20].tolist() for order in np.argsort(-cosines, axis=1)]


def share_kept(points: np.ndarray, lists: list[list[int]], k: int = 10) -> float:
    """Share of the notes at the head of the lists that are among as many nearest on the map."""
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    found = np.argsort(distances, axis=1)[:, :k]
    return float(np.mean([len(set(near[:k]) & set(row)) / k for near, row in zip(lists, found.tolist(), strict=True)]))


def principal_components(vectors: np.ndarray) -> np.ndarray:
    centred = vectors - vectors.mean(axis=0)
    return centred @ np.linalg.svd(centred, full_matrices=False)[2][:2].T


@pytest.mark.parametrize(("n_topics", "n_each"), [(5, 20), (6, 60)])
def test_more_stays_near_than_with_principal_components_alone(n_topics, n_each):
    vectors, lists = make_topics(n_topics, n_each)
    points = lay_out(vectors, join_neighbours(lists), seed=1)

    assert (len(vectors) > N_DRAWN) == (n_topics == 6)
    assert share_kept(points, lists) > max(0.5, 1.3 * share_kept(principal_components(vectors), lists))


def test_notes_of_one_topic_are_together():
    vectors, lists = make_topics(6, 60)
    points = lay_out(vectors, join_neighbours(lists), seed=1)

    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    assert np.mean(distances.argmin(axis=1) // 60 == np.arange(360) // 60) > 0.97


def test_vectors_decide_which_part_of_the_map_is_where_and_chance_does_not():
    vectors, lists = make_topics(6, 40)
    graph = join_neighbours(lists)
    one, other = (lay_out(vectors, graph, seed=seed).ravel() for seed in (1, 2))

    assert np.corrcoef(one, other)[0, 1] > 0.95


def test_same_notes_and_seed_give_the_same_map():
    vectors, lists = make_topics(4, 50)
    graph = join_neighbours(lists)

    assert np.array_equal(lay_out(vectors, graph, seed=1), lay_out(vectors.copy(), graph, seed=1))
    assert not np.array_equal(lay_out(vectors, graph, seed=1), lay_out(vectors, graph, seed=2))


def test_map_is_two_wide_or_high():
    vectors, lists = make_topics(4, 30)
    points = lay_out(vectors, join_neighbours(lists), seed=1)

    assert points.dtype == np.float32
    assert np.abs(points).max() == pytest.approx(1.0, abs=1e-5)
    assert np.ptp(points, axis=0).max() == pytest.approx(2.0, abs=1e-5)


def test_notes_of_equal_vectors_and_lists_are_apart():
    vectors = np.tile(np.eye(1, 8, dtype=np.float32), (30, 1))
    lists = [[other for other in range(30) if other != row] for row in range(30)]
    points = lay_out(vectors, join_neighbours(lists), seed=1)

    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    assert np.isfinite(points).all()
    assert distances.min() > 0.01


def test_parts_without_a_connection_stay_in_sight_of_each_other():
    vectors, lists = make_topics(2, 20)
    apart = [[other for other in near if other // 20 == row // 20] for row, near in enumerate(lists)]
    points = lay_out(vectors, join_neighbours(apart), seed=1)

    first, second = points[:20], points[20:]
    size = max(np.ptp(first, axis=0).max(), np.ptp(second, axis=0).max())
    gap = np.linalg.norm(first.mean(axis=0) - second.mean(axis=0))
    assert size / 2 < gap < 5 * size


@pytest.mark.parametrize("lists", [[[]], [[1], [0]], [[1], []], [[1, 2], [0], [0]]])
def test_a_few_notes_have_places_of_their_own(lists):
    vectors = np.eye(len(lists), 8, dtype=np.float32)
    points = lay_out(vectors, join_neighbours(lists), seed=1)

    assert points.shape == (len(lists), 2)
    assert np.isfinite(points).all()
    assert len(np.unique(points, axis=0)) == len(lists)


def test_notes_without_neighbours_stand_below_the_others():
    vectors, lists = make_topics(2, 20)
    vectors = np.concatenate([vectors, np.zeros((100, 16), dtype=np.float32)])
    points = lay_out(vectors, join_neighbours([*lists, *[[]] * 100]), seed=1)

    assert points[40:, 1].min() > points[:40, 1].max()
    assert len(np.unique(points, axis=0)) == 140


def test_no_notes_have_no_places():
    assert lay_out(np.zeros((0, 8), dtype=np.float32), join_neighbours([]), seed=1).shape == (0, 2)


def test_graph_is_symmetric_and_each_note_divides_one():
    lists = [[1, 2], [0], []]
    graph = join_neighbours(lists)
    dense = np.zeros((3, 3))
    dense[graph.rows_of_entries(), graph.columns] = graph.weights

    assert dense.tolist() == [[0, 1.5, 0.5], [1.5, 0, 0], [0.5, 0, 0]]


def test_only_the_head_of_a_list_counts():
    graph = join_neighbours([list(range(1, 40)), *[[]] * 39])

    assert graph.columns[graph.starts[0] : graph.starts[1]].tolist() == list(range(1, N_NEAREST + 1))

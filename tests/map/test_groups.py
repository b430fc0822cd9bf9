"""Groups: clusters of notes, folders, their names, where the names stand and in which colours."""

import numpy as np
import pytest

from notelinks.map.clusters import MAX_CLUSTERS, NO_CLUSTER, count_clusters, find_clusters
from notelinks.map.folders import MAX_FOLDERS, group_folders
from notelinks.map.groups import N_COLOURS, make_groups
from notelinks.map.names import name_groups
from notelinks.map.neighbour_graph import join_neighbours
from notelinks.nearness import unit_rows
from notelinks.records import Concept
from tests.map.test_layout import make_topics


def test_clusters_are_the_topics():
    vectors, lists = make_topics(4, 10)
    labels = find_clusters(vectors, join_neighbours(lists), seed=1)

    assert count_clusters(40) == 4
    assert [len(set(labels[start : start + 10].tolist())) for start in range(0, 40, 10)] == [1] * 4
    assert sorted(set(labels.tolist())) == [0, 1, 2, 3]


def test_clusters_are_counted_from_the_largest_and_the_same_each_time():
    vectors, lists = make_topics(7, 30, seed=3)
    graph = join_neighbours(lists)
    labels = find_clusters(vectors, graph, seed=1)

    sizes = np.bincount(labels)
    assert np.array_equal(labels, find_clusters(vectors, graph, seed=1))
    assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)
    assert sizes.min() > 0


def test_neighbours_are_in_one_cluster_though_their_vectors_are_noisy():
    vectors, lists = make_topics(4, 10)
    noisy = unit_rows(vectors + 0.4 * np.random.default_rng(5).normal(size=vectors.shape)).astype(np.float32)
    labels = find_clusters(noisy, join_neighbours([near[:9] for near in lists]), seed=1)

    assert [len(set(labels[start : start + 10].tolist())) for start in range(0, 40, 10)] == [1] * 4


def test_note_without_neighbours_is_in_no_cluster():
    vectors, lists = make_topics(2, 10)
    vectors = np.concatenate([vectors, np.zeros((1, 16), dtype=np.float32)])

    assert find_clusters(vectors, join_neighbours([*lists, []]), seed=1)[-1] == NO_CLUSTER


@pytest.mark.parametrize("lists", [[], [[]], [[1], [0]]])
def test_a_few_notes_are_one_cluster_at_most(lists):
    labels = find_clusters(np.eye(len(lists), 4, dtype=np.float32), join_neighbours(lists), seed=1)

    assert labels.tolist() == [0 if near else NO_CLUSTER for near in lists]


def test_equal_vectors_are_one_cluster():
    lists = [[other for other in range(50) if other != row] for row in range(50)]
    labels = find_clusters(np.tile(np.eye(1, 4, dtype=np.float32), (50, 1)), join_neighbours(lists), seed=1)

    assert set(labels.tolist()) == {0}


def test_number_of_clusters_grows_with_the_notes_up_to_what_can_be_read():
    assert [count_clusters(n) for n in (1, 2, 40, 1_000, 100_000)] == [1, 1, 4, 20, MAX_CLUSTERS]


def concepts(*texts: str) -> list[Concept]:
    return [Concept(text, 0.9 - 0.1 * place) for place, text in enumerate(texts)]


def test_name_is_what_sets_a_group_apart():
    of_notes = [concepts("note", "bread", f"b{n}") for n in range(5)] + [concepts("note", "song") for _ in range(5)]
    names = name_groups(of_notes, [0] * 5 + [1] * 5, 2, lambda word: {word})

    assert names[0][0] == "bread"
    assert names[1][0] == "song"
    assert "b0" not in names[0]


def test_name_holds_one_form_of_a_word():
    of_notes = [concepts("song", "songs", "verse") for _ in range(4)] + [concepts("bread")] * 4
    names = name_groups(of_notes, [0] * 4 + [1] * 4, 2, lambda word: {word.rstrip("s")})

    assert names[0] == ("song", "verse")


def test_group_without_concepts_has_no_name():
    assert name_groups([[], concepts("bread"), concepts("song")], [0, -1, 1], 2, lambda word: {word})[0] == ()


def test_folders_are_those_at_the_top():
    folders, labels = group_folders(["a/x/1.md", "a/2.md", "b/3.md", "4.md", "c/5.md"])

    assert folders == ["a", "", "b", "c"]
    assert labels == [0, 0, 2, 1, 3]


def test_folder_of_nearly_everything_is_shown_by_its_subfolders():
    keys = [f"wiki/{name}/{n}.md" for name in ("a", "b", "c") for n in range(4)] + ["wiki/0.md", "blog/1.md"]
    folders, labels = group_folders(keys)

    assert folders == ["wiki/a", "wiki/b", "wiki/c", "blog", "wiki"]
    assert labels == [0] * 4 + [1] * 4 + [2] * 4 + [4, 3]


def test_folders_beyond_what_can_be_told_apart_are_no_group():
    folders, labels = group_folders([f"{n:02}/{m}.md" for n in range(MAX_FOLDERS + 3) for m in range(3)])

    assert len(folders) == MAX_FOLDERS
    assert labels[-9:] == [-1] * 9


def test_no_notes_have_no_folders():
    assert group_folders([]) == ([], [])


def test_name_stands_at_a_note_of_its_group_where_most_of_them_are():
    points = np.array([[0, 0], [0.1, 0], [0, 0.1], [5, 5], [9, 9]], dtype=np.float32)
    (group,) = make_groups(points, np.array([0, 0, 0, 0, -1]), ["name"], [("word",)])

    assert (group.x, group.y) in {tuple(map(float, point)) for point in points[:3]}
    assert (group.name, group.words, group.n_notes) == ("name", ("word",), 4)


def test_groups_nearby_have_different_colours():
    rng = np.random.default_rng(1)
    points = rng.uniform(-1, 1, (24, 2)).astype(np.float32)
    groups = make_groups(points, np.arange(24), [str(n) for n in range(24)], [()] * 24)

    assert {group.colour for group in groups} == set(range(N_COLOURS))
    for group in groups:
        nearest = min((g for g in groups if g is not group), key=lambda g: (g.x - group.x) ** 2 + (g.y - group.y) ** 2)
        assert nearest.colour != group.colour

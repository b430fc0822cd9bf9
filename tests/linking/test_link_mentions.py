"""Where a text names a note: whole words, in any script, case aside."""

import time

import pytest

from notelinks.linking.mentions import find_mentions


def found(text: str, *names: str) -> list[str]:
    return [text[start:stop] for start, stop in find_mentions(text, names)]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("A graph, the Graph and GRAPHS.", "Graph", ["graph", "Graph"]),
        ("paragraph graph-paper my_graph graph_2 O'graph", "graph", []),
        ("The graph's edge, 'graph' and graph’s.", "graph", ["graph", "graph", "graph"]),
        ("_graph_ *graph* (graph) “graph” graph", "graph", ["graph"] * 5),
        ("a/graph graph/b graph.md @graph #graph", "graph", []),
        ("The end: graph.", "graph", ["graph"]),
        (
            "graph  databases, graph\u00a0databases, graph\ndatabases",
            "Graph databases",
            ["graph  databases", "graph\u00a0databases"],
        ),
        ("C++ and C++11", "C++", ["C++"]),
        ("使用动态规划求解", "动态规划", ["动态规划"]),
        ("使用Graph求解", "graph", ["Graph"]),
        ("그래프는 부분그래프가 아니다", "그래프", ["그래프"]),
        ("ภาษาไทยง่าย", "ภาษาไทย", ["ภาษาไทย"]),
        ("Caf\u00e9 and cafe\u0301, cafe", "café", ["Caf\u00e9", "cafe\u0301"]),
        ("cafe\u0301", "cafe", []),
        ("a b 图 ☂", "图", []),
        ("a b 图 ☂", "a", []),
        ("☂☂", "☂☂", []),
        ("Graph", "  ", []),
    ],
)
def test_name_is_found_as_whole_words(text: str, name: str, expected: list[str]) -> None:
    assert found(text, name) == expected


def test_of_two_names_at_one_place_the_longer_is_found() -> None:
    assert found("Graph databases", "Graph", "Graph databases") == ["Graph databases"]


def test_hostile_text_takes_no_time() -> None:
    start = time.process_time()
    text = "a " * 100_000 + "-_" * 100_000 + "\u0301" * 100_000

    assert found(text, "a a a b", "-_-_x", "x" * 10_000) == []
    assert time.process_time() - start < 2

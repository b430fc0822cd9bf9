"""Which words take no link though they name the target: properties, keys of fields, commands of templates."""

from pathlib import Path

import pytest

from notelinks.errors import NothingToLinkError
from notelinks.linking.plan import Place
from tests.linking.planning import linked, plan


@pytest.mark.parametrize(
    "properties",
    [
        "description: All about graph and more",
        "desc: |\n  A graph\n\n  on lines",
        "desc: >-\n  the graph",
        "source: https://x.y/ graph",
        "broken: [graph\n\tgraph: {",
        "graph: value",
        "- graph",
        "# graph",
        "up: [[c/Other]], graph",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_properties_take_no_link(tmp_path: Path, properties: str, newline: str, mark: str) -> None:
    """Whether they are valid YAML or not."""
    front = f"{mark}---\n{properties}\n---\n".replace("\n", newline)

    assert linked(tmp_path, f"{front}a graph".encode()) == f"{front}a [[Graph|graph]]"
    with pytest.raises(NothingToLinkError, match="does not mention b/Graph"):
        plan(tmp_path, f"{front}Text".encode(), Place.MENTION)


@pytest.mark.parametrize(
    "line",
    [
        "graph:: value",
        "Graph theory:: value",
        "graph :: value",
        "**graph**:: value",
        "- [x] _graph_:: value",
        "1. graph:: value",
        "> graph:: value",
        "my graph of it:: value",
        "a line (graph:: value)",
        "a line [the graph:: value]",
        "| a | graph:: value |",
        "graph::of_nodes",
        "{{graph}}",
        "{{ the graph | upper }} and {{graph}}",
    ],
)
def test_keys_of_fields_and_templates_take_no_link(tmp_path: Path, line: str) -> None:
    """Dataview would no longer find the field, nor a template its variable."""
    assert linked(tmp_path, f"{line}\n\na graph\n") == f"{line}\n\na [[Graph|graph]]\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("up:: graph", "up:: [[Graph|graph]]"),
        ("(up:: a graph)", "(up:: a [[Graph|graph]])"),
        ("A list, the graph of std::map", "A list, the [[Graph|graph]] of std::map"),
        ("{{a}} graph {{b}}", "{{a}} [[Graph|graph]] {{b}}"),
        ("graph: value", "[[Graph|graph]]: value"),
        ("{{ graph", "{{ [[Graph|graph]]"),
    ],
)
def test_what_stands_beside_keys_and_templates_takes_a_link(tmp_path: Path, before: str, after: str) -> None:
    assert linked(tmp_path, before) == after


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_properties_of_hugo_take_no_link(tmp_path: Path, newline: str) -> None:
    front = '+++\ntitle = "A graph"\n\n[params]\nof = "a graph"\n+++\n'.replace("\n", newline)

    assert linked(tmp_path, f"{front}a graph".encode()) == f"{front}a [[Graph|graph]]"
    assert linked(tmp_path, b"+++\na graph\n") == "+++\na [[Graph|graph]]\n"


def test_lines_between_rules_that_are_no_properties_take_a_link(tmp_path: Path) -> None:
    assert linked(tmp_path, "\n---\n\na graph\n\n---\n") == "\n---\n\na [[Graph|graph]]\n\n---\n"
    assert linked(tmp_path, "---\na graph\n") == "---\na [[Graph|graph]]\n"

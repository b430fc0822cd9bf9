"""`notelinks links`: sections, sentences, lines and what is missing, as text and as JSON."""

from pathlib import Path

import pytest

from tests.support import TINY_CONFIG, index_vault, json_lines, make_home, run_cli, write_vault

NOTES = {
    "Graph.md": "# Nodes\n\n## Inner: part\n\nA line. ^b1\n\nSee [[Tree#Roots|its roots]], "
    "[[Tree#None]], ![[Tree]] and [[#Nodes]], [[Graph#Edges]].\n\n[[Gone]] [[gone.md]]\n\nA forest grows.",
    "Tree.md": "# Roots\n\nFirst. Back to [[Graph#Nodes#Inner part]] here.\n\n![[graph#^B1]]\n\n[[GONE]]",
    "Forest.md": "---\naliases: [C++]\n---\nText.\n\nOne says graph, and not trees.",
    "Lang.md": "In C++ we trust.",
    "Board.canvas": '{"nodes": [{"type": "file", "file": "Graph.md", "subpath": "#Nodes"}, '
    '{"type": "text", "text": "[[Tree]], [[gone]], [[Board.canvas]]"}, {"type": "file", "file": "a/Tree.md"}]}',
    "a/Plan.canvas": "{}",
    "b/Plan.canvas": "{}",
}

AS_TEXT = """\
outgoing
  Tree › Roots as “its roots” · line 7
  Tree › None · line 7 (no such heading or block)
  !Tree · line 7
backlink
  Tree · line 3, to › Nodes › Inner part
      Back to Graph here.
  !Tree · line 5, to › ^B1
      graph
canvas
  Board.canvas › Nodes
unresolved
  Gone · line 9  (unresolved in 2 notes)
  gone.md · line 9  (unresolved in 2 notes)
mentioned in
  Forest · line 6
      One says graph, and not trees.
mentions
  Forest · line 11
      A forest grows.
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("links")
    home = make_home(root / "home", TINY_CONFIG)
    vault = write_vault(root / "vault", NOTES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOTELINKS_HOME", str(home))
        index_vault(vault)
    return vault, home


def test_text_tells_sections_lines_and_what_is_missing(place: tuple[Path, Path]) -> None:
    vault, home = place

    assert run_cli("links", "Graph", home=home, cwd=vault).stdout == AS_TEXT


def test_notes_of_one_title_are_told_apart_by_their_paths(tmp_path: Path, home: Path) -> None:
    notes = {
        "Start.md": "See [[a/index|the first]], [[b/index#Top]] and [[Alone]]. Then [[a/index|the first]].",
        "a/index.md": "Back to [[Start]].",
        "b/index.md": "# Top\n\nThe start is near.",
        "Alone.md": "Text.",
    }
    vault = write_vault(tmp_path / "vault", notes)
    index_vault(vault)

    assert run_cli("links", "Start", cwd=vault).stdout == (
        "outgoing\n"
        "  index  (a/index.md) as “the first” ×2 · line 1\n"
        "  index  (b/index.md) › Top · line 1\n"
        "  Alone · line 1\n"
        "backlink\n"
        "  index  (a/index.md) · line 1\n"
        "      Back to Start.\n"
        "mentioned in\n"
        "  index  (b/index.md) · line 3\n"
        "      The start is near.\n"
    )


def test_json_tells_where_each_fragment_leads(place: tuple[Path, Path]) -> None:
    vault, home = place
    rows = json_lines(run_cli("links", "Graph", "--json", home=home, cwd=vault))

    fragments = [(row["relation"], row["fragment"], row.get("fragment_line")) for row in rows if "fragment" in row]
    assert fragments == [
        ("outgoing", "Roots", 1),
        ("outgoing", "None", None),
        ("outgoing", "", None),
        ("backlink", "Nodes#Inner part", 3),
        ("backlink", "^B1", 5),
        ("canvas", "Nodes", None),
    ]
    assert [row["kind"] for row in rows if row["relation"] in ("outgoing", "unresolved")] == [
        "wikilink",
        "wikilink",
        "embed",
        "wikilink",
        "wikilink",
    ]


def test_alias_of_signs_is_found_in_another_note(place: tuple[Path, Path]) -> None:
    vault, home = place
    (row,) = json_lines(run_cli("links", "Lang", "--json", home=home, cwd=vault))

    assert (row["relation"], row["note"], row["line"], row["sentence"]) == (
        "mentions",
        "Forest.md",
        1,
        "In C++ we trust.",
    )


def test_canvas_can_be_asked_for_what_it_shows(place: tuple[Path, Path]) -> None:
    vault, home = place
    result = run_cli("links", "board.canvas", home=home, cwd=vault)

    assert (
        result.stdout
        == """\
outgoing
  !Graph › Nodes
  Tree
unresolved
  gone  (unresolved in 2 notes)
  !a/Tree.md
"""
    )


@pytest.mark.parametrize(
    ("name", "status", "message"),
    [
        ("No.canvas", 1, "notelinks: there is no canvas 'No.canvas' that could be read; see `notelinks status`.\n"),
        ("Plan.canvas", 2, "notelinks: 'Plan.canvas' is the name of 2 canvases: a/Plan.canvas, b/Plan.canvas. "),
        ("b/plan.canvas", 1, ""),
    ],
)
def test_canvas_that_is_not_there_is_told(place: tuple[Path, Path], name: str, status: int, message: str) -> None:
    vault, home = place
    result = run_cli("links", name, home=home, cwd=vault)

    assert (result.returncode, result.stdout) == (status, "")
    assert result.stderr.startswith(message)

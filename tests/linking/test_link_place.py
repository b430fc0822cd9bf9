"""Where a link goes, and that nothing but the link comes into the note."""

import codecs
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notelinks.errors import LinkRefusedError, NothingToLinkError
from notelinks.linking.plan import LinkPlanner, Place
from notelinks.linking.splice import remove_bytes
from notelinks.notes.links import LinkResolver
from notelinks.notes.parse import parse_note
from tests.linking.planning import PIECES, TARGET, linked, plan
from tests.support import write_vault


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A graph, a graph.\n", "A [[Graph|graph]], a graph.\n"),
        ("On Graph theory.\n", "On [[Graph|Graph theory]].\n"),
        ("Graph\n", "[[Graph]]\n"),
        ("The vertices of it\n", "The [[Graph|vertices]] of it\n"),
        ("图论Graph图论", "图论[[Graph]]图论"),
        ("**Graph** and ==graph==", "**[[Graph]]** and ==graph=="),
        ("- [ ] a graph\n", "- [ ] a [[Graph|graph]]\n"),
        ("> [!note] The graph\n> text", "> [!note] The [[Graph|graph]]\n> text"),
        ("| a | graph |\n|---|---|\n| graph | x |\n", "| a | [[Graph\\|graph]] |\n|---|---|\n| graph | x |\n"),
        ("x[^1]\n\n[^1]: a graph\n", "x[^1]\n\n[^1]: a [[Graph|graph]]\n"),
        (
            "---\ntitle: Graph\naliases: [graph]\n---\na graph",
            "---\ntitle: Graph\naliases: [graph]\n---\na [[Graph|graph]]",
        ),
        ("# Graph\n\n## Graph theory\n\nGraph", "# Graph\n\n## Graph theory\n\n[[Graph]]"),
        ("Graph\n=====\n\nGraph", "Graph\n=====\n\n[[Graph]]"),
        ("two lines of\nGraph\n---\n\nGraph", "two lines of\nGraph\n---\n\n[[Graph]]"),
        ("`graph` ``a graph`` graph", "`graph` ``a graph`` [[Graph|graph]]"),
        ("```\ngraph\n```\n\n    graph\n\ngraph", "```\ngraph\n```\n\n    graph\n\n[[Graph|graph]]"),
        ("%%graph%% <!-- graph --> $graph$ graph", "%%graph%% <!-- graph --> $graph$ [[Graph|graph]]"),
        ("%%\ngraph\n%%\n\n$$\ngraph\n$$\n\ngraph", "%%\ngraph\n%%\n\n$$\ngraph\n$$\n\n[[Graph|graph]]"),
        ("[[c/Other|graph]] ![[graph.png]] graph", "[[c/Other|graph]] ![[graph.png]] [[Graph|graph]]"),
        ("[a graph](https://x.org) graph", "[a graph](https://x.org) [[Graph|graph]]"),
        ("[a graph](../c/Other.md) graph", "[a graph](../c/Other.md) [[Graph|graph]]"),
        ("![graph](graph.png) graph", "![graph](graph.png) [[Graph|graph]]"),
        (
            "[graph][r] [graph] graph\n\n[r]: /u\n[graph]: /v",
            "[graph][r] [graph] [[Graph|graph]]\n\n[r]: /u\n[graph]: /v",
        ),
        ("https://x.org/graph www.x.org?graph graph", "https://x.org/graph www.x.org?graph [[Graph|graph]]"),
        ("#graph #x/graph graph", "#graph #x/graph [[Graph|graph]]"),
        (
            '<a title="graph">graph</a> <code>graph</code> graph',
            '<a title="graph">graph</a> <code>graph</code> [[Graph|graph]]',
        ),
        ("<div>\ngraph\n</div>\n\ngraph", "<div>\ngraph\n</div>\n\n[[Graph|graph]]"),
        ("text ^graph\n\ngraph", "text ^graph\n\n[[Graph|graph]]"),
        ("{% graph %} graph", "{% graph %} [[Graph|graph]]"),
    ],
)
def test_first_mention_that_is_plain_text_becomes_the_link(tmp_path: Path, before: str, after: str) -> None:
    assert linked(tmp_path, before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Text.\n", "Text.\n\n[[Graph]]\n"),
        ("Text.", "Text.\n\n[[Graph]]"),
        ("Text.\r\n", "Text.\r\n\r\n[[Graph]]\r\n"),
        ("One\rtwo", "One\rtwo\r\r[[Graph]]"),
        ("One\ntwo\r\n", "One\ntwo\r\n\r\n[[Graph]]\r\n"),
        ("Text.\n\n", "Text.\n\n[[Graph]]\n"),
        ("Text.\n  ", "Text.\n  \n[[Graph]]"),
        ("", "[[Graph]]\n"),
        ("\ufeff", "\ufeff[[Graph]]\n"),
        ("- item\n", "- item\n\n[[Graph]]\n"),
        ("- [[Other]]\n", "- [[Other]]\n- [[Graph]]\n"),
        ("See also\n\n* [[Other|it]]\n", "See also\n\n* [[Other|it]]\n* [[Graph]]\n"),
        ("[[Other]]\n", "[[Other]]\n[[Graph]]\n"),
        ("- a [[Other]]\n", "- a [[Other]]\n\n[[Graph]]\n"),
        ("# Links\n", "# Links\n\n[[Graph]]\n"),
        ("---\ntags: [a]\n---\n", "---\ntags: [a]\n---\n\n[[Graph]]\n"),
        ("| a |\n|---|\n| b |\n", "| a |\n|---|\n| b |\n\n[[Graph]]\n"),
        ("```\ncode\n```\n", "```\ncode\n```\n\n[[Graph]]\n"),
        ("[o]: Other.md\n", "[o]: Other.md\n\n[[Graph]]\n"),
        ("a graph\n", "a graph\n\n[[Graph]]\n"),
    ],
)
def test_link_under_the_end_keeps_line_endings_and_the_last_newline(tmp_path: Path, before: str, after: str) -> None:
    planned = plan(tmp_path, before.encode(), Place.END)

    assert planned.after.decode() == after
    assert len(planned.insertions) == 1


@pytest.mark.parametrize("before", ["```\ncode", "text\n\n<!-- open", "%% open\n\n%%x\n", "~~~~\n~~~\n", "<script>\n"])
def test_end_within_code_or_a_comment_is_refused(tmp_path: Path, before: str) -> None:
    try:
        after = linked(tmp_path, before, Place.END)
    except LinkRefusedError as error:
        assert "Close it" in str(error)
    else:
        assert "Graph" in [link.target for link in parse_note("a/Source.md", after.encode()).links], after
        assert before.startswith("%%")


def test_drawing_of_excalidraw_is_refused(tmp_path: Path) -> None:
    write_vault(tmp_path, {"d.excalidraw.md": "# Text\n\n# Drawing\n```json\n{}\n```\n", "b/Graph.md": ""})

    with pytest.raises(LinkRefusedError, match="a drawing"):
        LinkPlanner(tmp_path).plan("d.excalidraw.md", TARGET)


def test_markdown_links_where_the_vault_wants_them(tmp_path: Path) -> None:
    app = '{"useMarkdownLinks": true, "newLinkFormat": "relative"}'

    assert linked(tmp_path, "A graph.\n", app=app) == "A [graph](../b/Graph.md).\n"
    assert linked(tmp_path, "Text\n", app=app) == "Text\n\n[Graph](../b/Graph.md)\n"
    assert linked(tmp_path, "| graph |\n|---|\n", app=app) == "| [graph](../b/Graph.md) |\n|---|\n"


@pytest.mark.parametrize(
    "raw", ["x [[Graph]]", "![[graph]]", "[a](../b/Graph.md)", '---\nup: "[[Graph]]"\n---\n', "[[b/graph#H|x]]"]
)
def test_linked_already_is_said(tmp_path: Path, raw: str) -> None:
    with pytest.raises(NothingToLinkError, match=r"a/Source\.md already links to b/Graph\.md"):
        plan(tmp_path, raw)


def test_no_mention_is_said_when_one_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(NothingToLinkError, match="does not mention b/Graph"):
        plan(tmp_path, "# Graph\n\n`graph`", Place.MENTION)


def test_note_is_not_linked_to_itself(tmp_path: Path) -> None:
    write_vault(tmp_path, {"b/Graph.md": "Graph"})

    with pytest.raises(LinkRefusedError, match="cannot be linked to itself"):
        LinkPlanner(tmp_path).plan("b/Graph.md", TARGET)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"caf\xe9 graph", "not UTF-8 (byte 4)"),
        (codecs.BOM_UTF16_LE + "graph".encode("utf-16-le"), "not UTF-8"),
        (b"graph\0", "binary"),
    ],
)
def test_other_encodings_are_refused(tmp_path: Path, raw: bytes, reason: str) -> None:
    with pytest.raises(LinkRefusedError) as refused:
        plan(tmp_path, raw)

    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "reason"), [("missing", "vanished"), ("symlink", "symbolic link"), ("folder", "folder")]
)
def test_what_is_no_file_is_refused(tmp_path: Path, kind: str, reason: str) -> None:
    plan(tmp_path, "graph")
    source = tmp_path / "a" / "Source.md"
    source.unlink()
    {"missing": lambda: None, "symlink": lambda: source.symlink_to("../b/Graph.md"), "folder": source.mkdir}[kind]()

    with pytest.raises(LinkRefusedError, match=reason):
        LinkPlanner(tmp_path).plan("a/Source.md", TARGET)


@settings(max_examples=300, deadline=None)
@given(raw=st.lists(PIECES, max_size=14).map("".join), place=st.sampled_from([None, *Place]), markdown=st.booleans())
def test_output_is_the_input_with_insertions_and_has_one_link_more(tmp_path_factory, raw, place, markdown) -> None:
    """For any note: without the inserted bytes it is the input, and it is read as before with that one link."""
    vault = tmp_path_factory.mktemp("vault")
    try:
        planned = plan(vault, raw, place, app=json.dumps({"useMarkdownLinks": markdown}))
    except (LinkRefusedError, NothingToLinkError):
        return
    before, after = (parse_note("a/Source.md", data) for data in (raw.encode(), planned.after))
    resolver = LinkResolver(["a/Source.md", "b/Graph.md", "c/Other.md"])

    assert planned.before == raw.encode()
    assert remove_bytes(planned.after, planned.insertions) == planned.before
    if len(planned.insertions) == 1:
        (only,) = planned.insertions
        out, i, n = planned.after, only.position, len(only.added)
        assert out[:i] + out[i + n :] == planned.before
    assert len(after.links) == len(before.links) + 1
    assert [resolver.resolve(link.target, "a/Source.md") for link in after.links].count("b/Graph.md") == 1
    assert after.tags == before.tags

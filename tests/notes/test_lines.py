"""Links and passages are given the line that they stand on, whatever runs over a line's end before them."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notelinks.notes.parse import parse_note
from notelinks.records import Link, ParsedNote


def parse(text: str) -> ParsedNote:
    note = parse_note("folder/name.md", text.encode())
    assert isinstance(note, ParsedNote)
    return note


@pytest.mark.parametrize(
    "before",
    [
        "`git\ncommit`",
        "``\ncode `\n``",
        "![alt\ntext](a.png)",
        "![a\nb|100\n](a.png)",
        "![alt](\na.png\n'x\ny'\n)",
        '[text](b "x\ny")',
        '[text\nof a link](\n<b>\n"x\ny"\n)',
        "[![alt\ntext](a.png 'x\ny')](b\n'z')",
        "[text][of\nlabel]",
        "![text][of\nlabel]",
        "%%a\nb\nc%%",
        "<!-- a\nb -->",
        "<% a\nb %>",
        "<span\nid='x'>a</span\n>",
        "$a\nb$",
        "$$\na\nb\n$$",
        "^[inline `a\nb`\nnote]",
        "a\\\nb  \nc",
    ],
)
def test_lines_are_counted_behind(before: str) -> None:
    source = f"One {before} two [[Foo]]. Named here.\nThen [[Bar]]. Last\n\n[of label]: b\n"
    note = parse(source)
    line = 1 + before.count("\n")

    assert [("Foo", line), ("Bar", line + 1)] == [(x.target, x.line) for x in note.links if x.target in ("Foo", "Bar")]
    assert [("Named here.", line), ("Then Bar.", line + 1), ("Last", line + 1)] == [
        (passage.text, passage.line) for passage in note.passages[-3:]
    ]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("`One. Two\nthree. Four\nfive. Six`. Seven", [1, 1, 2, 3, 3]),
        ("`\nOne. Two\nthree. Four\n`. Five", [2, 2, 3, 4]),
        ("![One. Two\nthree. Four|100](b.png)", [1, 1, 2]),
        ("[One. Two\nthree. Four](b\n'c'). Five", [1, 1, 2, 3]),
    ],
)
def test_sentence_within_code_or_the_text_of_a_link_has_its_own_line(source: str, lines: list[int]) -> None:
    assert lines == [passage.line for passage in parse(source).passages]


def test_sentence_and_id_within_html_have_their_own_lines() -> None:
    note = parse(
        "Text.\n\n<div\nid='first'>\nOne two\nthree.\n<!-- a\nb --><script>\nx = 1\n</script>\n"
        "Four&#10;five. <b\nclass='x' name='second'>Six.</b>\n</div>\n\n"
        "Then <i\ntitle='t'><a name='third'>seven</a></i>.\n"
    )

    assert [(p.text, p.line) for p in note.passages] == [
        ("Text.", 1), ("One two three.", 5), ("Four five.", 11), ("Six.", 12), ("Then seven.", 15),
    ]  # fmt: skip
    assert [(anchor.name, anchor.line) for anchor in note.anchors] == [("#first", 3), ("#second", 11), ("#third", 16)]


def test_lines_are_counted_behind_what_is_left_out() -> None:
    def is_b(link: Link) -> bool:
        return link.target == "b"

    source = b"One [a long text\nof `x\ny`](b 'c\nd') two. Three ![p\nq](b\n'e') four. Five\n[[Foo]]."
    note = parse_note("a.md", source, is_b)

    assert isinstance(note, ParsedNote)
    assert [(p.text, p.line) for p in note.passages] == [("One two.", 1), ("Three four.", 4), ("Five Foo.", 6)]
    assert [(link.target, link.line) for link in note.links] == [("Foo", 7)]


_HIDDEN = ("%%co{}m{}ment%%", "$x{}y$", "$$x{}y$$", "<!--x{}y-->", "<i{}title='z'>", "<% x{}y %>")

_FILLINGS = (
    *_HIDDEN, "`co{}de`", "``{} a` {}``", "![al{}t](a.png)", "![a|{}100](a.png)", "![b](c{}'t{}u')", "[x{}y](b.md)",
    "[x](b.md '{}z')", "[x]({}<b.md>{})", "[![a{}b](c.png)](d.md 'e{}f')", "*em{}phasis*", "==high{}light==",
    "^[no{}te]", "[lab{}el][r]", "a{}b",
)  # fmt: skip
"""What may stand in a sentence; at each `{}` a line may end."""

_SENTENCES = st.tuples(st.sampled_from(_HIDDEN), st.sampled_from(_FILLINGS), st.lists(st.booleans(), min_size=2))


def _numbered(paragraphs: list[list[tuple[str, str, list[bool]]]]) -> str:
    """Markdown in which each sentence has a word and a link that end with the number of their line."""
    text = ""
    for sentences in paragraphs:
        for before, within, are_line_ends in sentences:
            ends = itertools.cycle("\n" if is_end else " " for is_end in are_line_ends)
            before, within = (re.sub(r"\{\}", lambda _, ends=ends: next(ends), part) for part in (before, within))
            text += f"{before} " if text.endswith(" ") else ""  # some would begin a block at the start of a line
            text += f"Word{text.count(chr(10)) + 1} {within}"
            text += f" [[Link{text.count(chr(10)) + 1}]].{next(ends)}"
        text += "\n\n"
    return f"{text}[r]: b.md\n"


@given(st.lists(st.lists(_SENTENCES, min_size=1), min_size=1, max_size=3).map(_numbered))
@settings(max_examples=200, deadline=None)
def test_every_link_and_passage_names_its_own_line(source: str) -> None:
    note = parse(source)
    links = [link for link in note.links if link.target.startswith("Link")]
    words = [re.findall(r"Word\d+", passage.text) for passage in note.passages]

    assert source.count("Word") == len(links) == len(words)
    assert [link.target for link in links] == [f"Link{link.line}" for link in links]
    assert [[f"Word{passage.line}"] for passage in note.passages] == words

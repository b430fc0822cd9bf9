"""How links and reasons are written as text: links that are alike are one line."""

import sys
from io import BytesIO, TextIOWrapper

import pytest

from notelinks.cli.link_rows import link_rows, text_lines
from notelinks.cli.rows import reason_lines
from notelinks.records import LinkKind, NoteLink, NoteLinks, Reason, UnresolvedLink


def _link(note_id: int, title: str, line: int, *, alias: str = "", fragment: str = "") -> NoteLink:
    return NoteLink(note_id, f"{note_id}.md", title, alias, fragment, line, f"Line {line}.", LinkKind.WIKILINK, 1)


LINKS = NoteLinks(
    outgoing=(_link(1, "Ring", 3), _link(1, "Ring", 9), _link(1, "Ring", 9, alias="rings"), _link(2, "Ring", 5)),
    backlinks=(
        _link(1, "Field", 7),
        _link(1, "Field", 12),
        _link(1, "Field", 20, fragment="Sum"),
        _link(1, "Field", 31),
    ),
    unresolved=(
        UnresolvedLink("Gone", "", 4, 2, "", LinkKind.WIKILINK),
        UnresolvedLink("Gone", "", 8, 2, "", LinkKind.WIKILINK),
    ),
    mentioned_in=(),
    mentions=(),
)


@pytest.mark.parametrize(("encoding", "times"), [("utf-8", "×"), ("ascii", "x")])
def test_links_that_are_alike_are_one_line_with_their_number(
    monkeypatch: pytest.MonkeyPatch, encoding: str, times: str
) -> None:
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(BytesIO(), encoding=encoding))

    lines = list(text_lines(link_rows(LINKS)))

    assert lines == [
        "outgoing",
        f"  Ring {times}2 · line 3",
        "  Ring as “rings” · line 9",
        "  Ring · line 5",
        "backlink",
        f"  Field {times}3 · line 7",
        "      Line 7.",
        "  Field · line 20, to › Sum",
        "      Line 20.",
        "unresolved",
        f"  Gone {times}2 · line 4  (unresolved in 2 notes)",
    ]


def test_json_has_every_link() -> None:
    assert len([row.value for row in link_rows(LINKS)]) == 10


def test_word_that_adds_less_than_a_hundredth_is_not_told_as_nothing() -> None:
    reason = Reason((("flour", 0.0049), ("dough", 0.0051)), 0.0, 0.5, "")

    assert reason_lines(reason) == ["flour <0.01, dough 0.01"]

"""How a related note and the reason for it are drawn."""

import pytest
from textual.geometry import Region

from notelinks.records import Reason, RelatedNote, SectionStart
from notelinks.tui.related_pane import RelatedPane

ROW = RelatedNote(2, "b.md", "B", 0.5, links_there=False, links_here=True)
OWN, OTHER = (SectionStart(heading, 2, 5, 40) for heading in ("Own [b]", "Other\x1b"))
BEGINNING = SectionStart("", 0, 1, 0)


class _Pane(RelatedPane):
    """One that is drawn at a given width."""

    scrollable_content_region = Region(0, 0, 60, 10)


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        (None, None, "    soil · water"),
        (None, OTHER, "    soil · water  § Other�"),
        (OWN, None, "    soil · water  ◂ Own [b]"),
        (OWN, OTHER, "    soil · water  § Other�  ◂ Own [b]"),
        (BEGINNING, OTHER, "    soil · water  § Other�"),
        (None, BEGINNING, "    soil · water"),
    ],
)
def test_sections_stand_after_the_words(own, other, expected) -> None:
    pane = _Pane()
    pane.add_reasons({2: Reason((("soil", 0.3), ("water", 0.2)), 0.0, 0.5, "both #t", own, other)})

    _, (words, fact) = pane.row_lines(ROW)

    assert (expected, "  both #t ") == (words.plain, fact.plain)


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (60, [(" 50 B", " ← "), ("    soil structure · water", "  mentions this note ")]),
        (40, [(" 50 B", "  mentions this note  ← "), ("    soil structure · water", "")]),
        (39, [(" 50 B", "  mentions this note  ← "), ("    soil structure · water", "")]),
        (20, [(" 50 B", " ← "), ("    soil structure · water", "  mentions this note ")]),
    ],
)
def test_fact_that_would_cut_the_words_stands_beside_the_title(width: int, expected) -> None:
    pane = _Pane()
    pane.scrollable_content_region = Region(0, 0, width, 10)
    pane.add_reasons({2: Reason((("soil structure", 0.3), ("water", 0.2)), 0.0, 0.5, "mentions this note", None, None)})

    assert [(left.plain, right.plain) for left, right in pane.row_lines(ROW)] == expected


def test_fewer_words_are_told_where_neither_line_has_room_for_the_fact() -> None:
    pane = _Pane()
    pane.scrollable_content_region = Region(0, 0, 40, 10)
    pane.add_reasons(
        {2: Reason((("soil", 0.3), ("water", 0.2), ("heat", 0.1)), 0.0, 0.5, "mentions this note", None, None)}
    )

    (title, _), (words, fact) = pane.row_lines(ROW._replace(title="A title of some length"))

    assert (title.plain, words.plain, fact.plain) == (
        " 50 A title of some length",
        "    soil · water",
        "  mentions this note ",
    )

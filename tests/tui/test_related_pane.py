"""How a related note and the reason for it are drawn."""

import pytest

from notelinks.records import Reason, RelatedNote, SectionStart
from notelinks.tui.related_pane import RelatedPane

ROW = RelatedNote(2, "b.md", "B", 0.5, links_there=False, links_here=True)
OWN, OTHER = (SectionStart(heading, 2, 5, 40) for heading in ("Own [b]", "Other\x1b"))
BEGINNING = SectionStart("", 0, 1, 0)


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
    pane = RelatedPane()
    pane.add_reasons({2: Reason((("soil", 0.3), ("water", 0.2)), 0.0, 0.5, "both #t", own, other)})

    _, (words, fact) = pane.row_lines(ROW)

    assert (expected, "  both #t ") == (words.plain, fact.plain)

"""How a related note and the reason for it are drawn."""

import pytest
from driving import GARDEN, drive, open_note, screen_text, until
from store_builder import Written
from textual.geometry import Region

from notelinks.records import Reason, RelatedNote, SectionStart
from notelinks.tui.related_pane import RelatedPane

ROW = RelatedNote(2, "b.md", "B", 0.5, links_there=False, links_here=True)
OWN, OTHER = (SectionStart(heading, 2, 5, 40) for heading in ("Own [b]", "Other\x1b"))
HEADINGS = ("What one needs first", "Installing a compiler on Windows")
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

    (_, fact), (words, _) = pane.row_lines(ROW)

    assert (expected, "  both #t  ← ") == (words.plain, fact.plain)


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (60, [(" 50 B", "  mentions this note  ← "), ("    soil structure · water", "")]),
        (29, [(" 50 B", "  mentions this note  ← "), ("    soil structure · water", "")]),
        (28, [(" 50 B", " ← "), ("    soil structure · water", "")]),
    ],
)
def test_fact_stands_beside_a_title_that_leaves_room_for_it(width: int, expected) -> None:
    pane = _Pane()
    pane.scrollable_content_region = Region(0, 0, width, 10)
    pane.add_reasons({2: Reason((("soil structure", 0.3), ("water", 0.2)), 0.0, 0.5, "mentions this note", None, None)})

    assert [(left.plain, right.plain) for left, right in pane.row_lines(ROW)] == expected


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (76, "    soil · water  § Installing a compiler on Windows  ◂ What one needs first"),
        (60, "    soil · water  § Installin… Windows  ◂ What one…ds first"),
        (46, "    soil  § Installing a compiler on Windows"),
        (40, "    soil  § Installing a c…er on Windows"),
        (28, "    soil  § Installi…Windows"),
        (24, "    soil · water · heat"),
    ],
)
def test_headings_are_cut_in_the_middle_and_the_other_notes_stays_longest(width: int, expected: str) -> None:
    pane = _Pane()
    pane.scrollable_content_region = Region(0, 0, width, 10)
    own, other = (SectionStart(heading, 2, 5, 40) for heading in HEADINGS)
    pane.add_reasons({2: Reason((("soil", 0.3), ("water", 0.2), ("heat", 0.1)), 0.0, 0.5, "", own, other)})

    _, (words, _) = pane.row_lines(ROW)

    assert words.plain == expected
    assert words.cell_length <= width


def test_title_that_has_no_room_is_told_in_the_line_below(vault) -> None:
    long = "One of several notes whose titles begin alike and end differently, the third.md"
    vault.build({"A.md": Written("A.", related={long: 0.9, "B.md": 0.8}), long: Written("L."), "B.md": Written("B.")})

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "A.md")
        await until(pilot, lambda: app.main.related._reasons)
        app.main.related.focus()
        await until(pilot, lambda: app.main.detail_line.detail.plain.startswith(long.removesuffix(".md") + ": soil"))
        await pilot.press("j")
        await until(pilot, lambda: app.main.detail_line.detail.plain.startswith("soil"))

    drive(vault, steps)


def test_all_is_told_of_the_row_under_the_cursor(vault) -> None:
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        layout = [pane.region for pane in (app.main.related, app.main.concepts, app.main.detail_line)]
        other, own = (SectionStart(heading, 2, 5, 40) for heading in HEADINGS)
        words = tuple((word, 0.1) for word in ("sharding", "query", "consistency"))
        await until(pilot, lambda: app.main.related._reasons)
        app.main.related.add_reasons({vault.note_id("Soil.md"): Reason(words, 0.0, 0.5, "3 shared links", other, own)})
        app.main.related.focus()
        await until(pilot, lambda: "sharding · query · consistency · 3 shared links   § " in screen_text(app))
        line = app.main.detail_line.detail.plain
        assert all(heading in line for heading in HEADINGS)
        assert layout == [pane.region for pane in (app.main.related, app.main.concepts, app.main.detail_line)]
        app.main.notes.list.focus()
        await until(pilot, lambda: app.main.detail_line.detail.plain == "Compost.md")
        app.main.preview.focus()
        await until(pilot, lambda: not app.main.detail_line.detail)

    drive(vault, steps)

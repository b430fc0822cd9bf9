"""What a key changes is drawn, and nothing else; nothing is laid out anew."""

import pytest
from driving import GARDEN, drive, open_note, screen_text, until
from store_builder import Written
from textual.geometry import Region
from textual.screen import Screen
from textual.scrollbar import ScrollBar
from textual.style import Style
from textual.visual import RenderOptions
from textual.widget import Widget

from notelinks.tui.content import as_strip, joined
from notelinks.tui.filter import NoteFilter
from notelinks.tui.main_screen import MainScreen
from notelinks.tui.page import KeyLine, connected_regions
from notelinks.tui.row_list import RowList
from notelinks.tui.scroll_bar import CalmScrollBar


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """(id of a list, line of it) for each line that was drawn, and ("layout", 0) for each layout."""
    found: list[tuple[str, int]] = []
    draw, lay_out = RowList.render_line, Screen._refresh_layout

    def draw_and_note(self, y):
        found.append((self.id, y))
        return draw(self, y)

    def lay_out_and_note(self, *args, **options):
        found.append(("layout", 0))
        return lay_out(self, *args, **options)

    monkeypatch.setattr(RowList, "render_line", draw_and_note)
    monkeypatch.setattr(Screen, "_refresh_layout", lay_out_and_note)
    return found


def test_move_in_the_list_of_notes_draws_two_rows_and_what_belongs_to_the_note(vault, drawn) -> None:
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        drawn.clear()
        await pilot.press("j")
        await until(pilot, lambda: app.main.related.note_id == vault.note_id("Walks/Dew.md") == app.main.shown_id)
        await until(pilot, lambda: "Dew on the grass" in screen_text(app))

        assert [line for line in drawn if line[0] == "layout"] == []
        assert {line for line in drawn if line[0] == "notes-list"} == {("notes-list", 1), ("notes-list", 2)}
        assert ("related", 0) in drawn

    drive(vault, steps)


def test_what_lies_between_two_changes_is_not_gone_through(vault, monkeypatch) -> None:
    """For an update Textual goes through all that the smallest rectangle around it holds."""
    vault.build(GARDEN)
    gone_through = []
    render = Widget.render_lines

    def render_and_note(self, crop):
        gone_through.append(self.id)
        return render(self, crop)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await until(pilot, lambda: app.main.links.rows and not app.main._steps._left)
        monkeypatch.setattr(Widget, "render_lines", render_and_note)
        app.main.status_bar.refresh()
        app.main.query_one(KeyLine).refresh()
        await until(pilot, lambda: {"status", "footer"} <= set(gone_through))
        assert "preview" not in gone_through
        app.main._dirty_widgets.add(app.main.problem_line)  # out of view, so that nothing has to be painted
        app.main._on_timer_update()
        assert not app.main._dirty_widgets

    drive(vault, steps)


def test_regions_that_overlap_are_painted_together() -> None:
    left, right, both, apart = Region(0, 0, 5, 5), Region(8, 0, 5, 5), Region(4, 2, 5, 1), Region(0, 9, 20, 1)

    assert connected_regions([left, right, apart, both]) == [{apart}, {left, right, both}]
    assert connected_regions([left, right]) == [{left}, {right}]
    assert connected_regions([]) == []


def test_scroll_bar_is_drawn_when_its_thumb_moves_and_is_always_textuals(vault, monkeypatch) -> None:
    drawn = []
    render = ScrollBar.render
    monkeypatch.setattr(ScrollBar, "render", lambda bar: drawn.append(bar) or render(bar))
    vault.build({f"Note {number:04}.md": Written("Text.") for number in range(1500)})

    async def steps(app, pilot):
        await until(pilot, lambda: app.main.shown_id)
        rows = app.main.notes.list
        bar = rows.vertical_scrollbar
        await pilot.press("end")
        await until(pilot, lambda: rows.scroll_offset.y > 1000)
        drawn.clear()
        await pilot.press("home", *"j" * 40, *"k" * 40)
        await until(pilot, lambda: rows.cursor == 0)
        assert drawn.count(bar) < 20  # once for `home`, and for each eighth of a cell
        for share in (0.0, 0.1, 0.33, 0.5, 0.99, 1.0):
            rows.scroll_to(y=share * rows.max_scroll_y, animate=False, immediate=True)
            await pilot.pause()
            await until(pilot, lambda: bar.position == int(rows.scroll_y * 8) / 8)
            shown = _column(app, bar)
            Widget.refresh(bar)
            await pilot.pause()
            assert shown == _column(app, bar), share

    drive(vault, steps)


@pytest.mark.parametrize("change", ["theme", "hover", "size", "rows"])
def test_scroll_bar_is_drawn_when_something_else_about_it_changes(vault, change: str) -> None:
    vault.build({f"Note {number:03}.md": Written("Text.") for number in range(100)})

    async def steps(app, pilot):
        await until(pilot, lambda: app.main.shown_id)
        bar = app.main.notes.list.vertical_scrollbar
        before = _column(app, bar)
        if change == "theme":
            app.theme = "textual-light"
        elif change == "hover":
            await pilot.hover(bar)
        elif change == "size":
            await pilot.resize_terminal(120, 25)
        else:
            app.main.notes.list.show_rows(app.main.notes.list.rows[:40], keep=True)
        await until(pilot, lambda: _column(app, bar) != before)
        shown = _column(app, bar)
        Widget.refresh(bar)
        await pilot.pause()
        assert shown == _column(app, bar)

    drive(vault, steps)


def test_scroll_bar_without_a_thumb_looks_as_textuals_does(vault, monkeypatch) -> None:
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: app.main.shown_id)
        bar = app.main.notes.list.vertical_scrollbar
        for _ in range(2):
            own = _backgrounds(app, bar)
            with monkeypatch.context() as patch:
                patch.delattr(CalmScrollBar, "render_lines")
                Widget.refresh(bar)
                await pilot.pause()
                assert own == [
                    [(segment.text, segment.style.bgcolor) for segment in line] for line in _column(app, bar)
                ]
            await pilot.hover(bar)

    drive(vault, steps)


def test_rows_that_are_read_again_are_not_gone_through_one_by_one(vault, monkeypatch) -> None:
    vault.build({f"Note {number:02}.md": Written("Text.") for number in range(40)})
    asked = []

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Note 07.md")
        rows = app.main.notes.list
        monkeypatch.setattr(rows, "row_id", lambda row: asked.append(row) or row.key)
        app.main.notes.set_notes(NoteFilter(list(app.main.notes.filter.notes)))
        assert rows.cursor_row.key == "Note 07.md"
        assert len(asked) == 2
        app.main.notes.set_notes(NoteFilter(app.main.notes.filter.notes[3:]))
        assert rows.cursor_row.key == "Note 07.md"

    drive(vault, steps)


@pytest.mark.parametrize("text", ["", "Soil is alive", "土は生きている。土は生きている。"])
@pytest.mark.parametrize("width", [1, 7, 20])
def test_line_is_drawn_as_textual_would(text: str, width: int) -> None:
    style = Style.parse("white on blue")
    line = joined((text[:5], "bold red"), text[5:]).truncate(width)
    (strip,) = line.render_strips(width, 1, style, RenderOptions(Style.parse, {}))

    assert _cells(as_strip(line, width, style)) == _cells(strip.extend_cell_length(width, style.rich_style))


def test_reasons_that_are_known_or_out_of_view_draw_nothing(vault, drawn, monkeypatch) -> None:
    vault.build(
        {"A.md": Written("A.", related={f"B{n:02}.md": 0.9 - n / 100 for n in range(40)})}
        | {f"B{n:02}.md": Written("B.") for n in range(40)}
    )

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "A.md")
        related = app.main.related
        await until(pilot, lambda: len(related._reasons) == len(related.rows))
        monkeypatch.setattr(MainScreen, "on_reasons_found", lambda screen, message: None)
        first, last = related.rows[0].note_id, related.rows[-1].note_id
        reasons = dict(related._reasons)
        await pilot.pause()
        drawn.clear()
        related.add_reasons(reasons)
        related.add_reasons({last: reasons[last]._replace(fact="a fact")})
        await pilot.pause()
        assert [line for line in drawn if line[0] == "related"] == []
        related.add_reasons({first: reasons[first]._replace(fact="a fact")})
        await until(pilot, lambda: "a fact" in screen_text(app))
        related.focus()
        await pilot.press("end")
        await until(pilot, lambda: "a fact" in screen_text(app))

    drive(vault, steps)


def _cells(strip) -> list:
    looks = ((segment.text, segment.style) for segment in strip)
    return [(char, style.color, style.bgcolor, style.bold) for text, style in looks for char in text]


def _column(app, bar) -> list:
    """What stands on the screen where a scroll bar is, with its style."""
    strips = app.screen._compositor.render_strips()
    x, y, width, height = bar.region
    return [list(strip.crop(x, x + width)) for strip in strips[y : y + height]]


def _backgrounds(app, bar) -> list:
    return [[(segment.text, segment.style.bgcolor) for segment in line] for line in _column(app, bar)]

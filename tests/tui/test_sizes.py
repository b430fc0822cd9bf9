"""Small windows: what folds away, what stays, and nothing ends the program."""

import pytest
from driving import GARDEN, drive, open_note, screen_text, until
from store_builder import Written

from notelinks.tui.help_screen import KeyColumn
from notelinks.tui.main_layout import SIZES_WITH_ONE_COLUMN
from notelinks.tui.main_screen import MainScreen
from notelinks.tui.page import Page


def test_wide_window_has_three_columns(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        main = app.main
        lefts = [pane.region.x for pane in (main.notes, main.preview, main.related)]

        assert lefts == sorted(set(lefts))
        assert main.related.region.bottom <= main.concepts.region.y < main.links.region.y

    drive(vault, steps, size=(120, 35))


def test_preview_folds_away_at_80_by_24(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        text = screen_text(app)

        assert not app.main.preview.display
        assert " 71 Soil" in text and "← Leaf mould" in text and "heat" in text
        await pilot.press("l")
        assert app.focused is app.main.related

    drive(vault, steps, size=(80, 24))


def test_first_frame_is_laid_out_for_the_size_and_styled_once(vault, monkeypatch):
    vault.build(GARDEN)
    frames, styled = [], []
    paint, style = MainScreen._compositor_refresh, Page.update_node_styles

    def paint_and_note(screen):
        frames.append(screen.preview.display)
        paint(screen)

    def style_and_note(page, **options):
        styled.append(page)
        style(page, **options)

    monkeypatch.setattr(MainScreen, "_compositor_refresh", paint_and_note)
    monkeypatch.setattr(Page, "update_node_styles", style_and_note)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")

        assert frames and not any(frames)
        assert styled == []
        await app.action_open_view("status")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.main)
        assert styled == []
        await app.action_open_view("status")  # a theme may have been chosen meanwhile
        await until(pilot, lambda: styled)

    drive(vault, steps, size=(80, 24))


def test_related_notes_are_still_there_at_40_by_10(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        text = screen_text(app)

        assert " 71 Soil" in text
        assert "too small" not in text

    drive(vault, steps, size=(40, 10))


@pytest.mark.parametrize("size", [(39, 20), (60, 9), (10, 3), (1, 1)])
def test_smaller_window_says_so_and_survives_keys(vault, size):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: app.main.shown_id)
        if size[0] > 10:
            assert "The window is too small." in screen_text(app)
        await pilot.press("j", "tab", "j", "tab", "j", "tab", "enter", "f", "slash", "x", "escape", "backspace")

    drive(vault, steps, size=size)


def test_focus_returns_to_the_list_when_its_pane_folds_away(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.preview.focus()
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: app.focused is app.main.notes.list)
        await pilot.resize_terminal(10, 3)
        await pilot.resize_terminal(120, 35)
        await until(pilot, lambda: app.main.preview.display)

        assert app.main.notes.list.cursor_row.key == "Compost.md"

    drive(vault, steps)


def test_last_of_many_rows_is_reached_by_keys(vault):
    vault.build({f"{i:04d}.md": Written("x") for i in range(700)})

    async def steps(app, pilot):
        await until(pilot, lambda: app.main.shown_id)
        await pilot.press("G")
        await until(pilot, lambda: app.main.shown_key == "0699.md")

        assert "0699" in screen_text(app)

    drive(vault, steps)


@pytest.mark.parametrize(
    ("size", "keys"),
    [
        ((110, 15), {"c": "concepts", "b": "links"}),
        ((40, 10), {"c": "concepts", "b": "links"}),
    ],
)
def test_key_of_a_pane_without_room_says_so_and_changes_nothing(vault, size, keys):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        for key, pane in keys.items():
            await pilot.press(key)
            told = f"No room for the {pane} at this size."
            await until(pilot, lambda: told in [toast.message for toast in app._notifications])  # noqa: B023
        assert app.main.remembered().folded == ""
        await pilot.resize_terminal(120, 35)
        await until(pilot, lambda: app.main.preview.display and app.main.concepts.display and app.main.links.display)
        await pilot.press(*keys)
        assert app.main.remembered().folded.split() == list(keys.values())

    drive(vault, steps, size=size)


def test_sizes_with_one_column_are_those_of_the_style_sheet(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: app.main.shown_id)
        for size in ((39, 12), (50, 12), (80, 24), (120, 35), (120, 12), (120, 9)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: app.main.size == size)  # noqa: B023
            has_room = not any(app.main.has_class(name) for name in SIZES_WITH_ONE_COLUMN)
            assert (app.main.concepts.display, app.main.links.display) == (has_room, has_room), size
            assert app.main.preview.display == app.main.has_class("-wide"), size

    drive(vault, steps)


@pytest.mark.parametrize("view", ["", "g"])
@pytest.mark.parametrize("size", [(40, 12), (60, 20), (80, 24), (120, 35)])
def test_help_is_wrapped_where_it_has_no_room(vault, view, size):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press(*view, "question_mark")
        await until(pilot, lambda: app.screen.query("#help") and "─ Keys" in screen_text(app))
        box = app.screen.query_one("#help")
        columns = list(box.query(KeyColumn))
        lines = [line for column in columns for line in column.render().plain.splitlines()]
        told = " ".join(" ".join(lines).split())
        await until(pilot, lambda: "esc return" in screen_text(app))

        assert max(column.region.right for column in columns) <= box.scrollable_content_region.right
        assert sum(column.size.height for column in columns) == len(lines), "no line is wrapped again"
        assert ("→ ← links to the right, to the left" if view else "Clear a filter, leave a view") in told

    drive(vault, steps, size=size)


def test_status_in_a_low_window_gives_most_of_its_room_to_the_facts_where_no_file_is_skipped(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: "Every note is indexed in full." in screen_text(app))
        await until(pilot, lambda: app.screen.query_one("#facts").size.height == 7)
        await pilot.press("tab", *"j" * 20)
        await until(pilot, lambda: "nothing, the index is current" in " ".join(screen_text(app).split()))

    drive(vault, steps, size=(40, 12))

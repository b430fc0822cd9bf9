"""In a window without room for all panes `p` shows the preview in the place of others, in views too, and back."""

import pytest
from driving import GARDEN, SIZES, drive, open_note, screen_text, shown, until
from store_builder import Written

from notelinks.store.dismissed import read_dismissed
from notelinks.tui.messages import LineWanted

LONG = "\n\n".join(f"Paragraph number {i}." for i in range(1, 60))
GARDEN_WITH_LONG = GARDEN | {"Long.md": Written(LONG, related={"Soil.md": 0.5, "Compost.md": 0.4})}


def test_preview_takes_the_place_of_the_side_column_at_80_by_24(vault):
    vault.build(GARDEN_WITH_LONG)

    async def steps(app, pilot):
        main = app.main
        await open_note(app, pilot, vault, "Long.md")
        await pilot.press("p")
        await until(pilot, lambda: "Paragraph number 1." in screen_text(app))
        assert app.focused is main.notes.list and " 50 Soil" not in screen_text(app)
        await pilot.press("tab")
        assert app.focused is main.preview
        await pilot.press("ctrl+d", "j")
        await until(pilot, lambda: "Paragraph number 12." in screen_text(app))
        await pilot.press("h")
        assert app.focused is main.notes.list
        await pilot.press("l", "p")
        await until(pilot, lambda: " 50 Soil" in screen_text(app))
        assert app.focused is main.notes.list and not main.preview.display

    drive(vault, steps, size=(80, 24))


def test_preview_takes_the_place_of_everything_at_40_by_10(vault):
    vault.build(GARDEN_WITH_LONG)

    async def steps(app, pilot):
        main = app.main
        await open_note(app, pilot, vault, "Long.md")
        await pilot.press("l", "j")
        await until(pilot, lambda: main.related.cursor == 1)
        await pilot.press("p", "G")  # the second one at once: it is meant for the preview
        await until(pilot, lambda: "Paragraph number 59." in screen_text(app))
        assert main.preview.size.width >= 36 and main.related.cursor == 1
        await pilot.press("tab", "h", "l")
        assert app.focused is main.preview
        await pilot.press("p")
        await until(pilot, lambda: app.focused is main.related and main.related.size)
        assert main.related.cursor == 1

    drive(vault, steps, size=(40, 10))


def test_preview_in_the_place_of_others_follows_a_save_and_the_cursor(vault):
    vault.build(GARDEN_WITH_LONG)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Long.md")
        await pilot.press("p", "tab", "G")
        await until(pilot, lambda: "Paragraph number 59." in screen_text(app))
        top = app.main.preview.scroll_offset.y
        (vault.path / "Long.md").write_text(LONG.replace("number 59", "number last"))
        vault.writer.set_status(problem="")
        app.main.read_again()
        await until(pilot, lambda: "Paragraph number last." in screen_text(app))
        assert app.main.preview.scroll_offset.y == top
        await pilot.press("h", "j")
        await until(pilot, lambda: "Soil is alive." in screen_text(app))

    drive(vault, steps, size=(80, 24))


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
def test_window_that_grows_shows_all_panes_also_after_another_start(vault, size):
    vault.build(GARDEN)

    async def steps(app, pilot):
        main = app.main
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("p")
        await until(pilot, lambda: main.preview.size)
        await pilot.resize_terminal(120, 35)
        await until(pilot, lambda: all(pane.region for pane in (main.notes.list, main.preview, main.related)))
        await pilot.resize_terminal(40, 10)
        await until(pilot, lambda: app.focused is main.preview)
        assert main.remembered().folded == ""

    async def again(app, pilot):
        main = app.main
        await open_note(app, pilot, vault, "Compost.md")
        assert all(pane.region for pane in (main.notes.list, main.preview, main.related))
        await pilot.press("p")
        await until(pilot, lambda: not main.preview.display)

    async def small(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        assert app.main.related.region
        await pilot.press("p")
        await until(pilot, lambda: "Heat of compost." in screen_text(app))
        assert app.main.remembered().folded == "preview", "in a wide window it is still folded away"

    drive(vault, steps, size=size)
    drive(vault, again)
    drive(vault, small, size=size)


def test_key_for_what_the_preview_hides_brings_it_back(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        main = app.main
        await open_note(app, pilot, vault, "Compost.md")
        for key, is_seen in (
            ("slash", lambda: app.focused.id == "filter"),
            ("F", lambda: app.focused.id == "related-filter"),
            ("f", lambda: "unlinked" in screen_text(app)),
            ("r", lambda: "by change" in screen_text(app)),
        ):
            await pilot.press("p")
            await until(pilot, lambda: app.focused is main.preview)
            await pilot.press(key)
            await until(pilot, lambda: app.focused.region and is_seen())  # noqa: B023
            await pilot.press("escape")
        await pilot.press("p", "c")
        told = "No room for the concepts beside the preview."
        await until(pilot, lambda: told in [toast.message for toast in app._notifications])
        assert main.remembered().folded == ""

    drive(vault, steps, size=(40, 10))


@pytest.mark.parametrize("size", SIZES)
def test_line_of_a_link_brings_the_preview(vault, size):
    vault.build(GARDEN_WITH_LONG)

    async def steps(app, pilot):
        main = app.main
        await open_note(app, pilot, vault, "Long.md")
        main.post_message(LineWanted(main.shown_id, 81))
        await until(pilot, lambda: "Paragraph number 41." in screen_text(app))
        main.post_message(LineWanted(main.shown_id, 5))
        await until(pilot, lambda: "Paragraph number 3." in screen_text(app))

    drive(vault, steps, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_p_in_a_view_goes_to_the_text_and_back(vault, size):
    long = Written("Clover.\n\n" + LONG, modified_s=1_700_000_400)
    vault.build(GARDEN | {"Clover.md": long})
    is_small = size[0] < 100

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        await pilot.press("S")
        view = app.views["suggestions"]
        await until(pilot, lambda: view.pairs.rows and view.highlighted.second_id)
        await until(pilot, lambda: (" p read " in screen_text(app)) == (size[0] == 80))
        await pilot.press("tab", "end", "shift+tab", "p")
        await until(pilot, lambda: view.first.note_id == view.highlighted.first_id == vault.note_id("Clover.md"))
        await pilot.press("G")
        await until(pilot, lambda: "Paragraph number 59." in screen_text(app))
        assert app.focused is view.first and "Compost" in screen_text(app)
        assert bool(view.pairs.region) != is_small
        await pilot.press("tab")
        await until(pilot, lambda: "Compost feeds" in screen_text(app))
        await pilot.resize_terminal(120, 35)
        await until(pilot, lambda: view.pairs.region and view.second.region and app.focused is view.second)
        await pilot.resize_terminal(*size)
        await until(pilot, lambda: bool(view.pairs.region) != is_small)
        await pilot.press("p")
        await until(pilot, lambda: app.focused is view.pairs and view.pairs.region)
        assert bool(view.first.region) != is_small
        await pilot.press("p", "escape")
        if is_small:
            await until(pilot, lambda: app.screen is view and app.focused is view.pairs)
        else:
            await until(pilot, lambda: app.screen is app.main)
            await pilot.press("S")
            await until(pilot, lambda: app.screen is view and app.focused is view.first)
            await pilot.press("p")
        await pilot.press("tab", "end", "p", "x")
        await until(pilot, lambda: read_dismissed(vault.folder) == [("Walks/Dew.md",)])

    drive(vault, steps, size=size)


def test_p_shows_the_place_of_what_was_searched_for(learned):
    (learned.path / "bread/Long.md").write_text(f"Flour.\n\n{LONG}\n\nflour flour dough flour\n")
    learned.index()

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("s", *'"flour dough"')
        view = app.views["search"]
        await until(pilot, lambda: any(row.note.title == "Long" for row in view.found.rows))
        assert " p read " not in screen_text(app)
        await pilot.press("tab", "home")
        while view.found.cursor_row.note.title != "Long":
            await pilot.press("j")
        await until(pilot, lambda: view.preview.note_id == view.highlighted_id)
        await pilot.press("p")
        await until(pilot, lambda: "flour flour dough flour" in screen_text(app) and view.preview.has_focus)
        await pilot.press("p")
        await until(pilot, lambda: app.focused is view.found and view.found.region)
        await pilot.press("shift+tab", "ctrl+u", "tab", "p")
        await until(pilot, lambda: "There is no note under the cursor." in screen_text(app))

    drive(learned, steps, size=(80, 24))

"""In a window without room for all panes `p` shows the preview in the place of others, and gives the place back."""

import pytest
from driving import GARDEN, drive, open_note, screen_text, until
from store_builder import Written

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


def test_line_of_a_link_is_shown_when_the_preview_is(vault):
    vault.build(GARDEN_WITH_LONG)

    async def steps(app, pilot):
        main = app.main
        await open_note(app, pilot, vault, "Long.md")
        main.post_message(LineWanted(main.shown_id, 81))
        await pilot.press("p")
        await until(pilot, lambda: "Paragraph number 41." in screen_text(app))

    drive(vault, steps, size=(80, 24))

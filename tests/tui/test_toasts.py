"""What is told for a moment, and where: it hides neither the row it is about nor the keys."""

import pytest
from driving import GARDEN, SIZES, drive, open_note, screen_text, until


@pytest.mark.parametrize(("size", "line", "line_in_view"), [(SIZES[0], -3, -2), (SIZES[1], -4, -2), (SIZES[2], 0, 0)])
def test_toast_stands_over_a_border_or_in_a_low_window_over_the_line_at_the_top(vault, size, line, line_in_view):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await until(pilot, lambda: "soil · water" in screen_text(app))
        before = screen_text(app).splitlines()
        await pilot.press("backspace")
        await until(pilot, lambda: "There is no note to go back to." in screen_text(app))
        lines = screen_text(app).splitlines()
        assert lines[line].endswith(" There is no note to go back to. ")
        assert [number for number in range(size[1]) if lines[number] != before[number]] == [line % size[1]]
        await pilot.press("s")
        await until(pilot, lambda: app.screen is app.views["search"])
        app.page.tell("A sentence.")
        await until(pilot, lambda: screen_text(app).splitlines()[line_in_view].endswith(" A sentence. "))
        app.page.tell("Another one.")
        await until(pilot, lambda: screen_text(app).splitlines()[line_in_view].endswith(" Another one. "))

    drive(vault, steps, size=size)


def test_toast_in_the_graph_leaves_the_line_of_the_note_under_the_cursor(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("g")
        await until(pilot, lambda: "1 out · 2 back" in screen_text(app).splitlines()[-2])
        app.page.tell("A sentence.")
        await until(pilot, lambda: screen_text(app).splitlines()[-3].endswith(" A sentence. "))

        assert "1 out · 2 back" in screen_text(app).splitlines()[-2]

    drive(vault, steps, size=(80, 24))


def test_list_of_themes_marks_the_one_in_use(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        app.theme = "nord"
        app.action_change_theme()
        await until(pilot, lambda: "nord · in use" in screen_text(app) and "gruvbox" in screen_text(app))
        assert screen_text(app).count("in use") == 1 and screen_text(app).count("nord") == 1
        await pilot.press(*"gruv")
        await until(pilot, lambda: "dracula" not in screen_text(app) and "gruvbox" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.theme == "gruvbox")

    drive(vault, steps)

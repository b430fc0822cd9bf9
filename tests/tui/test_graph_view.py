"""`g`: the local graph, moved through with arrows."""

import pytest
from driving import GARDEN, SIZES, drive, open_note, screen_text, shown, until

from notelinks.tui.views import graph


async def open_graph(app, pilot, vault, key: str):
    await open_note(app, pilot, vault, key)
    await pilot.press("g")
    view = app.views["graph"]
    await until(pilot, lambda: app.screen is view and view.graph.cursor_id == vault.note_id(key))
    return view


@pytest.mark.parametrize("size", SIZES)
def test_arrows_move_and_enter_opens(vault, size):
    vault.build(GARDEN)

    async def steps(app, pilot):
        view = await open_graph(app, pilot, vault, "Compost.md")
        text = screen_text(app)
        assert "Compost" in text and "Soil" in text and "Leaf mould" in text
        await pilot.press("left")
        assert view.graph.cursor_note.key == "Leaf mould.md"
        await pilot.press("right", "right")
        assert view.graph.cursor_note.key == "Soil.md"
        await pilot.press("left", "down")
        assert view.graph.cursor_note.key == "Clover.md"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.main and shown(app) == "Clover.md")

    drive(vault, steps, size=size)


def test_any_note_can_become_the_middle_and_backspace_returns(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        view = await open_graph(app, pilot, vault, "Compost.md")
        await pilot.press("left", "space")
        await until(pilot, lambda: "Graph · Leaf mould" in screen_text(app))
        assert view.graph.cursor_note.key == "Leaf mould.md"
        await pilot.press("backspace")
        await until(pilot, lambda: "Graph · Compost" in screen_text(app))
        await pilot.press("backspace")
        await until(pilot, lambda: "This note is where the graph began." in screen_text(app))
        await pilot.press("escape")
        assert app.screen is app.main and shown(app) == "Compost.md"

    drive(vault, steps)


def test_plus_and_minus_change_the_number_of_steps(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        view = await open_graph(app, pilot, vault, "Leaf mould.md")
        await until(pilot, lambda: "1 step · 2 notes" in screen_text(app))
        await pilot.press("plus")
        await until(pilot, lambda: "2 steps · 3 notes" in screen_text(app))
        assert view.graph.cursor_note.key == "Leaf mould.md"
        await pilot.press("minus")
        await until(pilot, lambda: "1 step · 2 notes" in screen_text(app))

    drive(vault, steps)


def test_g_twice_in_a_row_goes_to_the_first_row_as_in_vim(vault, monkeypatch):
    vault.build(GARDEN)
    monkeypatch.setattr(graph, "DOUBLE_S", 30.0)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        app.main.notes.list.focus()
        await pilot.press("g", "g")
        await until(pilot, lambda: app.screen is app.main and shown(app) == "Clover.md")
        assert app.main.notes.list.cursor == 0

    drive(vault, steps)


def test_g_after_a_while_closes_the_graph_and_moves_nothing(vault, monkeypatch):
    vault.build(GARDEN)
    monkeypatch.setattr(graph, "DOUBLE_S", 0.0)

    async def steps(app, pilot):
        await open_graph(app, pilot, vault, "Soil.md")
        await pilot.press("g")
        await until(pilot, lambda: app.screen is app.main)
        assert shown(app) == "Soil.md"

    drive(vault, steps)


def test_a_save_redraws_and_keeps_the_cursor(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        view = await open_graph(app, pilot, vault, "Compost.md")
        await pilot.press("right")
        assert view.graph.cursor_note.key == "Soil.md"
        vault.write({"Ash.md": type(GARDEN["Soil.md"])("For the [[Compost]].")})
        await until(pilot, lambda: "Ash" in screen_text(app))

        assert view.graph.cursor_note.key == "Soil.md"

    drive(vault, steps)


def test_click_moves_the_cursor_and_a_second_one_opens(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        view = await open_graph(app, pilot, vault, "Compost.md")
        box = next(box for box in view.graph.drawing.boxes if box.note.key == "Soil.md")
        await pilot.click("#graph", offset=(box.column + 1, box.row))
        assert view.graph.cursor_note.key == "Soil.md"
        await pilot.click("#graph", offset=(box.column + 1, box.row))
        await until(pilot, lambda: app.screen is app.main and shown(app) == "Soil.md")

    drive(vault, steps)

"""`s`: results as one types, on a real index with learned words."""

import pytest
from driving import GARDEN, SIZES, drive, screen_text, send, shown, until

from tests.support import write_vault


@pytest.mark.parametrize("size", SIZES)
def test_notes_are_found_as_one_types_and_enter_opens(learned, size):
    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("s")
        view = app.views["search"]
        await until(pilot, lambda: app.focused is view.input)
        assert "Type what you have in mind" in screen_text(app).replace("\n", " ") or size[0] < 50
        await pilot.press(*"guitar chord")
        await until(pilot, lambda: view.found.rows and view.highlighted_id)
        assert view.found.rows[0].note.key.startswith("music/")
        await pilot.press("down", "down", "up")
        assert app.focused is view.input
        assert view.found.cursor == 1
        wanted = view.found.rows[2].note.key
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.screen is app.main and shown(app) == wanted)
        assert app.focused is app.main.notes.list
        await pilot.press("backspace")
        assert shown(app) != wanted

    drive(learned, steps, size=size)


def test_keys_that_follow_the_text_in_one_go_reach_what_is_found_for_it(learned):
    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("s", *"flour")
        view = app.views["search"]
        await until(pilot, lambda: view.found.rows and view.found.cursor == 0)
        send(app, "down", "down", "down")
        await until(pilot, lambda: view.found.cursor == 3)
        assert app.focused is view.input
        await pilot.press("escape")
        send(app, "s", *"guitar", "down", "down", "enter")
        await until(pilot, lambda: app.screen is app.main)
        await until(pilot, lambda: shown(app) == view.found.rows[2].note.key)
        assert shown(app).startswith("music/")

    drive(learned, steps)


def test_letters_are_text_while_one_moves_and_keys_of_the_list_are_a_tab_away(learned):
    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("s", *"flour")
        view = app.views["search"]
        await until(pilot, lambda: view.found.rows)
        await pilot.press("down", "pagedown", "pageup", "q")
        await until(pilot, lambda: view.input.value == "flourq")
        await pilot.press("backspace")
        await until(pilot, lambda: view._found_for == view.question() and view.found.rows)
        await pilot.press("tab")
        assert app.focused is view.found
        await pilot.press("j", "q")
        assert app.screen is app.main

    drive(learned, steps)


def test_words_that_no_note_holds_are_named(learned):
    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("s", *"zeppelin")
        await until(pilot, lambda: "Not in the vocabulary: zeppelin" in screen_text(app))
        await pilot.press("space", *"flour")
        await until(pilot, lambda: app.views["search"].found.rows)
        assert "Not in the vocabulary: zeppelin" in screen_text(app)
        await pilot.press("ctrl+u")
        await until(pilot, lambda: "Type what you have in mind" in screen_text(app))
        assert not app.views["search"].found.rows

    drive(learned, steps)


def test_border_tells_which_words_bring_the_note_under_the_cursor_near(learned):
    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("s", *"Flour")
        view = app.views["search"]

        def is_told() -> bool:
            row = view.found.cursor_row
            return row is not None and f"flour · note {row.note.note_id} " in screen_text(app)

        await until(pilot, is_told)
        await pilot.press("down", "down")
        await until(pilot, is_told)
        await pilot.press("ctrl+u", *"zeppelin")
        await until(pilot, lambda: not view.found.rows)
        assert "flour" not in screen_text(app)

    drive(learned, steps, size=(80, 24))


def test_search_opens_again_as_it_was_left(learned):
    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("s", *"flour")
        view = app.views["search"]
        await until(pilot, lambda: view.found.rows)
        await pilot.press("down", "down", "down", "escape")
        assert app.screen is app.main
        await pilot.press("s")
        await until(pilot, lambda: app.focused is view.input)
        assert (view.input.value, view.found.cursor) == ("flour", 3)
        await pilot.press(*"guitar")
        await until(pilot, lambda: view.found.rows and view.found.rows[0].note.key.startswith("music/"))
        assert view.input.value == "guitar"

    drive(learned, steps)


def test_a_save_moves_neither_cursor_nor_focus_of_the_results(learned):
    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("s", *"flour")
        view = app.views["search"]
        await until(pilot, lambda: view.found.rows)
        await pilot.press("tab", "home", "j", "j", "j")
        row, number = view.found.cursor_row, view.found.cursor
        write_vault(learned.path, {"bread/AAA.md": "flour flour flour flour"})
        learned.index()
        await until(pilot, lambda: any(r.note.key == "bread/AAA.md" for r in view.found.rows))

        assert view.found.cursor_row.note.key == row.note.key
        assert view.found.cursor > number
        assert app.focused is view.found

    drive(learned, steps)


def test_index_without_learned_words_says_why_nothing_is_found(vault):
    vault.write(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("s", *"flour")
        await until(pilot, lambda: "is not learned yet" in app.views["search"].found.empty_text.plain)

    drive(vault, steps)

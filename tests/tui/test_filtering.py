"""The filter of the list of notes, by its keys."""

from driving import GARDEN, drive, open_note, screen_text, send, shown, until


def test_filter_finds_and_escape_clears(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Walks/Dew.md")
        await pilot.press("slash", *"humus")
        assert [row.title for row in app.main.notes.list.rows] == ["Compost"]
        assert shown(app) == "Compost.md"
        await pilot.press("down")
        assert app.focused is app.main.notes.list
        await pilot.press("slash", "x", "y", "z")
        assert "No note matches" in screen_text(app)
        await pilot.press("escape")
        assert app.main.notes.query_text == ""
        assert len(app.main.notes.list.rows) == 5
        assert app.focused is app.main.notes.list

    drive(vault, steps)


def test_keys_that_follow_the_filter_in_one_go_reach_the_list(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        send(app, "slash", "o", "down", "down")
        await until(pilot, lambda: app.focused is app.main.notes.list and app.main.notes.query_text == "o")
        assert app.main.notes.list.cursor == 2
        await until(pilot, lambda: shown(app) == app.main.notes.list.rows[2].key)

    drive(vault, steps)


def test_escape_returns_from_the_filter_to_the_note_before_it(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        await pilot.press("slash", *"clover")
        await until(pilot, lambda: shown(app) == "Clover.md")
        await pilot.press("escape")
        await until(pilot, lambda: shown(app) == "Soil.md")
        assert app.main.notes.list.cursor_row.key == "Soil.md"

    drive(vault, steps)


def test_filter_that_found_nothing_leads_back_to_the_shown_note(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        await pilot.press("slash", *"qq", "enter")
        await until(pilot, lambda: not app.main.notes.list.rows)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.main.notes.list.rows) == len(GARDEN))
        assert shown(app) == app.main.notes.list.cursor_row.key == "Soil.md"

    drive(vault, steps)


def test_opening_a_note_that_the_filter_hides_clears_the_filter(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("slash", *"compost", "enter")
        await until(pilot, lambda: app.main.related.rows)
        app.main.related.focus()
        await pilot.press("enter")

        assert shown(app) == "Soil.md"
        assert app.main.notes.list.cursor_row.key == "Soil.md"
        assert app.main.notes.query_text == ""

    drive(vault, steps)


def test_escape_clears_the_filters_that_enter_has_left(vault):
    """That of the pane with the focus first; the borders say so for as long as there is one."""
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("slash", *"compost", "enter")
        await pilot.press("F", *"soil", "enter")
        await until(pilot, lambda: [row.title for row in app.main.related.rows] == ["Soil"])
        assert "Notes · esc clears" in screen_text(app)
        assert "Related · all · soil · esc clears" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.main.related.rows) == 3)
        assert app.focused is app.main.related and not app.main.related_column.filter.display
        assert len(app.main.notes.list.rows) == 1
        await pilot.press("escape")
        await until(pilot, lambda: len(app.main.notes.list.rows) == 5)
        assert "esc clears" not in screen_text(app)
        assert (shown(app), app.main.notes.list.cursor_row.key) == ("Compost.md", "Compost.md")
        await pilot.press("escape")
        assert app.screen is app.main

    drive(vault, steps)


def test_note_that_was_left_through_the_filter_is_behind(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        await pilot.press("slash", *"clover", "enter")
        await until(pilot, lambda: shown(app) == "Clover.md" and app.focused is app.main.notes.list)
        await pilot.press("slash", *"dew", "escape")
        await until(pilot, lambda: shown(app) == "Clover.md" and app.focused is app.main.notes.list)
        await pilot.press("slash", *"mould", "tab")
        await until(pilot, lambda: shown(app) == "Leaf mould.md" and app.focused is not app.main.notes._input)
        await pilot.press("backspace")
        await until(pilot, lambda: shown(app) == "Clover.md")
        await pilot.press("backspace")
        await until(pilot, lambda: shown(app) == "Soil.md")
        await pilot.press("alt+right")
        await until(pilot, lambda: shown(app) == "Clover.md")

    drive(vault, steps)


def test_filter_that_is_begun_anew_replaces_the_one_before(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("slash", *"soil", "enter", "slash", *"dew")
        await until(pilot, lambda: app.main.notes.query_text == "dew" and shown(app) == "Walks/Dew.md")
        await pilot.press("enter", "F", *"mould", "enter", "F", *"leaf")
        await until(pilot, lambda: app.main.related_column.filter.value == "leaf")

    drive(vault, steps)


def test_filtered_list_is_said_to_be_in_order_of_match(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        assert "by name · 5" in screen_text(app)
        await pilot.press("slash", *"compost")
        await until(pilot, lambda: "by match · 1 of 5" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "by name · 5" in screen_text(app))

    drive(vault, steps)

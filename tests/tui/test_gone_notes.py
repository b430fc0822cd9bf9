"""What is shown when the shown note is removed, renamed, or read anew."""

from dataclasses import replace

import pytest
from driving import GARDEN, MANY, drive, open_note, screen_text, shown, until
from store_builder import Written

SOIL = replace(GARDEN["Soil.md"], modified_s=5)
"""With a time that no other note has, as a renamed file keeps it."""


def test_removed_note_gives_way_to_its_neighbour(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        vault.write({}, removed=("Compost.md",))
        await until(pilot, lambda: shown(app) != "Compost.md")

        assert shown(app) == "Walks/Dew.md"
        assert app.main.notes.list.cursor == 1
        assert any(n.message == "Compost.md is not there any more." for n in app._notifications)

    drive(vault, steps)


def test_note_removed_with_others_gives_way_to_the_next_that_is_left(vault):
    vault.build(MANY)
    keys = sorted(MANY)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, keys[100])
        notes = app.main.notes.list
        top = notes.cursor - notes.scroll_offset.y
        vault.write({}, removed=tuple(keys[40:103]))
        await until(pilot, lambda: shown(app) == keys[103])

        assert notes.cursor_row.key == keys[103]
        await until(pilot, lambda: notes.cursor - notes.scroll_offset.y == top)
        vault.write({}, removed=tuple(keys[103:]))
        await until(pilot, lambda: shown(app) == keys[39] == notes.cursor_row.key)

    drive(vault, steps)


def test_note_removed_that_alone_passed_the_filter_gives_way_to_the_next_of_all(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        await pilot.press("slash", *"leaf", "enter")
        await until(pilot, lambda: shown(app) == "Leaf mould.md")
        vault.write({}, removed=("Leaf mould.md",))
        await until(pilot, lambda: shown(app) == "Soil.md")

        assert app.main.notes.list.cursor_row.key == "Soil.md"

    drive(vault, steps)


def test_note_that_is_renamed_stays_shown_with_cursor_and_scroll(vault):
    keys = sorted(MANY)
    long = Written("First.\n\n" + "Another line.\n\n" * 100, related=dict.fromkeys(keys[1:31], 0.9))
    vault.build({**MANY, keys[0]: long})

    async def steps(app, pilot):
        await open_note(app, pilot, vault, keys[0])
        pane, preview, notes = app.main.related, app.main.preview, app.main.notes.list
        preview.scroll_to(y=12, animate=False)
        pane.focus()
        await pilot.press(*"jjjjjjjjjjjj")
        row, top, before = pane.cursor_row, pane.scroll_offset.y, app.main.shown_id
        notes.focus()
        vault.write({"Walks/Renamed.md": long}, removed=(keys[0],))
        vault.publish({"Walks/Renamed.md": long}, generation=2)
        await until(pilot, lambda: shown(app) == "Walks/Renamed.md" and str(preview.border_title) == "Renamed")
        await until(pilot, lambda: app.main.shown_id != before and pane.note_id == app.main.shown_id)
        await until(pilot, lambda: len(pane.rows) == 30)

        assert notes.cursor_row.key == "Walks/Renamed.md"
        assert 0 <= notes.cursor - notes.scroll_offset.y < notes.size.height
        assert (pane.cursor_row.key, pane.scroll_offset.y, preview.scroll_offset.y) == (row.key, top, 12)
        assert app.focused is notes and app.main.detail_line.detail.plain == "Walks/Renamed.md"
        told = [toast.message for toast in app._notifications]
        assert told == [f"{keys[0]} is Walks/Renamed.md now."]
        app.main.choose_note(vault.note_id(keys[5]))
        await until(pilot, lambda: shown(app) == keys[5])
        vault.write({"Renamed again.md": long}, removed=("Walks/Renamed.md",))
        vault.publish({"Renamed again.md": long}, generation=3)
        await until(pilot, lambda: "Renamed again.md" in app.main.notes.filter.by_key)
        await pilot.press("backspace")
        await until(pilot, lambda: shown(app) == "Renamed again.md")

    drive(vault, steps)


@pytest.mark.parametrize(
    ("name", "n_links", "told"),
    [
        ("Humus.md", 1, "Soil.md is Humus.md now. A link in 1 note still has the old name."),
        ("Humus.md", 2, "Soil.md is Humus.md now. Links in 2 notes still have the old name."),
        ("Walks/Soil.md", 2, "Soil.md is Walks/Soil.md now."),
    ],
)
def test_links_that_lead_to_a_renamed_note_no_more_are_told_of(vault, name, n_links, told):
    vault.build({**GARDEN, "Soil.md": SOIL} | ({} if n_links == 1 else {"Worms.md": Written("[[Soil]]")}))

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        vault.write({name: SOIL}, removed=("Soil.md",))
        await until(pilot, lambda: shown(app) == name)

        assert [toast.message for toast in app._notifications] == [told]

    drive(vault, steps)


def test_note_read_anew_under_the_same_key_stays_shown(vault):
    """A rebuilt index gives new ids."""
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        before = app.main.shown_id
        vault.renew({"Soil.md": GARDEN["Soil.md"]})
        await until(pilot, lambda: app.main.shown_id not in (0, before))

        assert shown(app) == "Soil.md"
        assert app.main.notes.list.cursor_row.key == "Soil.md"

    drive(vault, steps)


def test_all_notes_removed_leaves_an_explanation(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        vault.write({}, removed=tuple(GARDEN))
        await until(pilot, lambda: "There are no notes" in screen_text(app))

        assert app.main.shown_id == 0
        assert "Compost" not in screen_text(app).replace("Compost.md is not there any more.", "")

    drive(vault, steps)

"""`F` chooses among related notes; `r` orders notes by folder and by relation; equal titles are told apart."""

import pytest
from driving import GARDEN, SIZES, drive, open_note, screen_text, shown, until
from store_builder import Written

from notelinks.tui.related_choice import HINT, read_choice

MORE = {
    **GARDEN,
    "Compost.md": Written(
        "About compost.",
        related={"Soil.md": 0.7, "Walks/Dew.md": 0.5, "Leaf mould.md": 0.4, "Walks/Soil.md": 0.2},
    ),
    "Walks/Soil.md": Written("Soil of the path."),
}


@pytest.mark.parametrize("size", SIZES)
def test_typed_choice_narrows_the_list_and_escape_brings_it_back(vault, size):
    vault.build(MORE)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        seen = {}
        for text in (">45", "Walks/", "#garden", "!here", "soil"):
            await pilot.press("F")
            await until(pilot, lambda: app.focused is app.main.related_column.filter)
            app.main.related_column.filter.value = text
            await pilot.pause()
            await pilot.press("enter")
            await until(pilot, lambda: app.focused is app.main.related)
            seen[text] = [row.key for row in app.main.related.rows]
        await until(pilot, lambda: "· all · s" in screen_text(app))
        await pilot.press("F", "escape")

        assert seen == {
            ">45": ["Soil.md", "Walks/Dew.md"],
            "Walks/": ["Walks/Dew.md", "Walks/Soil.md"],
            "#garden": ["Leaf mould.md"],
            "!here": ["Walks/Dew.md", "Walks/Soil.md"],
            "soil": ["Soil.md", "Walks/Soil.md"],
        }
        assert len(app.main.related.rows) == 4
        assert not app.main.related_column.filter.display

    drive(vault, steps, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_where_nothing_is_as_typed_it_is_said_what_can_be_typed(vault, size):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("F", *">3o")
        await until(pilot, lambda: not app.main.related.rows and "No related" in screen_text(app))
        told = app.main.related.empty_text.plain

        assert told.startswith("No related note is as typed.")
        assert [sign for sign in HINT.split() if sign not in told] == []
        await until(pilot, lambda: "words." in screen_text(app))

    drive(vault, steps, size=size)


def test_other_related_notes_are_shown_from_the_best_on(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.related.focus()
        await pilot.press("end")
        assert app.main.related.cursor == 2
        await pilot.press("f", "f", "f")
        assert app.main.related.cursor == 0
        await pilot.press("end")
        app.main.read_again()
        await until(pilot, lambda: app.main.related.cursor == 2)

    drive(vault, steps)


def test_choice_is_read_part_by_part():
    choice = read_choice(">35 #a/b Walks/ !here Two words", None)

    assert choice.selection.min_score == 0.35
    assert (choice.selection.tag, choice.selection.folder) == ("#a/b", "Walks")
    assert choice.selection.is_elsewhere
    assert choice.words == ("two", "words")
    assert read_choice("> # !", None).words == ()


def test_choice_goes_beyond_the_published_list(learned):
    async def steps(app, pilot):
        await until(pilot, lambda: shown(app) and app.main.related.rows)
        published = app.main.related.rows
        app.main.related_column.published = published[:1]
        await pilot.press("F")
        app.main.related_column.filter.value = "#music"
        await until(pilot, lambda: {row.key.split("/")[0] for row in app.main.related.rows} == {"music"})

        assert len(app.main.related.rows) > 1

    drive(learned, steps)


def test_notes_in_order_of_folder_and_of_relation_to_the_shown_note(vault):
    vault.build(MORE)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("r", "r", "r")
        assert "by folder" in screen_text(app) and "Walks/" in screen_text(app)
        assert [row.key for row in app.main.notes.list.rows][-2:] == ["Walks/Dew.md", "Walks/Soil.md"]
        await pilot.press("r")
        assert "near Compost" in screen_text(app)
        keys = [row.key for row in app.main.notes.list.rows]
        assert keys[:5] == ["Compost.md", "Soil.md", "Walks/Dew.md", "Leaf mould.md", "Walks/Soil.md"]
        assert app.main.notes.list.cursor == 0
        await pilot.press("j")
        assert shown(app) == "Soil.md"
        assert [row.key for row in app.main.notes.list.rows] == keys
        await pilot.press("r")
        assert "by name" in screen_text(app)

    drive(vault, steps)


def test_equal_titles_are_told_apart_by_their_folders(vault):
    vault.build(MORE)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        text = screen_text(app)

        assert "Soil  Walks/" in text
        assert [line for line in text.splitlines() if "│ Soil" in line and "Walks/ " in line[:32]]

    drive(vault, steps)

"""`x` hides a concept in the whole vault, `u` brings it back; folders that are a source only."""

import asyncio

from driving import GARDEN, drive, open_note, screen_text, until

from notelinks.store.inserted_links import read_inserted_links
from notelinks.store.stop_words import change_stop_words, read_stop_words
from notelinks.tui.app import NotelinksApp
from notelinks.tui.stop_words import StopWordChanger


def _concepts(app: NotelinksApp) -> list[str]:
    return [row.text for row in app.main.concepts.rows]


def test_x_hides_the_concept_under_the_cursor_and_u_brings_it_back(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.concepts.focus()
        await pilot.press("j", "x")
        await until(pilot, lambda: _concepts(app) == ["heat"])
        assert read_stop_words(vault.folder) == {"worms"}
        assert app.main.concepts.cursor == 0
        await until(pilot, lambda: any("“worms” is a stop word now" in n.message for n in app._notifications))
        await pilot.press("x")
        await until(pilot, lambda: _concepts(app) == [])
        await pilot.press("u", "u")
        await until(pilot, lambda: _concepts(app) == ["heat", "worms"])
        assert not any("Press u" in n.message for n in app._notifications)
        await until(pilot, lambda: app.main.concepts.cursor_row.text == "worms")  # the one that came back last
        assert read_stop_words(vault.folder) == frozenset()
        await pilot.press("u")
        await until(pilot, lambda: "nothing to undo" in screen_text(app))

    drive(vault, steps)


def test_word_is_called_as_it_was_shown_when_it_is_brought_back(vault):
    told = []
    changer = StopWordChanger(vault.folder, lambda message: told.append((message.word, message.is_hidden)))
    vault.build(GARDEN)

    changer.hide("Palindrome")
    changer.show("palindrome")

    assert told == [("Palindrome", True), ("Palindrome", False)]
    assert read_stop_words(vault.folder) == frozenset()


def test_u_of_a_later_session_brings_the_hidden_word_back_before_the_older_link(vault):
    vault.build(GARDEN)
    before = (vault.path / "Compost.md").read_bytes()

    async def insert_and_hide(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.related.focus()
        await pilot.press("j", "j", "i")
        await until(pilot, lambda: app.screen is not app.main)
        await pilot.press("enter")
        await until(pilot, lambda: read_inserted_links(vault.folder).links)
        app.main.concepts.focus()
        await pilot.press("x")
        await until(pilot, lambda: read_stop_words(vault.folder))

    async def undo(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("u")
        await until(pilot, lambda: not read_stop_words(vault.folder))
        assert b"[[Clover]]" in (vault.path / "Compost.md").read_bytes()
        await pilot.press("u")
        await until(pilot, lambda: (vault.path / "Compost.md").read_bytes() == before)

    drive(vault, insert_and_hide)
    drive(vault, undo)


def test_x_anywhere_else_hides_nothing_and_says_so(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.concepts.focus()
        await pilot.press("j")
        app.main.related.focus()
        await pilot.press("x")
        await until(pilot, lambda: "Move the cursor to a concept first." in screen_text(app))
        assert read_stop_words(vault.folder) == frozenset()

    drive(vault, steps)


def test_hidden_word_is_hidden_in_every_note(vault):
    vault.build(GARDEN)
    change_stop_words(vault.folder, add=["alive"])

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        assert _concepts(app) == []
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: "alive (`notelinks stop-words remove WORD`" in screen_text(app))

    drive(vault, steps)


def test_stop_word_of_the_command_line_takes_effect_in_an_open_screen(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        change_stop_words(vault.folder, add=["heat"])
        await until(pilot, lambda: _concepts(app) == ["worms"])
        change_stop_words(vault.folder, remove=["heat"])
        await until(pilot, lambda: _concepts(app) == ["heat", "worms"])

    drive(vault, steps)


def test_change_that_cannot_be_made_is_told_and_can_be_tried_again(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.concepts.focus()
        await pilot.press("x")
        await until(pilot, lambda: _concepts(app) == ["worms"])
        (vault.folder / "stop_words.lock").unlink()
        (vault.folder / "stop_words.lock").mkdir()
        await pilot.press("u")
        await until(pilot, lambda: any("words cannot be written" in n.message for n in app._notifications))
        (vault.folder / "stop_words.lock").rmdir()
        await pilot.press("u")
        await until(pilot, lambda: _concepts(app) == ["heat", "worms"])

    drive(vault, steps)


def test_notes_of_a_source_only_folder_are_never_related_notes(vault):
    notes = {**GARDEN, "Daily/Monday.md": GARDEN["Clover.md"]}
    notes["Compost.md"].related["Daily/Monday.md"] = 0.6
    vault.build(notes)
    del notes["Compost.md"].related["Daily/Monday.md"]

    async def run() -> None:
        app = NotelinksApp(vault.path, vault.folder, start_indexer=False, source_only=lambda: ("Daily",))
        async with app.run_test(size=(120, 35)) as pilot:
            await open_note(app, pilot, vault, "Compost.md")
            assert [row.title for row in app.main.related.rows] == ["Soil", "Leaf mould", "Clover"]
            assert "Monday" in [row.title for row in app.main.notes.list.rows]

    asyncio.run(run())

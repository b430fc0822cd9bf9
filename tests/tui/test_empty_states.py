"""What a newcomer reads while there is nothing to show: why, and what to do."""

import asyncio
import sys

import pytest
from driving import GARDEN, SIZES, drive, open_note, screen_text, until
from store_builder import Written

from notelinks.tui.app import NotelinksApp
from notelinks.tui.child import IndexerChild


def words_of(app) -> str:
    """The text of all panes that are empty, wherever it is wrapped."""
    main = app.main
    panes = (main.notes.list, main.related, main.concepts, main.links)
    return " ".join(pane.empty_text.plain for pane in panes if not pane.rows)


@pytest.mark.parametrize("size", SIZES)
def test_empty_folder_says_what_to_do_and_what_will_appear(vault, size):
    vault.write({})
    vault.writer.set_status(last_scan_s=1.0)

    async def steps(app, pilot):
        await until(pilot, lambda: "Save a Markdown file in it" in words_of(app))

        assert "most related to the one under the cursor appear here" in words_of(app)
        assert "There are" in screen_text(app)

    drive(vault, steps, size=size)


def test_few_notes_are_too_few_to_compare(vault):
    vault.build({"One.md": Written("A note."), "Two.md": Written("Another.")})

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "One.md")
        assert "With 20 notes or more" in words_of(app)
        assert "No word stands out in this note:" in words_of(app)
        assert "No links to or from this note." in words_of(app)

    drive(vault, steps)


def test_note_that_is_like_no_other_says_so(vault):
    vault.build({f"{i}.md": Written("Words.") for i in range(20)} | {"Blank.md": Written("")})

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "7.md")
        assert "it shares no link, and no word that is not in every note" in words_of(app)
        await open_note(app, pilot, vault, "Blank.md")
        assert "This note has no words." in words_of(app)

    drive(vault, steps)


def test_words_that_nobody_learns_are_told_with_the_way_out(vault):
    vault.write(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        assert "no indexer is running" in words_of(app) and "notelinks index" in words_of(app)

    drive(vault, steps)


def test_vault_that_is_away_is_told_and_its_notes_stay(vault):
    vault.build(GARDEN)
    vault.writer.set_status(problem="The folder of notes cannot be seen at present.")

    async def steps(app, pilot):
        await until(pilot, lambda: "The folder of notes cannot be seen at present." in screen_text(app))
        await open_note(app, pilot, vault, "Compost.md")
        assert app.main.related.rows

    drive(vault, steps)


def test_lost_indexer_is_told_in_one_sentence(vault, monkeypatch):
    vault.build(GARDEN)
    program = (sys.executable, "-c", "import sys; sys.exit('no room on the disk')")
    monkeypatch.setattr("notelinks.tui.app.IndexerChild", lambda *place: IndexerChild(*place, command=program))
    monkeypatch.setattr("notelinks.tui.app.TEND_S", 0.05)

    async def run() -> None:
        app = NotelinksApp(vault.path, vault.folder)
        async with app.run_test(size=(120, 35)) as pilot:
            await until(pilot, lambda: "The indexer ended with code 1: no room on the disk" in screen_text(app))

    asyncio.run(run())

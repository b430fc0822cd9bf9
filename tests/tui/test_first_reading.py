"""What is shown while the notes of a vault are read for the first time."""

import pytest
from driving import drive, shown, until
from store_builder import Written

from notelinks.records import NoteLinks
from notelinks.store.lock import IndexLock
from notelinks.tui.messages import NoteRead, StatusRead


def notes_of(*numbers):
    return {f"Note {number:02}.md": Written() for number in numbers}


@pytest.mark.parametrize("is_key_pressed", [False, True])
def test_first_note_stays_while_notes_are_read_and_gives_way_to_a_page_of_welcome_alone(vault, is_key_pressed):
    vault.write(notes_of(*range(50, 80)))
    vault.writer.set_status(activity="reading", reading="[30, 81]")

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app) == "Note 50.md" and app.main.status_bar.is_watched)
        if is_key_pressed:
            await pilot.press("p", "p")
        vault.write({**notes_of(*range(50)), "Welcome.md": Written()})
        await until(pilot, lambda: len(app.main.notes.list.rows) == 81)
        assert shown(app) == app.main.notes.list.cursor_row.key == "Note 50.md"
        vault.writer.set_status(activity="training")
        await until(pilot, lambda: app.main.status_bar.status.activity == "training")
        await until(pilot, lambda: shown(app) == ("Note 50.md" if is_key_pressed else "Welcome.md"))

        assert app.main.notes.list.cursor_row.key == shown(app) and app.main.begun_id == 0

    with IndexLock(vault.folder):
        drive(vault, steps)


def test_first_note_stays_where_there_is_no_page_of_welcome(vault):
    vault.write(notes_of(50))
    vault.writer.set_status(activity="reading", reading="[1, 2]")

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app) == "Note 50.md" and app.main.status_bar.is_watched)
        vault.write(notes_of(0))
        vault.writer.set_status(activity="training")
        vault.publish(notes_of(0, 50))
        await until(pilot, lambda: app.main.begun_id == 0)
        vault.write({"Welcome.md": Written()})
        await until(pilot, lambda: len(app.main.notes.list.rows) == 3)

        assert shown(app) == app.main.notes.list.cursor_row.key == "Note 50.md"

    with IndexLock(vault.folder):
        drive(vault, steps)


def test_nothing_is_said_of_a_note_until_it_is_read_again_after_the_first_comparison(vault):
    vault.write({"A.md": Written("a"), "B.md": Written("b")})

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app) == "A.md" and app.main.related.note_id == app.main.shown_id)
        main, status = app.main, app.main.status_bar.status
        main.on_status_read(StatusRead(status._replace(trained_s=1.0)))
        assert (main.related.empty_text.plain, main.concepts.empty_text.plain) == ("", "")
        main.on_note_read(NoteRead(main.shown_id, [], [], NoteLinks((), (), (), (), ())))
        await until(pilot, lambda: main.related.empty_text.plain.startswith("Nothing is related"))

    drive(vault, steps)

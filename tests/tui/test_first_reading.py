"""What is shown while the notes of a vault are read for the first time."""

import pytest
from driving import drive, shown, until
from store_builder import Written

from notelinks.records import NoteLinks
from notelinks.tui.messages import NoteRead, StatusRead


@pytest.mark.parametrize("is_key_pressed", [False, True])
def test_while_notes_are_first_read_the_list_begins_at_the_first_unless_a_key_was_pressed(vault, is_key_pressed):
    late = {f"Note {number:02}.md": Written() for number in range(50, 80)}
    vault.write(late)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app) == "Note 50.md")
        if is_key_pressed:
            await pilot.press("p", "p")
        early = {f"Note {number:02}.md": Written() for number in range(50)}
        vault.write(early)
        await until(pilot, lambda: len(app.main.notes.list.rows) == 80)
        await until(pilot, lambda: shown(app) == ("Note 50.md" if is_key_pressed else "Note 00.md"))
        assert app.main.notes.list.cursor_row.key == shown(app)
        if not is_key_pressed:
            assert app.main.notes.list.scroll_offset.y == 0
            vault.publish(early)
            await until(pilot, lambda: app.main.begun_id == 0)
            vault.write({"Note 0.md": Written()})
            await until(pilot, lambda: len(app.main.notes.list.rows) == 81)
            assert shown(app) == "Note 00.md"

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

"""Saves elsewhere refresh what is shown and move neither cursor nor focus nor scroll."""

from driving import GARDEN, MANY, drive, open_note, screen_text, shown, until
from store_builder import Written

from notelinks.store.lock import IndexLock
from notelinks.store.schema import database_file


def test_new_note_above_moves_nothing_on_the_screen(vault):
    vault.build(MANY)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Note 100.md")
        notes = app.main.notes.list
        place = notes.cursor - notes.scroll_offset.y
        vault.write({"AAA.md": Written("First of all.")})
        await until(pilot, lambda: len(notes.rows) == 201)

        assert notes.cursor_row.key == "Note 100.md"
        assert notes.cursor - notes.scroll_offset.y == place
        assert app.focused is notes
        assert shown(app) == "Note 100.md"

    drive(vault, steps)


def test_changed_lists_keep_cursor_focus_and_scroll(vault):
    keys = sorted(MANY)
    related = {key: 0.9 - i / 100 for i, key in enumerate(keys[1:31])}
    long = Written("First.\n\n" + "Another line.\n\n" * 100, related=related)
    vault.build({**MANY, keys[0]: long})

    async def steps(app, pilot):
        await open_note(app, pilot, vault, keys[0])
        pane, preview = app.main.related, app.main.preview
        preview.scroll_to(y=12, animate=False)
        pane.focus()
        await pilot.press(*"jjjjjjjjjjjj")
        row, top = pane.cursor_row, pane.scroll_offset.y
        changed = Written(long.text + "The end.", related={keys[150]: 0.95, **related})
        vault.write({keys[0]: changed})
        vault.publish({keys[0]: changed}, generation=2)
        await until(pilot, lambda: len(pane.rows) == 31 and preview._lines[-1].plain == "The end.")

        assert pane.cursor_row.key == row.key
        assert pane.cursor == 13
        assert pane.scroll_offset.y == top + pane.ROW_HEIGHT
        assert preview.scroll_offset.y == 12
        assert app.focused is pane

    drive(vault, steps)


def test_typed_filter_survives_a_change(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("slash", *"so")
        vault.write({"Sorrel.md": Written("Sour.")})
        await until(pilot, lambda: len(app.main.notes.list.rows) == 2)

        assert app.main.notes.query_text == "so"
        assert app.focused.id == "filter"
        assert shown(app) == "Soil.md"

    drive(vault, steps)


def test_index_that_appears_later_fills_the_screen(vault):
    async def steps(app, pilot):
        await until(pilot, lambda: "There is no index" in screen_text(app))
        vault.build(GARDEN)
        await until(pilot, lambda: "5 notes" in screen_text(app))

        assert shown(app) == "Clover.md"

    drive(vault, steps)


def test_progress_of_reading_and_training_is_shown(vault):
    vault.write(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        with IndexLock(vault.folder):
            vault.writer.set_status(activity="reading", reading="[120, 735]")
            await until(pilot, lambda: "reading 120/735" in screen_text(app) and "━━━─" in screen_text(app))
            progress = (
                '{"epoch": 11, "n_epochs": 80, "fraction": 0.14, "loss": 1.934, "learning_rate": 0.3, '
                '"words_per_s": 1e6, "seconds_left": 7.6}'
            )
            vault.writer.set_status(activity="training", progress=progress)
            await until(pilot, lambda: "training epoch 12/80, loss 1.93, 8 s left" in screen_text(app))
            assert "Learning what the words mean" in screen_text(app)
            vault.writer.set_status(activity="idle", watcher="events")
            await until(pilot, lambda: "· watching" in screen_text(app))
        await until(pilot, lambda: "· not watching" in screen_text(app))

    drive(vault, steps)


def test_problem_of_the_indexer_is_one_plain_line(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        assert not app.main.problem_line.display
        vault.writer.set_status(problem="The folder of notes cannot be seen [/x].")
        await until(pilot, lambda: "The folder of notes cannot be seen [/x]." in screen_text(app))
        vault.writer.set_status(problem="")
        await until(pilot, lambda: not app.main.problem_line.display)

    drive(vault, steps)


def test_damaged_index_is_told_and_does_not_end_the_program(vault):
    vault.folder.mkdir(parents=True)
    database_file(vault.folder).write_bytes(b"not a database at all" * 100)

    async def steps(app, pilot):
        await until(pilot, lambda: "file is not a database" in screen_text(app))

        assert "There is no index" not in screen_text(app)

    drive(vault, steps)


def test_links_are_not_counted_before_all_notes_are_read(vault):
    vault.write(GARDEN)
    vault.writer.set_status(activity="reading", reading="[2, 5]")
    with IndexLock(vault.folder):

        async def steps(app, pilot):
            await open_note(app, pilot, vault, "Compost.md")
            assert " words" in screen_text(app) and " out · " not in screen_text(app)
            await pilot.press("g")
            await until(pilot, lambda: "Graph · Compost   Reading notes … then links are followed." in screen_text(app))
            assert " words   Compost.md" in screen_text(app) and " out · " not in screen_text(app)

            vault.writer.set_status(activity="training")
            await until(pilot, lambda: "1 step · " in screen_text(app) and "1 out · 2 back · " in screen_text(app))
            await pilot.press("escape")
            await until(pilot, lambda: "1 out · 2 back · " in screen_text(app))

        drive(vault, steps)


def test_no_link_is_said_to_lead_nowhere_before_all_notes_are_read(vault):
    vault.write(GARDEN)
    vault.writer.set_status(activity="reading", reading="[2, 5]")
    with IndexLock(vault.folder):

        async def steps(app, pilot):
            await open_note(app, pilot, vault, "Compost.md")
            await until(pilot, lambda: app.main.links.rows)
            assert "unresolved" not in screen_text(app)

            vault.writer.set_status(activity="training")
            await until(pilot, lambda: "? Worms" in screen_text(app))

        drive(vault, steps)

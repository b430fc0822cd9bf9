"""Enter on a concept: notes about it, words near it, and on from there."""

import pytest
from driving import SIZES, drive, screen_text, shown, until

from notelinks.store.stop_words import read_stop_words


async def open_concept(app, pilot) -> str:
    """Opens the first concept of the shown note; gives its word."""
    await until(pilot, lambda: shown(app) and app.main.concepts.rows)
    word = app.main.concepts.rows[0].text
    app.main.concepts.focus() if app.main.concepts.display else app.main.set_focus(app.main.concepts)
    await pilot.pause()
    app.main.concepts.action_move_to(0)
    app.main.concepts.action_choose()
    await until(pilot, lambda: app.screen is app.views.get("concept") and app.views["concept"].near.rows)
    return word


@pytest.mark.parametrize("size", SIZES)
def test_concept_leads_to_notes_and_to_words_and_back(learned, size):
    async def steps(app, pilot):
        word = await open_concept(app, pilot)
        view = app.views["concept"]
        text = screen_text(app)
        assert f"Concept · {word}" in text
        assert view.found.rows[0].score > 0
        assert view.highlighted_id == view.found.rows[0].note.note_id
        next_word = view.near.rows[0][0]
        await pilot.press("tab" if size[0] < 100 else "shift+tab")
        view.near.focus()
        await pilot.press("home", "enter")
        await until(pilot, lambda: f"Concept · {next_word}" in screen_text(app))
        await pilot.press("backspace")
        await until(pilot, lambda: f"Concept · {word}" in screen_text(app))
        view.found.focus()
        await pilot.press("home", "j")
        wanted = view.found.rows[1].note.key
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.main and shown(app) == wanted)

    drive(learned, steps, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_notes_that_hold_the_word_come_first_and_are_marked(learned, size):
    async def steps(app, pilot):
        word = await open_concept(app, pilot)
        view = app.views["concept"]
        holders = {row.note.key for row in view.found.rows if row.mark}
        texts = {row.note.key: (learned.path / row.note.key).read_text().lower() for row in view.found.rows}
        assert 0 < len(holders) < len(texts)
        assert holders == {key for key, text in texts.items() if word.lower() in text.split() or f"{word}." in text}
        marks = [bool(row.mark) for row in view.found.rows]
        assert marks == sorted(marks, reverse=True)
        assert f"in {len(holders):,} notes" in screen_text(app)
        assert "• holds it, the others are near" in screen_text(app)
        for is_held in (True, False):
            scores = [row.score for row in view.found.rows if bool(row.mark) is is_held]
            assert scores == sorted(scores, reverse=True)

    drive(learned, steps, size=size)


def test_x_makes_the_shown_word_a_stop_word_and_u_takes_it_back(learned):
    async def steps(app, pilot):
        word = await open_concept(app, pilot)
        await pilot.press("x")
        await until(pilot, lambda: word.lower() in read_stop_words(learned.folder))
        await pilot.press("u")
        await until(pilot, lambda: not read_stop_words(learned.folder))
        assert app.screen is app.views["concept"]

    drive(learned, steps)


def test_x_on_a_near_word_takes_it_out_of_the_list(learned):
    async def steps(app, pilot):
        await open_concept(app, pilot)
        view = app.views["concept"]
        view.near.focus()
        await pilot.press("home", "j")
        word = view.near.cursor_row[0]
        await pilot.press("x")
        await until(pilot, lambda: word not in [row[0] for row in view.near.rows])
        assert app.focused is view.near

    drive(learned, steps)


def test_going_back_from_a_note_chosen_in_a_view_returns_to_the_view_as_it_was(learned):
    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        before = shown(app)
        word = await open_concept(app, pilot)
        view = app.views["concept"]
        view.found.focus()
        await pilot.press("home", "j", "j", "enter")
        chosen = view.found.cursor_row.note
        await until(pilot, lambda: app.screen is app.main and app.main.related.note_id == chosen.note_id)
        app.main.related.focus()
        await pilot.press("home", "enter", "backspace")
        assert app.screen is app.main and shown(app) == chosen.key
        await pilot.press("backspace")
        await until(pilot, lambda: app.screen is view)
        assert (view.subject, view.found.cursor, shown(app)) == (word, 2, before)
        assert app.focused is view.found
        await pilot.press("escape")
        assert app.screen is app.main

    drive(learned, steps)

"""A long note is wrapped bit by bit, what is in view first; whoever goes further down finds all of it."""

import pytest
from driving import GARDEN, drive, open_note, screen_text, until
from store_builder import Written

from notelinks.tui import preview_pane
from notelinks.tui.messages import LineWanted

N_PARAGRAPHS = 1_000
"""As many as the preview shows characters of."""
TEXT = "\n\n".join(f"Paragraph number {i}." for i in range(1, N_PARAGRAPHS)) + "\n\nThe last gudgeon."
N_LINES = 2 + 2 * N_PARAGRAPHS - 1
"""Counts and an empty line above, an empty line between paragraphs."""


@pytest.fixture
def long(vault, monkeypatch):
    """A vault with a long note; bits are so small that wrapping all of it takes longer than the test may."""
    monkeypatch.setattr(preview_pane, "_BIT_S", 0.0)
    vault.build(GARDEN | {"Long.md": Written(TEXT)})
    return vault


async def show_long(app, pilot, vault):
    await open_note(app, pilot, vault, "Long.md")
    await until(pilot, lambda: "Paragraph number 5." in screen_text(app))


async def show_far_down(app, pilot, vault):
    await show_long(app, pilot, vault)
    app.main.post_message(LineWanted(app.main.shown_id, 2 * 800 - 1))
    await until(pilot, lambda: "Paragraph number 800." in screen_text(app))


def test_what_is_in_view_is_there_before_the_rest_is_wrapped(long):
    async def steps(app, pilot):
        await show_long(app, pilot, long)
        preview = app.main.preview
        assert preview.size.height <= len(preview._lines) < N_LINES

    drive(long, steps)


def test_rest_is_wrapped_while_nothing_else_happens(vault):
    vault.build(GARDEN | {"Long.md": Written(TEXT)})

    async def steps(app, pilot):
        await show_long(app, pilot, vault)
        await until(pilot, lambda: app.main.preview.virtual_size.height == N_LINES)
        assert app.main.preview._lines[-1].plain == "The last gudgeon."

    drive(vault, steps)


@pytest.mark.parametrize("key", ["G", "end"])
def test_end_of_a_note_is_its_end_however_long_it_is(long, key):
    async def steps(app, pilot):
        await show_long(app, pilot, long)
        app.main.preview.focus()
        await pilot.press(key)
        await until(pilot, lambda: "The last gudgeon." in screen_text(app))

    drive(long, steps)


def test_line_and_word_far_down_are_found_at_once(long):
    async def steps(app, pilot):
        await show_far_down(app, pilot, long)
        app.main.preview.mark_words(("gudgeon",))
        await until(pilot, lambda: "The last gudgeon." in screen_text(app))

    drive(long, steps)


def test_scroll_far_down_stays_when_the_note_is_saved(long):
    async def steps(app, pilot):
        await show_far_down(app, pilot, long)
        top = app.main.preview.scroll_offset.y
        (long.path / "Long.md").write_text(TEXT + " Saved.")
        app.main.read_again()
        await until(pilot, lambda: app.main.preview._preview.text.endswith("Saved."))
        assert app.main.preview.scroll_offset.y == top
        assert "Paragraph number 800." in screen_text(app)

    drive(long, steps)

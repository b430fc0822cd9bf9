"""In a window too small to show anything, no key acts unseen."""

import pytest
from driving import GARDEN, drive, open_note, screen_text, send, until
from link_driving import read, shown_link
from textual.events import Paste

TOO_SMALL = [(39, 24), (80, 9)]


async def shrink(app, pilot, size):
    await pilot.resize_terminal(*size)
    await until(pilot, lambda: "The window is too small." in screen_text(app))


@pytest.mark.parametrize("size", TOO_SMALL)
def test_keys_do_nothing(vault, size):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await shrink(app, pilot, size)
        await pilot.press("j", "f", "s", "r", "slash", "x", "escape")

        assert app.screen is app.main and app.focused is app.main.notes.list
        assert app.main.shown_key == "Compost.md"
        assert app.main.remembered().order == "name" and app.main.remembered().linked == "all"

    drive(vault, steps)


def test_keys_act_again_as_soon_as_there_is_room(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await shrink(app, pilot, (39, 9))
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "too small" not in screen_text(app))
        await pilot.press("j")
        await until(pilot, lambda: app.main.shown_key == "Walks/Dew.md")

    drive(vault, steps)


def test_nothing_is_typed_or_pasted(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("slash")
        await shrink(app, pilot, (39, 9))
        app.post_message(Paste("so"))
        await pilot.press("s")

        assert app.main.notes.query_text == ""

    drive(vault, steps)


@pytest.mark.parametrize("size", TOO_SMALL)
def test_dialogue_gives_way_to_the_sentence_and_inserts_nothing(vault, size):
    vault.build(GARDEN)

    async def steps(app, pilot):
        before = read(vault, "Compost.md")
        await shown_link(app, pilot, vault)
        dialogue = app.screen
        await shrink(app, pilot, size)
        await pilot.press("enter", "escape")
        assert app.screen is dialogue and "Insert link" not in screen_text(app)
        await pilot.resize_terminal(120, 35)
        await until(pilot, lambda: "Insert link" in screen_text(app))

        assert read(vault, "Compost.md") == before

    drive(vault, steps)


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
@pytest.mark.parametrize("opened", [[], ["slash"], ["s"], ["question_mark"]])
def test_program_can_be_quit_from_everywhere(vault, key, opened):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press(*opened)
        await shrink(app, pilot, (39, 9))
        send(app, key)
        await until(pilot, lambda: app._exit)

    drive(vault, steps)

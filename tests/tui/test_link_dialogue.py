"""The dialogue of a link: what it shows before anything is inserted, and its keys."""

from dataclasses import replace

from driving import GARDEN, drive, screen_text, send, until
from link_driving import read, shown_change, shown_link
from store_builder import Written
from textual.content import Content

from notelinks.store.inserted_links import read_inserted_links

CLOVER = GARDEN["Clover.md"].text


def test_t_turns_the_link_round(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        assert "t turn round" in await shown_link(app, pilot, vault)
        await pilot.press("t")
        await until(pilot, lambda: "Clover → Compost" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: read(vault, "Clover.md") == CLOVER + "\n\n[[Compost]]")
        assert read(vault, "Compost.md") == GARDEN["Compost.md"].text

    drive(vault, steps)


def test_dialogue_that_is_closed_at_once_scrolls_nothing(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await shown_link(app, pilot, vault)
        dialogue = app.screen
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.main and not dialogue.children)
        dialogue._scroll_to_end_of(Content("text"))

    drive(vault, steps)


def test_link_is_in_view_where_there_is_room_for_a_few_lines(vault):
    text = "\n\n".join(["A paragraph about the weather, longer than a line of a small window."] * 5)
    vault.build(GARDEN | {"Compost.md": replace(GARDEN["Compost.md"], text=text)})

    async def steps(app, pilot):
        await shown_link(app, pilot, vault)
        await until(pilot, lambda: "+ [[Clover]]" in screen_text(app))
        await pilot.press("k", "k", "k", "k")
        await until(pilot, lambda: "+ [[Clover]]" not in screen_text(app))

    drive(vault, steps, size=(40, 10))


def test_escape_leaves_the_note_as_it_is(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await shown_link(app, pilot, vault)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.main)
        assert read(vault, "Compost.md") == GARDEN["Compost.md"].text
        assert read_inserted_links(vault.folder).links == ()

    drive(vault, steps)


def test_space_shows_the_other_place(vault):
    notes = {**GARDEN}
    vault.build(notes)
    (vault.path / "Compost.md").write_text("Clover is dug in.\n")

    async def steps(app, pilot):
        assert "[[Clover]] is dug in." in await shown_link(app, pilot, vault)
        send(app, "space", "space", "space", "enter")
        await until(pilot, lambda: read(vault, "Compost.md") == "Clover is dug in.\n\n[[Clover]]\n")

    drive(vault, steps)


def test_space_leaves_the_change_as_it_is_if_there_is_no_other_place(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        assert "space" not in await shown_link(app, pilot, vault)
        await pilot.press("space")
        assert "5 + [[Clover]]" in await shown_change(app, pilot)
        assert not app._notifications

    drive(vault, steps)


def test_hostile_text_of_a_note_is_shown_safely_in_the_change(vault):
    vault.build(GARDEN)
    (vault.path / "Compost.md").write_text("[bold]x[/foo] \x1b[31m [@click=app.quit]Clover[/]\n")

    async def steps(app, pilot):
        text = await shown_link(app, pilot, vault)
        assert "[bold]x[/foo] �[31m" in text
        assert "\x1b" not in text

    drive(vault, steps)


def test_dialogue_names_the_folders_of_two_notes_of_one_title(vault):
    vault.build({"a/Index.md": Written("A.", related={"b/Index.md": 0.5}), "b/Index.md": Written("B.")})

    async def steps(app, pilot):
        assert "Index  a/ → Index  b/" in await shown_link(app, pilot, vault, "a/Index.md", 0)

    drive(vault, steps)

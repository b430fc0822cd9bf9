"""`i` shows the change and inserts it, `u` takes it back, `y` copies the link that the vault's settings want."""

import pytest
from driving import GARDEN, drive, open_note, screen_text, until
from link_driving import at_related, read, shown_change, shown_link

from notelinks.store.inserted_links import read_inserted_links
from notelinks.tui import linking
from tests.support import write_vault


@pytest.fixture(autouse=True)
def copied(monkeypatch):
    """What the system's tools were given; none of them is run."""
    texts = []
    monkeypatch.setattr(linking, "copy_text", lambda text: texts.append(text) or "Copied")
    return texts


def test_i_shows_the_change_enter_inserts_it_and_u_takes_it_back(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await at_related(app, pilot, vault, "Compost.md", 2)
        assert app.main.related.cursor_row.key == "Clover.md"
        await pilot.press("i")
        text = await shown_change(app, pilot)
        assert "Compost → Clover" in text
        assert "Compost.md, line 5, at the end" in text
        assert "5 + [[Clover]]" in text
        assert read(vault, "Compost.md") == GARDEN["Compost.md"].text
        await pilot.press("enter")
        await until(pilot, lambda: read(vault, "Compost.md").endswith("\n\n[[Clover]]"))
        await until(pilot, lambda: any("Inserted [[Clover]] into Compost.md" in n.message for n in app._notifications))
        assert app.screen is app.main
        await pilot.press("u")
        await until(pilot, lambda: read(vault, "Compost.md") == GARDEN["Compost.md"].text)
        await pilot.press("u")
        await until(pilot, lambda: "nothing to undo" in screen_text(app))

    drive(vault, steps)


def test_mention_of_the_shown_note_is_linked_in_the_note_that_names_it(vault):
    vault.build(GARDEN)
    (vault.path / "Clover.md").write_text("Clover feeds compost.\n")

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.links.focus()
        await until(pilot, lambda: any(row.names_shown for row in app.main.links.rows))
        number = next(i for i, row in enumerate(app.main.links.rows) if row.names_shown)
        await pilot.press("home", *"j" * number)
        assert app.main.links.cursor_row.title == "Clover"
        await pilot.press("i")
        assert "Clover → Compost" in await shown_change(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: read(vault, "Clover.md") == "Clover feeds [[Compost|compost]].\n")
        await until(
            pilot, lambda: any("Inserted [[Compost|compost]] into Clover.md" in n.message for n in app._notifications)
        )

    drive(vault, steps)


def test_refusal_is_told_and_shows_nothing(vault):
    vault.build(GARDEN)
    (vault.path / "Compost.md").chmod(0o444)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("i")
        await until(pilot, lambda: "Move the cursor to a related note" in screen_text(app))
        await at_related(app, pilot, vault, "Compost.md", 0)
        await pilot.press("i")
        await until(pilot, lambda: any("already links to Soil.md" in n.message for n in app._notifications))
        await pilot.press("j", "j", "i")
        await until(pilot, lambda: any("is read-only" in n.message for n in app._notifications))
        assert app.screen is app.main

    drive(vault, steps)


def test_note_saved_while_the_change_is_shown_is_not_touched_and_what_was_saved_is_shown(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await shown_link(app, pilot, vault)
        (vault.path / "Compost.md").write_text("Saved by hand.")
        await pilot.press("enter")
        await until(pilot, lambda: "another program has changed the note" in screen_text(app))
        assert read(vault, "Compost.md") == "Saved by hand."
        text = screen_text(app)
        first, *_ = GARDEN["Compost.md"].text.splitlines()
        assert f"1 - {first}" in text
        assert "1 + Saved by hand." in text
        assert "3 + [[Clover]]" in text
        await pilot.press("enter")
        await until(pilot, lambda: read(vault, "Compost.md") == "Saved by hand.\n\n[[Clover]]")

    drive(vault, steps)


def test_note_saved_with_the_link_while_the_change_is_shown_is_said_to_have_it(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await shown_link(app, pilot, vault)
        (vault.path / "Compost.md").write_text("[[Clover]]")
        await pilot.press("enter")
        await until(pilot, lambda: any("already links to Clover.md" in n.message for n in app._notifications))
        assert app.screen is app.main
        assert read(vault, "Compost.md") == "[[Clover]]"

    drive(vault, steps)


def test_u_undoes_the_newest_of_links_and_hidden_words(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await shown_link(app, pilot, vault)
        await pilot.press("enter")
        await until(pilot, lambda: "[[Clover]]" in read(vault, "Compost.md"))
        await until(pilot, lambda: read_inserted_links(vault.folder).links)
        app.main.concepts.focus()
        await pilot.press("x")
        await until(pilot, lambda: [row.text for row in app.main.concepts.rows] == ["worms"])
        await pilot.press("u")
        await until(pilot, lambda: [row.text for row in app.main.concepts.rows] == ["heat", "worms"])
        assert "[[Clover]]" in read(vault, "Compost.md")
        await pilot.press("u")
        await until(pilot, lambda: "[[Clover]]" not in read(vault, "Compost.md"))

    drive(vault, steps)


@pytest.mark.parametrize(
    ("app_json", "row", "expected"),
    [
        ("{}", 2, "[[Clover]]"),
        ('{"useMarkdownLinks": true}', 1, "[Leaf mould](Leaf%20mould.md)"),
        ('{"newLinkFormat": "absolute"}', 0, "[[Soil]]"),
    ],
)
def test_y_copies_the_link_that_the_settings_want(vault, copied, app_json, row, expected):
    vault.build(GARDEN)
    write_vault(vault.path, {".obsidian/app.json": app_json})

    async def steps(app, pilot):
        await at_related(app, pilot, vault, "Compost.md", row)
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard == expected)
        assert copied == [expected]
        await until(pilot, lambda: f"Copied: {expected}" in screen_text(app))

    drive(vault, steps)


def test_e_edits_where_the_link_under_the_cursor_stands(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        assert app.main.place_at_cursor == (vault.note_id("Compost.md"), 0)
        rows = app.main.links.rows
        leaf = next(row for row in rows if row.title == "Leaf mould")
        there, here, neither = leaf._replace(line=7), leaf._replace(line=9, own_line=3), leaf._replace(line=0)
        app.main.links.show_for(app.main.shown_id, [there, here._replace(title="b"), neither._replace(title="c")])
        app.main.links.focus()
        await pilot.press("home")
        assert app.main.place_at_cursor == (vault.note_id("Leaf mould.md"), 7)
        await pilot.press("j")
        assert app.main.place_at_cursor == (vault.note_id("Compost.md"), 3)
        await pilot.press("j")
        assert app.main.place_at_cursor == (vault.note_id("Compost.md"), 0)

    drive(vault, steps)


def test_y_copies_a_link_to_the_shown_note_and_to_one_that_is_missing(vault, copied):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Walks/Dew.md")
        await pilot.press("y")
        await until(pilot, lambda: copied == ["[[Dew]]"])
        await open_note(app, pilot, vault, "Compost.md")
        app.main.links.focus()
        number = next(i for i, row in enumerate(app.main.links.rows) if row.note_id is None)
        await pilot.press("home", *"j" * number, "y")
        await until(pilot, lambda: copied == ["[[Dew]]", "[[Worms]]"])

    drive(vault, steps)

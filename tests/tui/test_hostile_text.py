"""Titles, tags, words and links are data: shown as they are, never obeyed, never raw."""

from driving import drive, open_note, screen_text, shown, until
from store_builder import Written

POISON = (
    "[/foo]",
    "[bold",
    "[@click=app.quit]x[/]",
    "[[a]] [b]",
    "$accent",
    "\x1b]52;c;aGk=\x07",
    "\x1b[2J\x1b[31m",
    "\x9b2J\x90q\x9c",
    "a\u202eb\u2066c",
    "line\nfeed\r\ttab",
    "nul\x00",
    "wide 漢字 e\u0301 👩‍💻",
)
"""Each ends or misleads a program that is careless with it."""


def poisoned_notes():
    """One note for each poison, with the poison wherever text can stand; each related to the next."""
    keys = [f"{number}.md" for number in range(len(POISON))]
    return {
        key: Written(
            f"{poison}\n# {poison}\n- {poison} [[{poison}]]\n> {poison}\n[[{next_key[:-3]}]]",
            title=poison,
            tags=(poison,),
            aliases=(poison,),
            related={next_key: 0.9},
            concepts=((poison, 1.0), ("fine", 0.5)),
            mentions=(keys[0],),
        )
        for key, next_key, poison in zip(keys, [*keys[1:], keys[0]], POISON, strict=True)
    }


def test_hostile_text_reaches_the_screen_as_harmless_text(vault):
    vault.build(poisoned_notes())

    async def steps(app, pilot):
        for number, poison in enumerate(POISON):
            vault.writer.set_status(problem=f"Odd: {poison}")
            await open_note(app, pilot, vault, f"{number}.md")
            app.main.concepts.focus()
            await until(pilot, lambda: app.main.related.rows and app.main.problem_line.display)
            text = screen_text(app)

            assert all(character.isprintable() or character in "\n\u200d" for character in text)
            assert not poison.isascii() or not poison.isprintable() or text.count(poison) >= 4
        assert not app._exit

    drive(vault, steps)


def test_keys_on_hostile_text_do_what_they_always_do(vault):
    vault.build(poisoned_notes())

    async def steps(app, pilot):
        await until(pilot, lambda: app.main.related.rows)
        app.main.related.focus()
        await pilot.press("f", "f", "f")
        for _ in POISON:
            before = app.main.shown_id
            await pilot.press("y", "enter")
            assert app.main.shown_id != before
            await until(pilot, lambda: app.main.related.note_id == app.main.shown_id)
        await pilot.press("tab", "j", "tab", "j", "y", "r", "slash", *"[/]")
        await until(pilot, lambda: app.main.notes.query_text == "[/]")
        await pilot.press("escape", "backspace", "q")

        assert app._exit

    drive(vault, steps)


def test_names_that_are_not_utf8_are_shown_with_a_sign(vault):
    key = "caf\udce9.md"
    vault.build({key: Written("Coffee.", title="caf\ufffd")})

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app) == key and app.main.preview.note_id)
        assert "Coffee." in screen_text(app)
        await pilot.press("y")
        await until(pilot, lambda: "its name holds a character" in screen_text(app))

    drive(vault, steps)


def test_note_that_cannot_be_read_says_why(vault):
    vault.build({"gone.md": Written("Text.")})
    (vault.path / "gone.md").unlink()

    async def steps(app, pilot):
        await until(pilot, lambda: "This note cannot be shown: vanished." in screen_text(app))

    drive(vault, steps)

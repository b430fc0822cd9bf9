"""Enter on the rows of the links pane."""

import pytest
from driving import GARDEN, drive, open_note, screen_text, shown, until
from store_builder import Written


@pytest.mark.parametrize(("row", "key"), [(0, "Leaf mould.md"), (1, "Soil.md"), (2, ""), (3, "Clover.md")])
def test_enter_on_a_link_opens_its_note(vault, row, key):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.links.focus()
        await pilot.press("home", *["j"] * row, "enter")

        assert shown(app) == (key or "Compost.md")

    drive(vault, steps)


def test_enter_on_a_backlink_shows_the_line_that_it_stands_on(vault):
    far = "\n\n".join(f"Paragraph {n}." for n in range(100))
    text = f"---\na: b\n---\n%%hidden\nlines%%\n\n{far}\n\nHere is [[Compost]].\n\n{far}"
    vault.write(GARDEN | {"Long.md": Written(text)})
    line = text[: text.index("Here is")].count("\n") + 1
    vault.writer._connection.execute(
        "UPDATE links SET line = ? WHERE sentence = '' AND source_id = ?", (line, vault.note_id("Long.md"))
    )

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.links.focus()
        row = next(number for number, row in enumerate(app.main.links.rows) if row.title == "Long")
        await pilot.press("home", *["j"] * row, "enter")

        await until(pilot, lambda: "Here is Compost." in screen_text(app))
        assert shown(app) == "Long.md"

    drive(vault, steps)


@pytest.mark.parametrize(("size", "keys"), [((120, 35), ()), ((120, 35), ("p",)), ((80, 24), ())])
def test_enter_on_an_unresolved_link_shows_where_it_stands(vault, size, keys):
    """Also if the preview is folded away, or has no room."""
    far = "\n\n".join(f"Paragraph {n}." for n in range(100))
    vault.write({"Long.md": Written(f"{far}\n\nHere is [[Nowhere]].\n\n{far}")})
    vault.writer._connection.execute("UPDATE links SET line = 201")

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Long.md")
        assert "Here is Nowhere." not in screen_text(app)
        await pilot.press(*keys)
        app.main.links.focus()
        await pilot.press("home", "enter")

        await until(pilot, lambda: "Here is Nowhere." in screen_text(app))

    drive(vault, steps, size=size)

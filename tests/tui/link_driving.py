"""Presses the keys that lead to the dialogue of a link, and reads what comes of it."""

from driving import open_note, screen_text, until

from notelinks.tui.link_screen import LinkScreen


def read(vault, key):
    return (vault.path / key).read_bytes().decode()


async def at_related(app, pilot, vault, key, row):
    """Puts the cursor on a related note of a note."""
    await open_note(app, pilot, vault, key)
    app.main.related.focus()
    await pilot.press(*"j" * row)
    await pilot.pause()


async def shown_change(app, pilot):
    await until(pilot, lambda: isinstance(app.screen, LinkScreen))
    return screen_text(app)


async def shown_link(app, pilot, vault, key="Compost.md", row=2):
    """The screen with the link from a note to one of its related notes, before it is inserted."""
    await at_related(app, pilot, vault, key, row)
    await pilot.press("i")
    return await shown_change(app, pilot)

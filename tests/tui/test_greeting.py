"""The screen says which folder it shows, and when that is one that nobody has named."""

import asyncio
from pathlib import Path

from driving import GARDEN, screen_text, until

from notelinks.config import short_path
from notelinks.tui.app import NotelinksApp


def test_greeting_is_told_when_the_screen_opens(vault):
    vault.build(GARDEN)

    async def run():
        app = NotelinksApp(vault.path, vault.folder, start_indexer=False)
        app.main.greeting = "The folder opened last: ~/[garden]"
        async with app.run_test(size=(120, 35), notifications=True) as pilot:
            await until(pilot, lambda: "The folder opened last: ~/[garden]" in screen_text(app))

    asyncio.run(run())


def test_title_is_the_path_if_there_is_room(vault, monkeypatch):
    monkeypatch.setenv("HOME", str(vault.path.parent))
    vault.build(GARDEN)
    titles = {}

    async def run(width: int):
        app = NotelinksApp(vault.path, vault.folder, start_indexer=False)
        async with app.run_test(size=(width, 35)) as pilot:
            await until(pilot, lambda: app.main.status_bar.status is not None)
            titles[width] = screen_text(app).splitlines()[0].split("  ")[0]

    for width in (120, 80):
        asyncio.run(run(width))

    assert titles == {120: " notelinks · ~/garden", 80: " notelinks · garden"}


def test_path_outside_of_the_home_is_whole(monkeypatch):
    monkeypatch.setenv("HOME", "/home/me")

    assert [short_path(Path(p)) for p in ("/home/me/a", "/home/me", "/home/mean", "/x")] == [
        "~/a", "~", "/home/mean", "/x"
    ]  # fmt: skip

"""Makes the pictures in `docs/pictures` from the real screen.

usage: python docs/make_pictures.py VAULT NOTE PICTURE.svg

Indexes a copy of VAULT in a temporary folder, opens NOTE (a title) on a screen of 120 × 35 cells and saves a picture.
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZE = (120, 35)
"""Columns and rows of the screen."""

DEADLINE_S = 60.0
"""For the screen to show all that there is to show."""


def main() -> None:
    vault, title, picture = sys.argv[1:]
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["NOTELINKS_HOME"] = f"{temporary}/home"
        copy = Path(temporary) / Path(vault).resolve().name
        shutil.copytree(vault, copy)
        subprocess.run([sys.executable, "-m", "notelinks", "index", os.fspath(copy)], check=True)
        svg = asyncio.run(take_picture(copy, title))
    Path(picture).write_text(make_self_contained(svg), encoding="utf-8")


async def take_picture(vault: Path, title: str) -> str:
    """The screen as SVG, with a note opened and its reasons found."""
    from notelinks.config import index_folder
    from notelinks.tui.app import NotelinksApp

    app = NotelinksApp(vault, index_folder(vault), start_indexer=False)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.main.notes.filter.notes)
        note = next(note for note in app.main.notes.filter.notes if note.title == title)
        app.main.open_note(note.note_id)
        await wait_until(pilot, lambda: app.main.shown_id == note.note_id and app.main.related._reasons)
        await pilot.pause()
        return app.export_screenshot(title=f"notelinks {vault.name}")


async def wait_until(pilot, condition) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the screen did not come to show what was wanted")
        await pilot.pause(0.05)


def make_self_contained(svg: str) -> str:
    """Without fonts from elsewhere, and with the spaces between words kept by every viewer."""
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.S).replace("<text ", '<text xml:space="preserve" ')


if __name__ == "__main__":
    main()

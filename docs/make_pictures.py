"""Makes the pictures in `docs/pictures` from the real screen.

usage: python docs/make_pictures.py
       python docs/make_pictures.py VAULT NOTE PICTURE.svg

Without arguments, every view of `sample_notes` and a recording of a save being followed. Otherwise the main screen with
NOTE (a title) of VAULT. A copy of the notes in a temporary folder is indexed and shown on a screen of 120 × 35 cells.
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"

SIZE = (120, 35)
"""Columns and rows of the screen."""

RECORDED_SIZE = (100, 28)
"""That of the recording, which holds many pictures."""

DEADLINE_S = 60.0
"""For the screen to show all that there is to show."""

NOTE = "Sourdough starter"
"""The sample note that is shown."""

SAVED = """

## On the trail

For a long walk over the summit I dry the starter, as one dries herbs from the garden: spread it thin, let it flake, and
carry the flakes in the rucksack. Compass, map, bearing, flakes. At the hut it wants water and a warm night before it
takes the weather of the mountain for a kitchen. What is left over goes on the compost, where nitrogen, soil and worms
do with it what bacteria did in the jar.
"""
"""What is added to it in the recording."""

FRAME_S = 0.15
"""Between two looks at the screen while it follows the save."""

HOLD_S = 3.0
"""How long the first and the last frame of the recording stay."""


def main() -> None:
    if len(sys.argv) == 1:
        with IndexedCopy(ROOT / "sample_notes") as vault:
            for name, svg in asyncio.run(take_views(vault)).items():
                (PICTURES / f"{name}.svg").write_text(make_self_contained(svg), encoding="utf-8")
            frames = asyncio.run(record_save(vault))
        animated = make_animation([(make_self_contained(svg), seconds) for svg, seconds in frames])
        (PICTURES / "save.svg").write_text(animated, encoding="utf-8")
    else:
        vault, title, picture = sys.argv[1:]
        with IndexedCopy(Path(vault)) as copy:
            svg = asyncio.run(take_main_screen(copy, title))
        Path(picture).write_text(make_self_contained(svg), encoding="utf-8")


class IndexedCopy:
    """An indexed copy of a vault, with a home of its own, for the length of a `with` block."""

    def __init__(self, vault: Path) -> None:
        self.vault = vault

    def __enter__(self) -> Path:
        self._temporary = tempfile.TemporaryDirectory()
        os.environ.setdefault("XDG_CACHE_HOME", os.path.expanduser("~/.cache"))  # compiled code may be there
        for name in ("NOTELINKS_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            os.environ.pop(name, None)
        os.environ["HOME"] = self._temporary.name  # so that paths are shown as somebody's own
        copy = Path(self._temporary.name) / self.vault.resolve().name
        shutil.copytree(self.vault, copy)
        subprocess.run([sys.executable, "-m", "notelinks", "index", os.fspath(copy)], check=True)
        return copy

    def __exit__(self, *_: object) -> None:
        self._temporary.cleanup()


async def show(vault: Path, title: str, steps: Callable, size: tuple[int, int] = SIZE, *, start_indexer: bool = False):
    """Opens a note on the screen, waits for its reasons, and gives what `steps` gives."""
    from notelinks.config import index_folder
    from notelinks.tui.app import NotelinksApp

    app = NotelinksApp(vault, index_folder(vault), start_indexer=start_indexer)
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: app.main.notes.filter.notes)
        note = next(note for note in app.main.notes.filter.notes if note.title == title)
        app.main.open_note(note.note_id)
        await wait_until(pilot, lambda: app.main.shown_id == note.note_id and app.main.related._reasons)
        await pilot.pause()
        return await steps(app, pilot)


async def take_main_screen(vault: Path, title: str) -> str:
    """The screen as SVG, with a note opened and its reasons found."""

    async def steps(app, pilot) -> str:
        return app.export_screenshot(title=f"notelinks {vault.name}")

    return await show(vault, title, steps)


async def take_views(vault: Path) -> dict[str, str]:
    """SVG by name of the picture."""

    async def steps(app, pilot) -> dict[str, str]:
        pictures: dict[str, str] = {}

        async def take(name: str, keys: str, condition: Callable[[], object]) -> None:
            await pilot.press(*keys.split())
            await wait_until(pilot, condition)
            await pilot.pause(0.3)
            pictures[name] = app.export_screenshot(title=f"notelinks {vault.name}")
            await pilot.press("escape")
            await wait_until(pilot, lambda: app.screen is app.main)

        views = app.views
        pictures["sample_notes"] = app.export_screenshot(title=f"notelinks {vault.name}")
        typed = " ".join("space" if letter == " " else letter for letter in "bread for a long hike")
        await take("search", f"s {typed}", lambda: views["search"].found.rows and views["search"].preview.note_id)
        await take("suggestions", "S", lambda: views["suggestions"].second.note_id)
        await take("graph", "g plus", lambda: len(views["graph"].graph.drawing.boxes) > 10)
        app.main.concepts.focus()
        await take("concept", "enter", lambda: views["concept"].near.rows and views["concept"].preview.note_id)
        await take("status", "exclamation_mark", lambda: "notes" in str(views["status"]._facts.content))
        await take("help", "question_mark", lambda: app.screen is not app.main)
        return pictures

    return await show(vault, NOTE, steps)


async def record_save(vault: Path) -> list[tuple[str, float]]:
    """(SVG, seconds) of a note that is saved by somebody else while it is shown, then of what the save has changed."""

    async def steps(app, pilot) -> list[tuple[str, float]]:
        await wait_until(pilot, lambda: (s := app.main.status_bar.status) and s.watcher and s.activity == "idle")
        await wait_until(pilot, lambda: app.main.status_bar.is_watched)
        await pilot.pause(1.0)
        frames = [(app.export_screenshot(title="notelinks"), HOLD_S)]
        before = app.main.status_bar.status
        path = vault / app.main.shown_key
        path.write_text(path.read_text(encoding="utf-8") + SAVED, encoding="utf-8")
        started = time.monotonic()
        while time.monotonic() < started + DEADLINE_S:
            await pilot.pause(FRAME_S)
            frame = app.export_screenshot(title=f"notelinks, {time.monotonic() - started:.1f} s after a save in vim")
            if strip_title(frame) == strip_title(frames[-1][0]):
                frames[-1] = (frames[-1][0], frames[-1][1] + FRAME_S)
            else:
                frames.append((frame, FRAME_S))
            status = app.main.status_bar.status
            if status.activity == "idle" and status.generation > before.generation:
                break
        frames[-1] = (frames[-1][0], HOLD_S)
        await pilot.press("d")
        await wait_until(pilot, lambda: app.views["changes"].related.rows or app.views["changes"].concepts.rows)
        await pilot.pause(0.3)
        frames.append((app.export_screenshot(title="notelinks, what the save has changed"), HOLD_S))
        return frames

    return await show(vault, NOTE, steps, RECORDED_SIZE, start_indexer=True)


async def wait_until(pilot, condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the screen did not come to show what was wanted")
        await pilot.pause(0.05)


def strip_title(svg: str) -> str:
    """What a picture shows, whatever its title and the names of its styles."""
    return re.sub(r"terminal-\d+-?", "", re.sub(r'<text class="terminal-\d+-title".*?</text>', "", svg, flags=re.S))


def make_self_contained(svg: str) -> str:
    """Without fonts from elsewhere, and with the spaces between words kept by every viewer."""
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.S).replace("<text ", '<text xml:space="preserve" ')


def make_animation(frames: list[tuple[str, float]]) -> str:
    """One SVG that shows pictures one after the other, for ever.

    Args:
        frames: (SVG, seconds).
    """
    total = sum(seconds for _, seconds in frames)
    opening = re.match(r"<svg[^>]*>", frames[0][0])
    assert opening is not None
    parts, start = [opening[0], "<style>.frame { visibility: hidden; } #frame-0 { visibility: visible; }"], 0.0
    for number, (_, seconds) in enumerate(frames):
        begin, end = 100 * start / total, 100 * (start + seconds) / total
        hidden = f"0% {{ visibility: hidden; }} {begin:.3f}% {{ visibility: visible; }}"
        shown = hidden if number else "0% { visibility: visible; }"
        after = f" {end:.3f}%, 100% {{ visibility: hidden; }}" if number < len(frames) - 1 else ""
        parts.append(f"@keyframes frame-{number} {{ {shown}{after} }}")
        parts.append(f"#frame-{number} {{ animation: frame-{number} {total:.2f}s step-end infinite; }}")
        start += seconds
    parts.append("</style>")
    for number, (svg, _) in enumerate(frames):
        parts.append(f'<g class="frame" id="frame-{number}">{svg}</g>')
    return "\n".join([*parts, "</svg>"])


if __name__ == "__main__":
    main()

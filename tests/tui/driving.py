"""Runs the real app without a terminal and waits for what it shows, never for a time."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from store_builder import TestVault, Written
from textual.events import Key
from textual.pilot import Pilot

from notelinks.tui.app import NotelinksApp

DEADLINE_S = 30.0
"""A state that has not come by then will not come."""

SIZES = [(120, 35), (80, 24), (40, 10)]
"""Columns and rows for which every view is made."""

Steps = Callable[[NotelinksApp, Pilot[None]], Awaitable[None]]

GARDEN = {
    "Compost.md": Written(
        "Compost feeds the [[Soil]] and wants [[Worms]].\n\nHeat of compost.",
        tags=("garden",),
        aliases=("Humus",),
        modified_s=1_700_000_300,
        related={"Soil.md": 0.712, "Leaf mould.md": 0.64, "Clover.md": 0.5},
        concepts=(("heat", 0.9), ("worms", 0.4)),
    ),
    "Clover.md": Written("Clover fixes nitrogen.", modified_s=1_700_000_400, mentions=("Compost.md",)),
    "Leaf mould.md": Written("Leaves become [[Compost]].", tags=("garden/leaves",), related={"Compost.md": 0.64}),
    "Soil.md": Written("Soil is alive. [[Compost]]", related={"Compost.md": 0.712}, concepts=(("alive", 1.0),)),
    "Walks/Dew.md": Written("Dew on the grass.", modified_s=1_700_000_100),
}
"""Five notes with every kind of tie."""

MANY = {f"Note {i:03d}.md": Written(f"Number {i}.", related={}) for i in range(200)}
"""More than fit the screen."""


def drive(vault: TestVault, steps: Steps, *, size: tuple[int, int] = (120, 35)) -> None:
    """Runs the app on a vault without an indexer and does `steps` as soon as it is drawn."""

    async def run() -> None:
        app = NotelinksApp(vault.path, vault.folder, start_indexer=False)
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            await steps(app, pilot)

    asyncio.run(run())


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Waits until `condition` holds and the screen has settled."""
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("did not happen:\n" + screen_text(pilot.app))
        await pilot.pause(0.01)
    await pilot.pause()


def send(app: NotelinksApp, *keys: str) -> None:
    """Presses keys in one go, as a fast typist or a terminal does: none waits for what the one before has done."""
    for key in keys:
        app.post_message(Key(key, key if len(key) == 1 else None))


async def open_note(app: NotelinksApp, pilot: Pilot[None], vault: TestVault, key: str) -> None:
    """Shows a note as if it had been highlighted, with all panes filled."""
    await until(pilot, lambda: app.main.shown_id)
    app.main.open_note(vault.note_id(key))
    await until(pilot, lambda: shown(app) == key and app.main.preview.note_id == app.main.shown_id)
    panes = app.main.related, app.main.concepts, app.main.links
    await until(pilot, lambda: all(pane.note_id == app.main.shown_id for pane in panes))


def shown(app: NotelinksApp) -> str:
    """Key of the shown note."""
    return app.main.shown_key if app.main.shown_id else ""


def screen_text(app: object) -> str:
    """All lines of the screen as they are drawn."""
    strips = app.screen._compositor.render_strips()  # type: ignore[attr-defined]
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)

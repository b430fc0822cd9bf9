"""Runs the app until the user leaves it, and turns the way it ended into an exit code."""

import asyncio
import sys
from pathlib import Path

from notelinks.tui.app import NotelinksApp
from notelinks.tui.crash import NO_TERMINAL, exit_on_signals, refuse_without_terminal, write_crash_log


def run_app(vault: Path, folder: Path, source_only: tuple[str, ...] = ()) -> int:
    """Shows the terminal interface.

    Args:
        folder: of the vault's index, which need not exist yet.
        source_only: folders whose notes are never related notes.

    Returns:
        The exit code: 0, 1 after a mistake of ours, 2 without a terminal, 128 + number after a signal.
    """
    if reason := refuse_without_terminal():
        sys.stderr.write(f"{reason}\n")
        return NO_TERMINAL
    app = NotelinksApp(vault, folder, source_only=source_only)
    try:
        asyncio.run(_run(app))
    finally:
        if app.child is not None:
            app.child.stop()
    if app.crash is not None:
        sys.stderr.write(f"{write_crash_log(folder, app.crash)}\n")
        return 1
    return app.return_code or 0


async def _run(app: NotelinksApp) -> None:
    exit_on_signals(lambda code: app.exit(return_code=code))
    await app.run_async()

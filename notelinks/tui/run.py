"""Runs the app until the user leaves it, and turns the way it ended into an exit code."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from notelinks.mistakes import tell_mistake
from notelinks.tui.app import NO_CHANGES, NotelinksApp
from notelinks.tui.ascii_filter import is_unicode, terminal_encoding
from notelinks.tui.crash import NO_TERMINAL, exit_on_signals, refuse_without_terminal, write_crash_log
from notelinks.tui.hangup import leave_without_terminal
from notelinks.tui.terminal_size import give_size

_THREAD_TURN_S = 0.001
"""For so long a thread that reads keeps the interpreter from the one that draws, instead of Python's 5 ms. Drawing
gives it away some times for each key, and each time has to wait for it."""


def run_app(
    vault: Path,
    folder: Path,
    source_only: Callable[[], tuple[str, ...]] = tuple,
    keys: Mapping[str, str] = NO_CHANGES,
    *,
    in_ascii: bool = False,
    greeting: str = "",
) -> int:
    """Shows the terminal interface.

    Args:
        folder: of the vault's index, which need not exist yet.
        source_only: tells the folders whose notes are never related notes; asked by threads, after the first paint.
        keys: keys that are not the usual ones, by id.
        in_ascii: draw marks and lines in ASCII; this is done anyway if the locale is not one of Unicode.
        greeting: a sentence to begin with, empty for none.

    Raises:
        ConfigError: if one of the keys cannot be had.

    Returns:
        The exit code: 0, 1 after a mistake of ours, 2 without a terminal, 128 + number after a signal.
    """
    if reason := refuse_without_terminal():
        sys.stderr.write(f"{reason}\n")
        return NO_TERMINAL
    sys.setswitchinterval(_THREAD_TURN_S)
    give_size()
    encoding = terminal_encoding()
    ascii_encoding = encoding if in_ascii or not is_unicode(encoding) else ""
    app = NotelinksApp(vault, folder, source_only=source_only, keys=keys, ascii_encoding=ascii_encoding)
    app.main.greeting = greeting
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
    asyncio.get_running_loop().set_exception_handler(_tell)
    exit_on_signals(lambda code: app.exit(return_code=code))
    leave_without_terminal(lambda code: app.exit(return_code=code))
    await app.run_async()


def _tell(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Takes the place of a report with a traceback, for what nobody waits for, as when tasks are ended."""
    if isinstance(error := context.get("exception"), Exception):
        tell_mistake(error)

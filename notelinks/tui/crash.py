"""How the program ends other than by `q`: signals, a missing terminal, a mistake of ours.

Textual leaves the terminal in disorder after a signal, and its report of a mistake prints local variables, which hold
text of notes. Here signals end the program in order, and the report names places in the program and nothing else.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from notelinks.mistakes import causes, describe_mistake, places

ENDING_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
"""Those that exist on this system end the program with exit code 128 + number."""

NO_TERMINAL = 2
"""Exit code."""


def refuse_without_terminal() -> str:
    """Why the screen cannot be shown here, empty if it can."""
    streams = (sys.__stdin__, sys.__stderr__)
    if not all(stream is not None and stream.isatty() for stream in streams):
        return "notelinks: the terminal interface needs a terminal. `notelinks --help` lists the other commands."
    kind = os.environ.get("TERM", "")
    if os.name != "nt" and kind in ("", "dumb"):
        return (
            f"notelinks: this terminal (TERM={kind}) cannot show the interface. `notelinks --help` lists the commands."
        )
    return ""


def exit_on_signals(leave: Callable[[int], object]) -> None:
    """Calls `leave` with the exit code when a signal asks the program to end. Needs a running event loop."""
    loop = asyncio.get_running_loop()
    for name in ENDING_SIGNALS:
        if (number := getattr(signal, name, None)) is not None and os.name != "nt":
            loop.add_signal_handler(number, leave, 128 + number)


def write_crash_log(folder: Path, error: BaseException) -> str:
    """Writes where a mistake happened, without any value, and returns a short message for the user."""
    path = folder / "crash.log"
    lines = []
    for cause in causes(error):
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        lines += [f"  {file}:{line} in {function}" for file, line, function in places(cause)]
    message = f"notelinks: something went wrong in the program ({describe_mistake(error)})."
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    try:
        with open(os.open(path, flags, 0o600), "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write("\n".join(lines) + "\n")
    except OSError:
        return message
    return f"{message} Where is written, without any text of your notes, in {path}"

"""Ends the program when its terminal is closed, whatever the event loop does at that moment.

SIGHUP is no help to a process that leads no session, nor while an editor runs. And Textual cannot end by itself then:
its writer ends at the first write that fails, so that the loop soon waits for ever to hand it more, while its reader
turns at the end of input as fast as it can.
"""

import asyncio
import contextlib
import os
import select
import sys
import threading
import time
from collections.abc import Callable

TERMINAL_GONE = 129
"""Exit code, that of SIGHUP."""

ORDERLY_S = 1.5
"""Time to remember the shown note and to stop the indexer. What cannot end by then is ended."""


def leave_without_terminal(leave: Callable[[int], object]) -> None:
    """Calls `leave` with the exit code when the other end of the terminal is closed. Needs a running event loop.

    Ends the process if that does not.
    """
    if hasattr(select, "poll") and sys.__stdin__ is not None:
        loop, terminal = asyncio.get_running_loop(), sys.__stdin__.fileno()
        threading.Thread(target=_watch, args=(terminal, loop, leave), name="hangup", daemon=True).start()


def _watch(terminal: int, loop: asyncio.AbstractEventLoop, leave: Callable[[int], object]) -> None:
    other_end = select.poll()
    other_end.register(terminal, 0)
    if not any(events & (select.POLLHUP | select.POLLERR) for _, events in other_end.poll()):
        return  # a system that cannot tell
    with contextlib.suppress(RuntimeError):  # the loop has ended already
        loop.call_soon_threadsafe(leave, TERMINAL_GONE)
    time.sleep(ORDERLY_S)
    os._exit(TERMINAL_GONE)

"""Processes of the indexer's own: started so that Ctrl-C and the end of the indexer leave nothing behind.

Ctrl-C reaches every process of a terminal and is for the indexer to act on. A child that finds its pipe closed has lost
its parent, however suddenly, and ends.

A Python that is told what to do on its command line, as children are and the process that multiprocessing starts
beside them, looks for modules in the current folder first. That may be a vault, and a vault may hold a `pickle.py`.
"""

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from notelinks.mistakes import hush_tracebacks, tell_mistake

_SAFE_PATH = "PYTHONSAFEPATH"
"""Of the environment: as the option `-P`, which children of children are given in turn."""


def start_child(work: Callable[..., None], *arguments: Any) -> tuple[BaseProcess, Connection]:
    """Starts a process that calls a function of a module with its end of a pipe and some arguments; gives this end.

    Raises:
        OSError: if no process can be started.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_begin, args=(work, theirs, *arguments), daemon=True)
    with _current_folder_left_out(), _interrupts_held_back():
        process.start()
    theirs.close()
    return process, ours


def work_done(process: BaseProcess) -> str:
    """Changes while a process works; always the same where the system does not tell."""
    try:
        with open(f"/proc/{process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return ""
    return " ".join(fields[11:13])  # utime and stime, proc(5)


def describe_end(process: BaseProcess) -> str:
    """How a process ended, such as `SIGKILL` or `code 1`."""
    code = process.exitcode or 0
    return signal.Signals(-code).name if code < 0 else f"code {code}"


def _begin(work: Callable[..., None], connection: Connection, *arguments: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    hush_tracebacks()
    gc.freeze()
    try:
        work(connection, *arguments)
    except (EOFError, OSError):
        return
    except Exception as error:  # or multiprocessing would write down what may be text of a note
        tell_mistake(error)
        sys.exit(1)


@contextmanager
def _current_folder_left_out() -> Iterator[None]:
    """Processes started within the block look for modules where this one does, and not in the current folder."""
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Processes started within the block begin life deaf to Ctrl-C; this one hears it when the block ends."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # it lets interrupts through again when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

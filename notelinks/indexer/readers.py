"""Worker processes that read notes: one that hangs, dies or wants all memory costs one note, never the indexer.

A worker is given a few keys at a time and answers them in order, so the note that killed it is the first one without an
answer. One idle worker stays, for the next save. See decision 0022.
"""

import contextlib
import gc
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from notelinks.config import usable_processors
from notelinks.errors import NotelinksError
from notelinks.indexer.child import describe_end, start_child, work_done
from notelinks.records import SkippedFile
from notelinks.store.packed_note import PackedNote

Read = Callable[[Path, str], PackedNote | SkippedFile]
"""(vault, key) -> a note, or why there is none. A function of a module, since workers import it."""

_CHUNK = 16
"""Keys that a worker is given at a time, before it has run out of those it has."""

_NOTES_PER_WORKER = 75
"""With fewer notes for each, starting another worker (0.3 s) costs more than it saves."""


_COLLECT_AFTER = 50_000
"""Objects that a worker makes between two searches for cycles. A note makes thousands of tokens without any cycle; at
Python's 700 the searches take an eighth of the time."""

_MANY_NOTES = 1_000
"""After reading so many, starting other workers is little beside it."""

_NICENESS = 5
"""Above the indexer's own. As many workers as there are processors would hold up the one process that stores what they
have read, and the first lists."""

_END_WAIT_S = 5.0
"""The pipe of a process is closed a moment before its exit code is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLimits:
    """What reading one note may cost."""

    cpu_s: int = 20
    """Processor seconds, counted by the system. A megabyte of nothing but brackets may take more; a usual note takes
    0.002 s."""
    silence_s: float = 30.0
    """Seconds without an answer, whatever the worker waits for; those in which it works do not count, where that can be
    seen."""
    memory_bytes: int = 2**30
    """Address space of a worker. The largest note that is read, 16 MB, needs 0.4 GB."""


class NoteReaders:
    """Reads notes in processes of its own. To be used by one thread."""

    def __init__(self, read: Read, limits: ReadingLimits | None = None) -> None:
        self._read = read
        self._limits = limits or ReadingLimits()
        self._workers: list[_Worker] = []
        self._n_read = 0

    def warm_up(self) -> None:
        """Starts a worker, so that a first save need not wait for it."""
        if not self._workers:
            self._workers.append(_Worker(self._read, self._limits))

    def read_all(self, vault: Path, keys: list[str]) -> Iterator[PackedNote | SkippedFile]:
        """What each note says, or why that is not known; in the order in which workers are done."""
        self._n_read += len(keys)
        left = deque(keys)
        n_workers = min(max(len(keys) // _NOTES_PER_WORKER, 1), usable_processors())
        suspects: set[str] = set()
        try:
            while left or any(worker.unanswered for worker in self._workers):
                self._give_out(vault, left, n_workers)
                for worker in self._find_ready():
                    yield from self._take(worker, left, suspects)
        finally:
            idle = [worker for worker in self._workers if not worker.unanswered]
            for worker in [worker for worker in self._workers if worker not in idle[:1]]:
                self._end(worker)

    def rest(self) -> None:
        """Ends the workers after much reading, so that their memory is there for what follows."""
        if self._n_read >= _MANY_NOTES:
            self.close()

    def close(self) -> None:
        """Ends all workers."""
        self._n_read = 0
        for worker in self._workers[:]:
            self._end(worker)

    def _give_out(self, vault: Path, left: deque[str], n_workers: int) -> None:
        for worker in self._workers:
            if left and len(worker.unanswered) < _CHUNK:
                worker.give(vault, [left.popleft() for _ in range(min(_CHUNK, len(left)))])
        while left and len(self._workers) < n_workers:
            self._workers.append(_Worker(self._read, self._limits))
            self._workers[-1].give(vault, [left.popleft() for _ in range(min(_CHUNK, len(left)))])

    def _find_ready(self) -> list["_Worker"]:
        """Workers that have answered or ended, or have been silent for too long."""
        busy = {worker.connection: worker for worker in self._workers if worker.unanswered}
        if ready := wait(list(busy), timeout=1.0):
            return [busy[connection] for connection in ready]
        return [worker for worker in busy.values() if worker.silent_s > self._limits.silence_s]

    def _take(self, worker: "_Worker", left: deque[str], suspects: set[str]) -> Iterator[PackedNote | SkippedFile]:
        """The answer of a worker. If it has none, the note it was at is to blame: at once if it used up its processor
        time, else at the second time, for others kill workers too, and a machine may be busy."""
        key = worker.unanswered[0]
        answer = worker.answer()
        if answer is not None:
            yield answer
            return
        self._end(worker, patience_s=0.0 if worker.silent_s > self._limits.silence_s else _END_WAIT_S)
        reason, is_sure = worker.describe_end(self._limits)
        unread = list(worker.unanswered)
        if is_sure or key in suspects:
            yield SkippedFile(key, reason)
            unread = unread[1:]
        suspects.add(key)
        left.extendleft(reversed(unread))

    def _end(self, worker: "_Worker", patience_s: float = 0.0) -> None:
        self._workers.remove(worker)
        worker.end(patience_s)


class _Worker:
    """One process and the keys that it has not answered yet."""

    def __init__(self, read: Read, limits: ReadingLimits) -> None:
        """
        Raises:
            NotelinksError: if no process can be started.
        """
        try:
            self._process, self.connection = start_child(_work, read, limits)
        except OSError as error:
            raise NotelinksError(f"Notes cannot be read: no process can be started ({error.strerror}).") from error
        self.unanswered: deque[str] = deque()
        self.was_killed = False
        self._heard_s = time.monotonic()
        self._work = ""

    @property
    def silent_s(self) -> float:
        """Seconds without an answer or any work that was seen: on a busy machine a long note takes its time."""
        work, now = work_done(self._process), time.monotonic()
        if work != self._work:
            self._work, self._heard_s = work, now
        return now - self._heard_s

    def give(self, vault: Path, keys: list[str]) -> None:
        self.unanswered.extend(keys)
        self._heard_s = time.monotonic()
        with contextlib.suppress(OSError):  # it has died; that shows when its answer is waited for
            self.connection.send((vault, keys))

    def answer(self) -> PackedNote | SkippedFile | None:
        """The next answer, None if the worker is dead or silent."""
        try:
            answer = self.connection.recv() if self.connection.poll() else None
        except (EOFError, OSError):
            return None
        if answer is not None:
            self.unanswered.popleft()
            self._heard_s = time.monotonic()
        return answer

    def end(self, patience_s: float) -> None:
        """Kills the process, after giving one that is dying the time to say how."""
        self._process.join(patience_s)
        self.was_killed = self._process.is_alive()
        self._process.kill()
        self._process.join()
        self.connection.close()

    def describe_end(self, limits: ReadingLimits) -> tuple[str, bool]:
        """(reason for a skipped note, is the note certainly to blame), after `end`."""
        if self.was_killed:
            return f"cannot be read: no answer within {limits.silence_s:g} s", False
        how = describe_end(self._process)
        if how == "SIGXCPU":
            return f"takes more than {limits.cpu_s} s to read; skipped until it changes", True
        return f"reading it ended the reader ({how}); skipped until it changes", False


def _work(connection: Connection, read: Read, limits: ReadingLimits) -> None:
    """What a worker does until its parent closes the connection or is gone."""
    _limit(memory_bytes=limits.memory_bytes)
    gc.set_threshold(_COLLECT_AFTER)
    with contextlib.suppress(OSError, AttributeError):  # where a process cannot give way
        os.nice(_NICENESS)
    while True:
        vault, keys = connection.recv()
        for key in keys:
            _limit(cpu_s=limits.cpu_s)
            connection.send(_read_safely(read, vault, key, limits))


def _read_safely(read: Read, vault: Path, key: str, limits: ReadingLimits) -> PackedNote | SkippedFile:
    try:
        return read(vault, key)
    except MemoryError:
        return SkippedFile(key, f"takes more than {limits.memory_bytes >> 20} MB to read; skipped until it changes")
    except Exception as error:  # this process exists so that no note can end the indexer
        return SkippedFile(key, f"cannot be parsed ({type(error).__name__}); skipped until it changes")


def _limit(*, cpu_s: int = 0, memory_bytes: int = 0) -> None:
    """Has the system end this process after so many processor seconds more, or refuse it more memory."""
    if sys.platform == "win32":
        return
    import resource

    if memory_bytes:
        _lower(resource, resource.RLIMIT_AS, memory_bytes)
        _lower(resource, resource.RLIMIT_CORE, 0)
    if cpu_s:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource, resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime) + 1 + cpu_s)


def _lower(resource: Any, what: int, limit: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))

"""The doorbell: it says that something has changed, and where to look first, never what. The scan finds that out."""

import logging
import math
import os
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Set
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from notelinks.config import IndexerConfig
from notelinks.indexer.mounts import count_unwatched, remote_file_system
from notelinks.notes.vault_settings import SETTINGS_FILES

_EVENTS = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileClosedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
"""Without those for mere reading: an index would ring its own bell, and the kernel's queue would overflow sooner."""

_STOP_CHECK_S = 0.1
"""How often a wait looks whether it should end."""

_CLOCK_JUMP_S = 5.0
"""Wall clock and monotonic clock part by more than this when the machine has slept, or somebody has set the time."""

_log = logging.getLogger(__name__)

warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
"""Of folders that move while they are taken in, it says at length that it watches them already; a log that nobody
reads would fill with their names, and a pipe that nobody reads would stop its thread."""


class Doorbell(FileSystemEventHandler):
    """Watches a folder and collects events until they have been quiet for a while."""

    def __init__(self, vault: Path, config: IndexerConfig, stop: threading.Event) -> None:
        self._vault = vault
        self._config = config
        self._stop = stop
        self._observer: Observer | None = None
        self._lock = threading.Lock()
        self._folders: set[str] | None = set()
        self._identity: tuple[int, int] | None = None
        self._seen_identity: tuple[int, int] | None = None
        self._first_event_s = 0.0
        self._last_event_s = 0.0
        self._clock_offset_s = time.time() - time.monotonic()
        self._troubles = _WatchdogTroubles(self._note_loss)
        self._lost = ""
        self._checked_s = 0.0
        self.distrust = ""
        """Why events alone do not tell all, empty if they do."""

    @property
    def mode(self) -> str:
        """`events`, or `polling` where the system gives none or not all."""
        return "events" if self._is_watching() and not self.distrust else "polling"

    @property
    def reason(self) -> str:
        """Why the mode is `polling`; otherwise when the system last lost events, empty if it has not."""
        return self.distrust or self._lost

    def arm(self) -> None:
        """Starts watching, and starts again if the folder is another one than before or the watch has died."""
        identity = self._seen_identity = self._vault_identity()
        if identity is None:
            return
        if not self._is_watching() or identity != self._identity:
            self._start(identity)
        if time.monotonic() - self._checked_s >= self._config.sweep_s or self._checked_s == 0.0:
            self._checked_s = time.monotonic()
            self.distrust = self._find_distrust()

    def _is_watching(self) -> bool:
        observer = self._observer
        return observer is not None and observer.is_alive() and all(e.is_alive() for e in observer.emitters)

    def _find_distrust(self) -> str:
        if not self._is_watching():
            return self.distrust or "the system gives no events"
        if kind := remote_file_system(self._vault):
            return f"changes on this disk ({kind}) may come without events"
        n_unwatched, n_all = count_unwatched(self._vault)
        return f"the system watches {n_all - n_unwatched:,} of {n_all:,} folders" if n_unwatched else ""

    def _start(self, identity: tuple[int, int]) -> None:
        self.close()
        self._checked_s, self.distrust = 0.0, ""
        try:
            observer = Observer()
            observer.schedule(self, os.fspath(self._vault), recursive=True, event_filter=_EVENTS)
            observer.start()
        except OSError as error:
            self.distrust = f"no events from the system ({error.strerror or error})"
            _log.warning("%s; the vault is looked at every few seconds", self.distrust)
            return
        self._observer, self._identity = observer, identity
        self._troubles.listen()

    def close(self) -> None:
        """Stops watching."""
        self._troubles.ignore()
        if self._observer is not None:
            self._observer.stop()
            self._observer.join(timeout=5.0)
            self._observer = None

    def on_any_event(self, event: FileSystemEvent) -> None:
        if concerns_notes(self._vault, event):
            if isinstance(event, (DirCreatedEvent, DirMovedEvent)):
                self._checked_s = 0.0  # watchdog does not tell if there was no watch left for a new folder
            self._ring(None if event.is_directory else [os.path.dirname(path) for path in _paths(self._vault, event)])

    def _note_loss(self) -> None:
        self._lost = f"events were lost at {time.strftime('%H:%M:%S')}, so everything is looked at again"
        self._events_lost()

    def _events_lost(self) -> None:
        """Rings: nobody knows what has changed. The watches are counted anew as well."""
        self._checked_s = 0.0
        self._ring(None)

    def _ring(self, folders: Iterable[str] | None) -> None:
        with self._lock:
            self._last_event_s = time.monotonic()
            self._first_event_s = self._first_event_s or self._last_event_s
            if folders is None or self._folders is None:
                self._folders = None
            else:
                self._folders.update(folder.replace(os.sep, "/") for folder in folders)

    def has_rung(self) -> bool:
        """Whether something has changed and it is time to look: all quiet again, or waited long enough.

        The system gives no event when the watched folder itself goes or comes back, nor for what happened while the
        machine slept, so that is looked at here.
        """
        now = time.monotonic()
        clock_offset_s = time.time() - now
        if abs(clock_offset_s - self._clock_offset_s) > _CLOCK_JUMP_S:
            self._clock_offset_s = clock_offset_s
            self._events_lost()
        is_quiet = now - self._last_event_s >= self._config.quiet_s
        is_late = now - self._first_event_s >= self._config.max_wait_s
        return (bool(self._first_event_s) and (is_quiet or is_late)) or self._vault_identity() != self._seen_identity

    def answer(self) -> Set[str] | None:
        """Forgets all events so far; to be called before looking, so that a change during the look rings again.

        Returns:
            Keys of the folders in which files have changed; None if something else may have changed as well.
        """
        with self._lock:
            folders, self._folders, self._first_event_s = self._folders, set(), 0.0
        tell_all = bool(folders) and self.mode == "events" and self._vault_identity() == self._seen_identity
        return folders if tell_all else None

    def wait(self, timeout_s: float) -> None:
        """Returns when the bell has rung, when the time is over, or when everything is to stop."""
        end = time.monotonic() + timeout_s
        while not self.has_rung() and (left := end - time.monotonic()) > 0:
            if self._stop.wait(min(left, _STOP_CHECK_S, self._calm_in_s())):
                return

    def _calm_in_s(self) -> float:
        """Seconds until the bell rings if nothing more happens; without end if nothing has happened."""
        if not self._first_event_s:
            return math.inf
        quiet_s, late_s = self._last_event_s + self._config.quiet_s, self._first_event_s + self._config.max_wait_s
        return max(min(quiet_s, late_s) - time.monotonic(), 0.001)

    def _vault_identity(self) -> tuple[int, int] | None:
        try:
            about = os.stat(self._vault)
        except OSError:
            return None
        return about.st_dev, about.st_ino


class _WatchdogTroubles(logging.Handler):
    """Hears what watchdog logs as a warning or worse: a full queue, a lost watch. It raises nothing then."""

    def __init__(self, tell: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell

    def listen(self) -> None:
        logging.getLogger("watchdog").addHandler(self)

    def ignore(self) -> None:
        logging.getLogger("watchdog").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self._tell()


def concerns_notes(vault: Path, event: FileSystemEvent) -> bool:
    """Whether an event may change the index: not if all it touches lies in or is a hidden folder or file.

    Of Obsidian's settings only the files that are read count: it rewrites others whenever a note is opened.
    """
    return not all(map(_is_hidden, _paths(vault, event)))


def _paths(vault: Path, event: FileSystemEvent) -> list[str]:
    """What an event touches, relative to the vault; a part of it may lie outside."""
    root = os.fspath(vault)
    return [os.path.relpath(os.fsdecode(path), root) for path in (event.src_path, event.dest_path) if path]


def _is_hidden(relative: str) -> bool:
    parts = relative.split(os.sep)
    is_setting = len(parts) == 2 and parts[1] in SETTINGS_FILES
    return relative != "." and not is_setting and any(part.startswith(".") for part in parts)

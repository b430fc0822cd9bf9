"""The doorbell: it says that something has changed below a folder, never what. The scan finds that out."""

import logging
import os
import threading
import time
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

_log = logging.getLogger(__name__)


class Doorbell(FileSystemEventHandler):
    """Watches a folder and collects events until they have been quiet for a while."""

    def __init__(self, vault: Path, config: IndexerConfig, stop: threading.Event) -> None:
        self._vault = vault
        self._config = config
        self._stop = stop
        self._observer: Observer | None = None
        self._identity: tuple[int, int] | None = None
        self._seen_identity: tuple[int, int] | None = None
        self._first_event_s = 0.0
        self._last_event_s = 0.0

    @property
    def mode(self) -> str:
        """`events`, or `polling` where the system gives none."""
        return "events" if self._observer is not None and self._observer.is_alive() else "polling"

    def arm(self) -> None:
        """Starts watching, and starts again if the folder is another one than before or the watch has died."""
        identity = self._seen_identity = self._vault_identity()
        is_watching = self._observer is not None and all(e.is_alive() for e in self._observer.emitters)
        if identity is None or (is_watching and identity == self._identity):
            return
        self.close()
        observer = Observer()
        try:
            observer.schedule(self, os.fspath(self._vault), recursive=True, event_filter=_EVENTS)
            observer.start()
        except OSError as error:
            _log.warning("no events from the system (%s); the vault is looked at every few seconds", error)
            return
        self._observer, self._identity = observer, identity

    def close(self) -> None:
        """Stops watching."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join(timeout=5.0)
            self._observer = None

    def on_any_event(self, event: FileSystemEvent) -> None:
        if concerns_notes(self._vault, event):
            now = time.monotonic()
            self._last_event_s = now
            self._first_event_s = self._first_event_s or now

    def has_rung(self) -> bool:
        """Whether something has changed and it is time to look: all quiet again, or waited long enough.

        The system gives no event when the watched folder itself goes or comes back, so that is looked at here.
        """
        now = time.monotonic()
        is_quiet = now - self._last_event_s >= self._config.quiet_s
        is_late = now - self._first_event_s >= self._config.max_wait_s
        return (bool(self._first_event_s) and (is_quiet or is_late)) or self._vault_identity() != self._seen_identity

    def answer(self) -> None:
        """Forgets all events so far; to be called before looking, so that a change during the look rings again."""
        self._first_event_s = 0.0

    def wait(self, timeout_s: float) -> None:
        """Returns when the bell has rung, when the time is over, or when everything is to stop."""
        end = time.monotonic() + timeout_s
        while not self.has_rung() and (left := end - time.monotonic()) > 0:
            if self._stop.wait(min(left, _STOP_CHECK_S)):
                return

    def _vault_identity(self) -> tuple[int, int] | None:
        try:
            about = os.stat(self._vault)
        except OSError:
            return None
        return about.st_dev, about.st_ino


def concerns_notes(vault: Path, event: FileSystemEvent) -> bool:
    """Whether an event may change the index: not if all it touches lies in or is a hidden folder or file.

    Of Obsidian's settings only the files that are read count: it rewrites others whenever a note is opened.
    """
    root = os.fspath(vault)
    paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
    return any(not _is_hidden(os.path.relpath(path, root)) for path in paths)


def _is_hidden(relative: str) -> bool:
    parts = relative.split(os.sep)
    is_setting = len(parts) == 2 and parts[1] in SETTINGS_FILES
    return relative != "." and not is_setting and any(part.startswith(".") for part in parts)

"""A thread that watches the index and tells the screen what has changed; all slow reading of the store is done here."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from notelinks.errors import IndexMissingError, StoreError
from notelinks.store.dismissed import sign_dismissed
from notelinks.store.stop_words import sign_stop_words
from notelinks.tui.before import ListsBefore
from notelinks.tui.filter import NoteFilter
from notelinks.tui.kept_reader import KeptReader
from notelinks.tui.messages import IndexFailed, NotesRead, StatusRead

if TYPE_CHECKING:
    from notelinks.store.reader import StoreReader

POLL_S = 0.25
"""Between two looks; one costs microseconds as long as nothing was committed."""

REST = 4
"""After a reading, rest this many times as long as it took, so that a large vault that changes all the time leaves the
processor to others."""


class IndexFollower:
    """Polls `data_version` and posts `StatusRead`, `NotesRead` and `IndexFailed`."""

    def __init__(self, folder: Path, post: Callable[[Message], object]) -> None:
        self.before = ListsBefore()
        self._folder = folder
        self._post = post
        self._stopping = threading.Event()
        self._kept = KeptReader(folder)
        self._reader: StoreReader | None = None
        """The one that was looked at last."""
        self._version = -1
        self._revision = -1
        self._unwanted: tuple[tuple[int, ...], ...] = ()
        """Of the files that say what the user does not want to see, which any process may change."""
        self._failure: str | None = None

    def run(self) -> None:
        """Follows the index until `stop`."""
        while True:
            begin = time.monotonic()
            try:
                self._look()
            except IndexMissingError:
                self._fail("")
            except StoreError as error:
                self._fail(str(error))
            if self._stopping.wait(max(POLL_S, REST * (time.monotonic() - begin))):
                break
        self._kept.close()

    def stop(self) -> None:
        """Ends `run` soon."""
        self._stopping.set()

    def _look(self) -> None:
        reader = self._kept.current()
        if reader is not self._reader:
            self._reader, self._version, self._revision = reader, -1, -1
        version = reader.data_version()
        unwanted = sign_stop_words(self._folder), sign_dismissed(self._folder)
        has_unwanted_changed = unwanted != self._unwanted
        if version == self._version and not has_unwanted_changed and self._failure is None:
            return
        status = reader.status()
        self._post(StatusRead(status))
        if status.revision != self._revision or has_unwanted_changed or self._failure is not None:
            notes = reader.notes()
            is_first = self._revision < 0
            is_learned = status.trained_s > 0
            if not is_first:
                self.before.update(reader, notes, is_learned=is_learned)
            self._post(NotesRead(NoteFilter(notes), self.before.id_since_renamed))
            if is_first:
                self.before.update(reader, notes, is_learned=is_learned)
        self._version, self._revision, self._failure = version, status.revision, None
        self._unwanted = unwanted

    def _fail(self, problem: str) -> None:
        self._kept.close()
        if problem != self._failure:
            self._failure = problem
            self._post(IndexFailed(problem))

"""Three threads that answer for the shown note: one reads its rows, one its text, one computes reasons.

Each works on the newest request alone and imports what it needs itself, after the first paint: SQLite, and the last of
them NumPy.
"""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.message import Message

from notelinks.errors import NotelinksError, StoreError
from notelinks.records import NoteSummary
from notelinks.selection import lies_below
from notelinks.tui.kept_reader import KeptReader
from notelinks.tui.mailbox import Mailbox
from notelinks.tui.messages import IndexFailed, NoteRead, PreviewRead, ReasonsFound

if TYPE_CHECKING:
    from notelinks.query.note_lists import NoteLists
    from notelinks.store.reader import StoreReader

FIRST_REASONS = 12
"""Reasons computed before any is shown: those of the rows in view."""

HELD_S = 0.1
"""Notes that are asked for faster than this are not read before the last of them: a key that is held repeats every 30
to 50 ms, and what each press moves must be drawn in that time."""

SETTLE_S = 0.25
"""How long a note must be shown before reasons are computed: they take the interpreter from the screen for longer."""


class NoteRequest(NamedTuple):
    """Read the rows of this note."""

    note_id: int


class PreviewRequest(NamedTuple):
    """Read the texts of these notes."""

    notes: tuple[NoteSummary, ...]
    post: Callable[[Message], object]
    """Takes each text."""


class ReasonRequest(NamedTuple):
    """Say why these notes are related to this one."""

    note_id: int
    other_ids: tuple[int, ...]


class NoteLoader:
    """Posts `NoteRead`."""

    def __init__(
        self, folder: Path, post: Callable[[Message], object], source_only: Callable[[], tuple[str, ...]]
    ) -> None:
        """
        Args:
            source_only: tells the folders whose notes are never related notes.
        """
        self.requests: Mailbox[NoteRequest] = Mailbox()
        self._source_only = source_only
        self._folder = folder
        self._post = post
        self._lists: tuple[tuple[StoreReader, int], NoteLists] | None = None

    def ask(self, note_id: int) -> None:
        """Wants the rows of a note."""
        self.requests.put(NoteRequest(note_id))

    def run(self) -> None:
        """Answers requests until the mailbox is closed."""
        from notelinks.query.stop_words import StopWords

        stop_words, source_only = StopWords(self._folder), self._source_only()
        with closing(KeptReader(self._folder)) as kept:
            while (request := self.requests.take_calmly(HELD_S)) is not None:
                try:
                    reader, note_id = kept.current(), request.note_id
                    if not reader.has_note(note_id):
                        continue  # the list of notes, when it is read, tells what has become of it
                    lists = self._lists_of(reader)
                    related = [r for r in lists.related(note_id) if not lies_below(r.key, source_only)]
                    rows = related, stop_words.leave(lists.concepts(note_id)), reader.links(note_id)
                except StoreError as error:
                    self._post(IndexFailed(str(error)))
                    continue
                self._post(NoteRead(note_id, *rows))

    def _lists_of(self, reader: "StoreReader") -> "NoteLists":
        """Those of the present state of the index, with what was computed of it."""
        from notelinks.query.note_lists import NoteLists

        state = reader, reader.revision()
        if self._lists is None or self._lists[0] != state:
            self._lists = state, NoteLists(reader)
        return self._lists[1]


class PreviewLoader:
    """Posts `PreviewRead` to whoever asked."""

    def __init__(self, vault: Path) -> None:
        self.requests: Mailbox[PreviewRequest] = Mailbox()
        self._vault = vault

    def ask(self, notes: tuple[NoteSummary, ...], post: Callable[[Message], object]) -> None:
        """Wants the texts of notes.

        Args:
            post: takes each text.
        """
        self.requests.put(PreviewRequest(notes, post))

    def run(self) -> None:
        """Answers requests until the mailbox is closed."""
        from notelinks.tui.preview_text import read_preview

        while (request := self.requests.take_calmly(HELD_S)) is not None:
            for note in request.notes:
                if not self.requests.has_news:
                    request.post(PreviewRead(note, read_preview(self._vault, note.key)))


class ReasonLoader:
    """Posts `ReasonsFound`, first for the rows in view, of a note that stays."""

    def __init__(self, folder: Path, post: Callable[[Message], object]) -> None:
        self.requests: Mailbox[ReasonRequest] = Mailbox()
        self._folder = folder
        self._post = post
        self._finder: Any = None
        self._found_in: tuple[StoreReader, tuple[Path, str]] | None = None

    def ask(self, note_id: int, other_ids: tuple[int, ...]) -> None:
        """Wants to know why some notes are related to one."""
        self.requests.put(ReasonRequest(note_id, other_ids))

    def run(self) -> None:
        """Answers requests until the mailbox is closed."""
        with closing(KeptReader(self._folder)) as kept:
            while (request := self.requests.take()) is not None:
                if not self.requests.settles_within(SETTLE_S):
                    continue
                try:
                    self._answer(kept.current(), request)
                except NotelinksError:
                    self._finder = None  # the index changed meanwhile; the refresh that follows asks again

    def _answer(self, reader: "StoreReader", request: ReasonRequest) -> None:
        generation = reader.generation_folder()
        if generation is None:
            return
        if self._finder is None or (reader, generation) != self._found_in:
            from notelinks.query.reasons import ReasonFinder

            self._finder, self._found_in = ReasonFinder(reader), (reader, generation)
        ids = request.other_ids
        for part in (ids[:FIRST_REASONS], ids[FIRST_REASONS:]):
            if part and not self.requests.has_news:
                reasons = self._finder.reasons(request.note_id, list(part))
                self._post(ReasonsFound(request.note_id, dict(zip(part, reasons, strict=True))))

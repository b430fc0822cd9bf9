"""What the last save of a note has changed: concepts and related notes that came, went, rose or fell."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container
from textual.content import Content
from textual.widget import Widget

from notelinks.alike import shared_titles
from notelinks.errors import NoteNotFoundError
from notelinks.records import IndexStatus
from notelinks.selection import lies_below
from notelinks.store.rows import PackedLists
from notelinks.tui.before import ListsBefore
from notelinks.tui.content import EMPTY, MUTED, joined, plain, sentence
from notelinks.tui.keys import ENTER, Key
from notelinks.tui.messages import ConceptChosen, NoteChosen
from notelinks.tui.row_list import RowList
from notelinks.tui.row_marks import HUNDREDTHS, shown_score, title_in_folder
from notelinks.tui.views.view import View

if TYPE_CHECKING:
    from notelinks.query.changes import Change
    from notelinks.records import NoteSummary
    from notelinks.tui.open_index import OpenIndex

N_CONCEPTS = 30
"""Concepts of a note that count as seen."""

N_RELATED = 20
"""Related notes that count as seen."""

LEAST_WEIGHT = 0.02
"""A change of a concept's weight that is worth a row."""

LEAST_SCORE = 0.002
"""A change of a score that is worth a row."""

NOT_SAVED = "This note was not saved since notelinks was opened. Save it in your editor and look."

SAVED_EARLY = (
    "This note was saved before the notes were compared for the first time: there is nothing to compare the save with."
)

ON_DEMAND = "With so many notes, lists are computed when they are shown: those before the save are not kept."

PRELIMINARY = "preliminary: training to come"
"""Short: it stands on the border of a list in half of a narrow window."""


@dataclass(frozen=True, slots=True)
class ChangesOfNote:
    """What has changed in the lists of a note?"""

    note_id: int
    before: PackedLists | None
    """Its lists before the last save; None if it had none or was not saved."""
    was_saved_early: bool
    """It was saved before there were any lists."""

    def answer(self, index: "OpenIndex") -> "NoteChanges":
        from notelinks.query.changes import Change, compare_lists

        note = index.notes.get(self.note_id)
        if note is None:
            raise NoteNotFoundError("This note is gone.")
        if self.before is None:
            return NoteChanges(note, SAVED_EARLY if self.was_saved_early else NOT_SAVED, concepts=(), related=())
        if index.lists.on_demand is not None:
            return NoteChanges(note, ON_DEMAND, concepts=(), related=())
        old = [(c.text, c.weight) for c in index.stop_words.leave(self.before.unpack_concepts())]
        new = [(c.text, c.weight) for c in index.stop_words.leave(index.reader.concepts(self.note_id))]
        now = [(r.note_id, r.score) for r in index.reader.related(self.note_id)]
        changes = compare_lists(self.before.unpack_neighbours(), now, n_first=N_RELATED, least=LEAST_SCORE)
        related = [
            Change(index.notes[c.name], c.before, c.after)
            for c in changes
            if c.name in index.notes and not lies_below(index.notes[c.name].key, index.source_only)
        ]
        concepts = compare_lists(old, new, n_first=N_CONCEPTS, least=LEAST_WEIGHT)
        return NoteChanges(note, "", concepts=tuple(concepts), related=tuple(related))


@dataclass(frozen=True, slots=True)
class NoteChanges:
    """The answer."""

    note: "NoteSummary"
    why_unknown: str
    """A sentence if it has no save that could be compared, else empty."""
    concepts: "tuple[Change[str], ...]"
    related: "tuple[Change[NoteSummary], ...]"


def describe_change(change: "Change") -> tuple[str, str, str]:
    """(mark, style, value or values in hundredths) of a change; in tenths of these if it is smaller than one."""
    if change.before is None:
        return "+", "$text-success", shown_score(change.after or 0.0)
    if change.after is None:
        return "-", "$text-error", shown_score(change.before)
    before, after = (shown_score(value) for value in (change.before, change.after))
    if before == after:
        before, after = (f"{100 * value:.1f}" for value in (change.before, change.after))
    return ("↑" if change.size > 0 else "↓"), "$text-accent", f"{before} → {after}"


class ChangedConcepts(RowList["Change[str]"]):
    """Words with their weight, before and after."""

    def row_id(self, row: "Change[str]") -> Hashable:
        return row.name

    def row_lines(self, row: "Change[str]") -> tuple[tuple[Content, Content], ...]:
        mark, style, values = describe_change(row)
        return ((joined((f" {mark} ", style), row.name), plain(f"  {values} ", MUTED)),)

    def row_chosen(self, row: "Change[str]") -> None:
        self.post_message(ConceptChosen(row.name))


class ChangedNotes(RowList["Change[NoteSummary]"]):
    """Notes with their score, before and after."""

    shared_titles: frozenset[str] = frozenset()
    """Titles that several of them have; the folder is told with them."""

    def row_id(self, row: "Change[NoteSummary]") -> Hashable:
        return row.name.note_id

    def row_lines(self, row: "Change[NoteSummary]") -> tuple[tuple[Content, Content], ...]:
        mark, style, values = describe_change(row)
        room = self.scrollable_content_region.width - len(f" {mark}   {values} ")
        is_shared = row.name.title in self.shared_titles
        title = title_in_folder(row.name.title, row.name.key, room) if is_shared else row.name.title
        return ((joined((f" {mark} ", style), title), plain(f"  {values} ", MUTED)),)

    def row_chosen(self, row: "Change[NoteSummary]") -> None:
        self.post_message(NoteChosen(row.name.note_id))


class ChangesView(View):
    """Of the note that it was opened from; follows its saves."""

    KEYS: ClassVar[tuple[Key, ...]] = (ENTER,)
    MARKS = (
        ("+ -", "has come, has gone"),
        ("↑ ↓", "has risen, has fallen"),
        HUNDREDTHS,
    )

    def __init__(self, before: ListsBefore) -> None:
        super().__init__()
        self.related = ChangedNotes("changed-notes")
        self.concepts = ChangedConcepts("changed-concepts")
        self._before = before
        self._note_id = 0
        self._is_training_due = False

    def compose_view(self) -> Iterable[Widget]:
        self.related.border_title = Content("Related notes")
        self.concepts.border_title = Content("Concepts")
        yield Container(self.related, self.concepts, classes="halves beside")

    def begin(self, note_id: int) -> None:
        self._note_id = note_id

    @property
    def note_id_at_cursor(self) -> int:
        row = self.related.cursor_row if self.related.has_focus else None
        return row.name.note_id if row else self._before.id_since_renamed(self._note_id)

    def focus_first(self) -> None:
        if self.focused is None:
            self.set_focus(self.related)

    def question(self) -> ChangesOfNote | None:
        before, note_id = self._before, self._before.id_since_renamed(self._note_id)
        return ChangesOfNote(note_id, before.of(note_id), before.was_saved_early(note_id)) if note_id else None

    def show_answer(self, answer: NoteChanges, *, is_new: bool) -> None:
        self.show_title(joined("What the last save changed · ", answer.note.title))
        if answer.why_unknown:
            self._show_nothing(answer.why_unknown)
            return
        self.related.set_empty_text(Content("The same notes are related as before."))
        self.concepts.set_empty_text(Content("It is about the same words as before."))
        self.related.shared_titles = shared_titles(change.name for change in answer.related)
        for rows, shown in ((self.related, answer.related), (self.concepts, answer.concepts)):
            rows.show_rows(shown, keep=True)
            if rows.has_focus and rows.cursor is None:
                rows.action_first()
        self._tell_whether_preliminary()

    def show_status(self, status: IndexStatus | None, is_watched: bool) -> None:
        self._is_training_due = status is not None and status.pending > 0
        self._tell_whether_preliminary()

    def _tell_whether_preliminary(self) -> None:
        """Until notes are trained on, a save is compared by what was learned before it."""
        for rows in (self.related, self.concepts):
            rows.border_subtitle = Content(PRELIMINARY if self._is_training_due and rows.rows else "")

    def show_problem(self, problem: str) -> None:
        self._show_nothing(problem)

    def _show_nothing(self, why: str) -> None:
        self.related.set_empty_text(sentence(why))
        self.concepts.set_empty_text(EMPTY)
        for rows in (self.related, self.concepts):
            rows.show_rows((), keep=False)
        self._tell_whether_preliminary()

"""The list of all notes with its filter. The note under the cursor is the one that the other panes show."""

import time
from collections.abc import Hashable, Mapping
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from notelinks.records import NoteSummary
from notelinks.tui.content import EMPTY, MUTED, cut_middle, joined, plain
from notelinks.tui.filter import NO_SCORES, NoteFilter, NoteOrder
from notelinks.tui.messages import NoteHighlighted, NoteLeft
from notelinks.tui.nearest import nearest_left
from notelinks.tui.row_list import RowList
from notelinks.tui.row_marks import CLEARS, SHOWN, folder_mark, shown_score, title_in_folder

MOST_OF_TITLE = 14
"""Cells of the title that the border tells of; the count needs the rest."""


class NotesList(RowList[NoteSummary]):
    """Titles; at the right what they are ordered by."""

    order = NoteOrder.NAME
    shared_titles: frozenset[str] = frozenset()
    scores: Mapping[int, float] = NO_SCORES

    def row_id(self, row: NoteSummary) -> Hashable:
        return row.key  # a rebuilt index gives new ids

    def row_lines(self, row: NoteSummary) -> tuple[tuple[Content, Content], ...]:
        remark = self._remark(row)
        mark = f" {SHOWN}" if self.cursor_row is row else "  "
        title: Content | str = row.title
        if row.title in self.shared_titles and self.order is not NoteOrder.FOLDER:
            room = self.scrollable_content_region.width - cell_len(f" {remark}{mark}")
            title = title_in_folder(row.title, row.key, room)
        left = joined(" ", title)
        return ((left, joined((remark, MUTED), (mark, "$text-accent"))),)

    def _remark(self, note: NoteSummary) -> str:
        """What the order goes by."""
        if self.order is NoteOrder.LINKS:
            return f" {note.n_links + note.n_backlinks}"
        if self.order is NoteOrder.CHANGED:
            return f" {describe_age(time.time() - note.modified_ns / 1e9)}"
        if self.order is NoteOrder.RELATED and note.note_id in self.scores:
            return f" {shown_score(self.scores[note.note_id])}"
        if self.order is NoteOrder.FOLDER:
            return folder_mark(note.key)
        return ""

    def row_detail(self, row: NoteSummary) -> Content:
        return plain(row.key)

    def row_highlighted(self, row: NoteSummary) -> None:
        self.post_message(NoteHighlighted(row.note_id))


class FilterInput(Input):
    """Escape clears it and returns to the note before it, Enter and Down lead to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear_and_leave", show=False),
        Binding("down", "leave(1)", show=False),
        Binding("enter", "leave(0)", show=False),
    ]

    def action_leave(self, by: int) -> None:
        # Letters typed in one go with the key may still be on their way here.
        self.call_later(self.screen.query_one(NotesPane).enter_list, by)

    def action_clear_and_leave(self) -> None:
        self.screen.query_one(NotesPane).cancel_filter()

    def on_focus(self) -> None:
        self.screen.query_one(NotesPane).begin_filter()

    def on_blur(self) -> None:
        self.screen.query_one(NotesPane).end_filter()


class NotesPane(Vertical):
    """The filter above the list."""

    def __init__(self) -> None:
        super().__init__(id="notes")
        self.border_title = Content("Notes")
        self.filter = NoteFilter([])
        self.order = NoteOrder.NAME
        self._near = ""
        """The order by relation as the border tells it, with the note that it begins with."""
        self.list = NotesList("notes-list")
        self._input = FilterInput(placeholder="/ filter", compact=True, select_on_focus=False, id="filter")
        self._empty_text = ""
        self._filtered_by = ""
        """The filter that the list was last shown for."""
        self.shown_key = ""
        """Of the note that is shown: the cursor comes back to it from a filter that found nothing."""
        self._begun_at: NoteSummary | None = None
        """The note under the cursor when the filter got the focus."""

    def compose(self) -> ComposeResult:
        yield self._input
        yield self.list

    @property
    def query_text(self) -> str:
        return self._input.value

    @property
    def is_filtered(self) -> bool:
        """Something was typed into the filter."""
        return bool(self.query_text.strip())

    def set_notes(self, notes: NoteFilter, cursor_key: str | None = None) -> None:
        """Shows other notes, or the same ones read again, without moving cursor and scroll.

        Args:
            cursor_key: of the note under the cursor by now; None if it is as before.
        """
        self.filter = notes
        self._show_rows(keep=True, cursor_key=cursor_key)

    def set_empty_text(self, text: str) -> None:
        """Why there are no notes at all."""
        self._empty_text = text
        self._show_empty_text()

    def show_note(self, note_id: int) -> bool:
        """Puts the cursor on a note, clearing the filter if it hides it. False if there is no such note."""
        note = self.filter.by_id.get(note_id)
        if note is None:
            return False
        number = self.list.number_of(note.key)
        if number is None:
            with self.prevent(Input.Changed):
                self._input.value = self._filtered_by = ""
            self._show_rows(keep=False)
            number = self.list.number_of(note.key)
        if number is not None and number != self.list.cursor:
            self.list.place_cursor(number)
        return number is not None

    def note_beside(self, key: str, left: NoteFilter) -> NoteSummary | None:
        """The note of `left` that comes next after one that is gone, as all are ordered; else the last before it."""
        keys = [note.key for note in self.filter.ordered(self.order, self.list.scores)]
        nearest = nearest_left(keys, keys.index(key), left.by_key)
        return None if nearest is None else left.by_key[nearest]

    def cycle_order(self, scores: Mapping[int, float], shown: NoteSummary | None) -> None:
        """By name, change, links, folder, relation to the shown note; the cursor stays on its note.

        Args:
            scores: how near notes are to the shown one, by id.
            shown: that note; None if there is none.
        """
        self._near = f"near {cut_middle(shown.title, MOST_OF_TITLE)}" if shown is not None else ""
        self.order = self.order.following
        self.list.scores = scores
        self._show_rows(keep=True)
        self.list.scroll_to_cursor()

    def focus_filter(self) -> None:
        """Begins a filter; what is typed replaces the one before."""
        self.screen.set_focus(self._input)
        self._input.action_select_all()

    @on(Input.Changed)
    def _filter_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._apply_filter()

    def begin_filter(self) -> None:
        """Remembers where the cursor is."""
        self._begun_at = self.list.cursor_row

    def end_filter(self) -> None:
        """Tells which note was left for one that the filter has found."""
        begun_at, self._begun_at = self._begun_at, None
        row = self.list.cursor_row
        if begun_at is not None and row is not None and row.key != begun_at.key:
            self.post_message(NoteLeft(begun_at.note_id))

    def cancel_filter(self) -> None:
        """Lists all notes again, and puts the cursor back where it was before."""
        self._input.value = ""
        self.enter_list(0)
        number = self.list.number_of(self._begun_at.key) if self._begun_at else None
        if number is not None:
            self.list.cursor = number

    def clear_filter(self) -> None:
        """Lists all notes again; the cursor stays on its note."""
        self._input.value = ""
        self._apply_filter()

    def enter_list(self, by: int) -> None:
        """Leads from the filter to the list at once, and some rows down, so that keys that follow arrive there."""
        self._apply_filter()
        self.screen.set_focus(self.list)
        self.list.action_move(by)

    def _apply_filter(self) -> None:
        """Shows what the filter finds, unless it is shown already."""
        if self.query_text == self._filtered_by:
            return
        self._filtered_by = self.query_text
        shown = self.list.cursor_row
        self._show_rows(keep=False)
        if not self.list.rows:
            return
        key = shown.key if shown is not None else self.shown_key
        self.list.cursor = (not self.is_filtered and self.list.number_of(key)) or 0

    def _show_rows(self, *, keep: bool, cursor_key: str | None = None) -> None:
        self.list.order = self.order
        self.list.shared_titles = self.filter.shared_titles
        rows = self.filter.matching(self.query_text, self.order, self.list.scores)
        self.list.show_rows(rows, keep=keep, cursor_id=cursor_key)
        total = len(self.filter.notes)
        count = f"{len(rows):,} of {total:,}" if len(rows) < total else f"{total:,}"
        order = self._near if self.order is NoteOrder.RELATED else f"by {self.order}"
        self.border_subtitle = joined("by match " if self.is_filtered else f"{order} ", (f"· {count}", MUTED))
        self.border_title = joined("Notes", (f" · {CLEARS}" if self.is_filtered else "", f"not bold {MUTED}"))
        self._show_empty_text()

    def _show_empty_text(self) -> None:
        if self.filter.notes:
            self.list.set_empty_text(plain(f"No note matches “{self.query_text}”."))
        else:
            self.list.set_empty_text(plain(self._empty_text) if self._empty_text else EMPTY)


def describe_age(seconds: float) -> str:
    """A time span in a few cells: `now`, `5m`, `3h`, `12d`, `2y`."""
    for unit_s, unit in ((31_557_600, "y"), (86_400, "d"), (3_600, "h"), (60, "m")):
        if seconds >= unit_s:
            return f"{int(seconds // unit_s)}{unit}"
    return "now"

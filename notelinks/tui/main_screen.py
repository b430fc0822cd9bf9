"""The screen with all panes. It decides what follows from what they and the threads that read the index report.

Panes know nothing of each other: they are told what to show and post what happened.
"""

from functools import partial
from pathlib import Path

from notelinks.records import Concept, NoteLinks, NoteSummary
from notelinks.tui import messages
from notelinks.tui.content import MUTED, plain
from notelinks.tui.empty_texts import empty_texts, is_first_reading
from notelinks.tui.history import History, Place
from notelinks.tui.row_actions import RowActions
from notelinks.tui.side_pane import SidePane
from notelinks.tui.steps import FRAME_S, Step, Steps


class MainScreen(RowActions):
    """Notes, preview, related notes, concepts and links of one vault."""

    def __init__(self, vault: Path) -> None:
        super().__init__(vault)
        self.shown_key = ""
        """Its key; before any note is shown, that of the note to begin with."""
        self.begun_id = 0
        """The note that was chosen to begin with, until a key is pressed, a page of welcome is found when all notes are
        read, or they are compared; 0 for none."""
        self.expects_indexer = False
        """An indexer runs or is about to."""
        self._history = History()
        self._returned_to: Place | None = None
        """Until its panes are filled."""
        self._awaits_lists = False
        """Notes have just been compared for the first time, and what is shown was read before."""
        self._steps = Steps(partial(self.set_timer, FRAME_S))

    def on_mount(self) -> None:
        self._explain_emptiness()

    # What the index reports

    def show_indexer(self, is_running: bool, problem: str) -> None:
        """Shows whether an indexer runs, and what is wrong with it."""
        self.status_bar.is_watched = is_running
        self.problem_line.report("indexer", problem)
        self._explain_emptiness()

    @property
    def _is_first_reading(self) -> bool:
        return is_first_reading(self.status_bar.status, self.status_bar.is_watched)

    def on_status_read(self, message: messages.StatusRead) -> None:
        was_first_reading, before = self._is_first_reading, self.status_bar.status
        self.status_bar.status = message.status
        self._awaits_lists |= before is not None and not before.trained_s and message.status.trained_s > 0
        if was_first_reading and not self._is_first_reading:
            self.read_again()
        self._begin_at_welcome()
        self.problem_line.report("index", "")
        self.problem_line.report("vault", message.status.problem)
        self._explain_emptiness()

    def on_index_failed(self, message: messages.IndexFailed) -> None:
        self.problem_line.report("index", message.problem)
        self._explain_emptiness()

    def on_notes_read(self, message: messages.NotesRead) -> None:
        notes = message.notes
        same = notes.by_id.get(message.id_since_renamed(self.shown_id)) or notes.by_key.get(self.shown_key)
        at_cursor, cursor_key = self.notes.list.cursor_row, None
        if self.shown_id and same is not None and same.key != self.shown_key:
            cursor_key = same.key if at_cursor is not None and at_cursor.note_id == self.shown_id else None
            self._carry_on_as(same)
        self._history.follow_renames(message.id_since_renamed)
        is_gone = bool(self.shown_id) and same is None
        beside = self.notes.note_beside(self.shown_key, notes) if is_gone else None
        self.notes.set_notes(notes, cursor_key)
        self.related.shared_titles = self.links.shared_titles = notes.shared_titles
        if is_gone:
            self.tell(f"{self.shown_key} is not there any more.")
            same = self.notes.list.cursor_row or beside
        self._show_or_begin(same)
        self._begin_at_welcome()
        if self.status_bar.status is not None and self.status_bar.status.trained_s:
            self.begun_id = 0

    def _show_or_begin(self, note: NoteSummary | None) -> None:
        """Shows a note, the same one again without moving anything; where one begins if there is none to show."""
        if note is None and (note := self.notes.filter.beginning()) is not None:
            self.begun_id = note.note_id
        if note is None:
            self._show_nothing()
        elif note.note_id == self.shown_id:
            self._show(note.note_id)
        else:
            self.open_note(note.note_id)

    def _begin_at_welcome(self) -> None:
        """Goes to the page of welcome as soon as all notes are read: once, and unless a key was pressed meanwhile."""
        if self.begun_id and not self._is_first_reading and (welcome := self.notes.filter.welcome()) is not None:
            self.begun_id = 0
            if welcome.note_id != self.shown_id:
                self.open_note(welcome.note_id)

    def _carry_on_as(self, note: NoteSummary) -> None:
        """Holds cursor and scroll of all panes: the shown note was renamed."""
        before = self.notes.filter.by_key.get(self.shown_key)
        n_lost = before.n_backlinks - note.n_backlinks if before is not None else 0
        links = "A link in 1 note still has" if n_lost == 1 else f"Links in {n_lost:,} notes still have"
        self.tell(f"{self.shown_key} is {note.key} now." + (f" {links} the old name." if n_lost > 0 else ""))
        self.shown_id = note.note_id
        self.shown_key = self.notes.shown_key = note.key
        self.preview.carry_on_as(note.note_id)
        for pane in self.side_panes:
            pane.note_id, pane.awaits_rows = note.note_id, True

    def on_note_read(self, message: messages.NoteRead) -> None:
        if message.note_id != self.shown_id:
            return
        self._awaits_lists = False
        # Until all notes are read, it is not known which links lead nowhere.
        links = message.links._replace(unresolved=()) if self._is_first_reading else message.links
        related = message.note_id, self.shown_key, message.related, self.notes.filter.by_id
        self._fill(
            partial(self.related_column.show_note, *related),
            partial(self._show_beside, message.note_id, message.concepts, links),
        )

    def _show_beside(self, note_id: int, concepts: list[Concept], links: NoteLinks) -> None:
        """Fills the panes below the related notes, and puts all cursors where they were when the note was left, if it
        was gone back to."""
        self.concepts.show(note_id, concepts)
        self.links.show(note_id, links)
        place, self._returned_to = self._returned_to, None
        if place is not None and place.note_id == self.shown_id:
            for pane, row_id in zip(self.side_panes, place.rows, strict=False):
                if row_id is not None and (number := pane.number_of(row_id)) is not None:
                    pane.cursor = number

    def on_preview_read(self, message: messages.PreviewRead) -> None:
        if message.note.note_id == self.shown_id:
            known = not self._is_first_reading
            self._fill(partial(self.preview.show, message.note, message.preview, are_links_known=known))

    def on_related_shown(self, message: messages.RelatedShown) -> None:
        self._explain_emptiness()
        if message.other_ids:
            self.post_message(messages.ReasonsAsked(message.note_id, message.other_ids))

    def on_reasons_found(self, message: messages.ReasonsFound) -> None:
        if message.note_id == self.shown_id:
            self._fill(partial(self.related.add_reasons, message.reasons))

    def _fill(self, *steps: Step) -> None:
        """Fills panes with what was read of the shown note."""
        self._steps.add(*steps)
        if not self.is_current:  # nothing is painted that could be waited for
            self._steps.finish()

    # What the user does

    def on_note_highlighted(self, message: messages.NoteHighlighted) -> None:
        self._show(message.note_id)

    def on_note_left(self, message: messages.NoteLeft) -> None:
        self._history.leave(Place(message.note_id))

    def on_line_wanted(self, message: messages.LineWanted) -> None:
        self.preview.show_line(message.note_id, message.line)
        if message.note_id == self.shown_id and not self.preview.display:
            self.action_toggle_preview()  # nothing else would tell what the line says

    def on_words_highlighted(self, message: messages.WordsHighlighted) -> None:
        self.preview.mark_words(message.words)

    def choose_note(self, note_id: int, views: tuple[str, ...] = ()) -> None:
        """Opens a note from which one can go back to the shown one.

        Args:
            views: those over the shown note in which the other one was chosen; going back leads to them again.
        """
        if note_id != self.shown_id or views:
            self._history.leave(self._shown_place()._replace(views=views))
            self.open_note(note_id)
        if views:  # what had the focus belonged to the note before
            self.uncover(self.notes)
            self.set_focus(self.notes.list)

    def open_note(self, note_id: int) -> None:
        """Shows a note and puts the cursor of the list on it; the focus stays where it is."""
        if self.notes.show_note(note_id):
            self._show(note_id)

    def action_back(self) -> None:
        place = self._history.go_back(self._shown_place(), self.notes.filter.by_id)
        self._travel(place, "There is no note to go back to.")

    def action_forward(self) -> None:
        place = self._history.go_forward(self._shown_place(), self.notes.filter.by_id)
        self._travel(place, "There is no note to go forward to.")

    def _travel(self, place: Place | None, why_not: str) -> None:
        if place is None:
            self.tell(why_not)
            return
        self.open_note(place.note_id)
        self._returned_to = place
        if place.views:
            self.post_message(messages.ViewsWanted(place.views))

    def action_cycle_links(self) -> None:
        self.uncover(self.related)
        self.related.cycle_filter()
        self.related_column.choose(from_top=True)

    def action_cycle_order(self) -> None:
        self.uncover(self.notes)
        scores = {self.shown_id: 1.0, **{row.note_id: row.score for row in self.related_column.published}}
        self.notes.cycle_order(scores, self.notes.filter.by_id.get(self.shown_id))

    # How it is done

    @property
    def side_panes(self) -> tuple[SidePane, ...]:
        """Those with rows of the shown note."""
        return self.related, self.concepts, self.links

    def _shown_place(self) -> Place:
        rows = (None if pane.cursor_row is None else pane.row_id(pane.cursor_row) for pane in self.side_panes)
        return Place(self.shown_id, rows=tuple(rows))

    def read_again(self) -> None:
        """Reads the shown note anew."""
        self._show(self.shown_id)

    def _show(self, note_id: int) -> None:
        note = self.notes.filter.by_id.get(note_id)
        if note is None:
            return
        self._steps.drop()
        self.shown_id = note.note_id
        self.shown_key = self.notes.shown_key = note.key
        self._explain_emptiness()
        if self.is_current:
            self.set_timer(FRAME_S, partial(self._ask, note_id))  # threads that read would slow down painting
        else:
            self._ask(note_id)

    def _ask(self, note_id: int) -> None:
        """Has a note read, unless another one is shown by now, which asks for itself."""
        if note_id == self.shown_id:
            self.post_message(messages.RowsAsked(note_id))
            self.post_message(messages.PreviewAsked((note_id,), self.post_message))

    def _show_nothing(self) -> None:
        self.shown_id = 0
        self._steps.drop()
        self.preview.show_nothing()
        self.related_column.show_note(0, "", [], {})
        self.concepts.show(0, [])
        self.links.show(0, NoteLinks((), (), (), (), ()))
        self._explain_emptiness()

    def _explain_emptiness(self) -> None:
        bar, note = self.status_bar, self.notes.filter.by_id.get(self.shown_id)
        is_watched, is_read = bar.is_watched or self.expects_indexer, self.related.note_id == self.shown_id
        choice = self.related_column.choice
        texts = empty_texts(bar.status, is_watched, note, choice, is_read=is_read and not self._awaits_lists)
        self.notes.set_empty_text("" if self.problem_line.reports("index") else texts.notes)
        self.related.set_empty_text(plain(texts.related, MUTED))
        self.concepts.set_empty_text(plain(texts.concepts, MUTED))
        self.links.set_empty_text(plain(texts.links, MUTED))

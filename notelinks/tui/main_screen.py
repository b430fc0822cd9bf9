"""The screen with all panes. It decides what follows from what they and the threads that read the index report.

Panes know nothing of each other: they are told what to show and post what happened.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from notelinks.records import NoteLinks
from notelinks.tui import messages
from notelinks.tui.concepts_pane import ConceptsPane
from notelinks.tui.content import MUTED, plain
from notelinks.tui.editor import wikilink
from notelinks.tui.empty_texts import empty_texts
from notelinks.tui.filter import NoteOrder
from notelinks.tui.history import History
from notelinks.tui.keys import APP_KEYS, ENTER, MAIN_KEYS, Key, bindings
from notelinks.tui.links_pane import LinksPane
from notelinks.tui.load import NoteLoader, NoteRequest, ReasonLoader, ReasonRequest
from notelinks.tui.memory import Memory
from notelinks.tui.notes_pane import NotesPane
from notelinks.tui.page import Page
from notelinks.tui.preview_pane import PreviewPane
from notelinks.tui.related_column import RelatedColumn
from notelinks.tui.related_pane import LinkFilter
from notelinks.tui.status_bar import ProblemLine, StatusBar


class MainScreen(Page):
    """Notes, preview, related notes, concepts and links of one vault."""

    BINDINGS: ClassVar = bindings(MAIN_KEYS)

    def __init__(self, vault: Path, folder: Path, source_only: tuple[str, ...] = ()) -> None:
        """
        Args:
            folder: of the vault's index, which need not exist yet.
            source_only: folders whose notes are never related notes.
        """
        super().__init__()
        self.shown_id = 0
        """The note that the panes show; 0 for none."""
        self.shown_key = ""
        """Its key; before any note is shown, that of the note to begin with."""
        self.expects_indexer = False
        """An indexer runs or is about to."""
        self.loader = NoteLoader(folder, self.post_message, source_only)
        self.reasons = ReasonLoader(folder, self.post_message)
        self.status_bar = StatusBar(vault.name or str(vault))
        self.notes = NotesPane()
        self.preview = PreviewPane()
        self.related_column = RelatedColumn(source_only)
        self.related = self.related_column.pane
        self.concepts = ConceptsPane()
        self.links = LinksPane()
        self.problem_line = ProblemLine("problem")
        self._foldable = (self.preview, self.concepts, self.links)
        self._history = History()

    def compose_page(self) -> Iterable[Widget]:
        yield self.status_bar
        side = Vertical(self.related_column, self.concepts, self.links, id="side")
        yield Horizontal(self.notes, self.preview, side, id="body")
        yield self.problem_line

    def footer_keys(self) -> Iterable[Key]:
        return (ENTER, *MAIN_KEYS, *APP_KEYS)

    @property
    def note_id_at_cursor(self) -> int:
        return self.shown_id

    def on_mount(self) -> None:
        self.notes.list.focus()
        self._explain_emptiness()

    def on_resize(self) -> None:
        self.call_after_refresh(self._keep_focus)

    def _keep_focus(self) -> None:
        """A pane that folds away takes the focus with it."""
        if self.focused is None:
            self.notes.list.focus()

    # What the index reports

    def show_indexer(self, is_running: bool, problem: str) -> None:
        """Shows whether an indexer runs, and what is wrong with it."""
        self.status_bar.is_watched = is_running
        self.problem_line.report("indexer", problem)
        self._explain_emptiness()

    def on_status_read(self, message: messages.StatusRead) -> None:
        self.status_bar.status = message.status
        self.problem_line.report("index", "")
        self.problem_line.report("vault", message.status.problem)
        self._explain_emptiness()

    def on_index_failed(self, message: messages.IndexFailed) -> None:
        self.problem_line.report("index", message.problem)
        self._explain_emptiness()

    def on_notes_read(self, message: messages.NotesRead) -> None:
        notes = message.notes
        was_empty = not self.shown_id
        same = notes.by_id.get(self.shown_id) or notes.by_key.get(self.shown_key)
        self.notes.set_notes(notes)
        self.related.shared_titles = notes.shared_titles
        if same is None:
            same = notes.beginning() if was_empty else self.notes.list.cursor_row or notes.beginning()
        if same is None:
            self._show_nothing()
        elif same.note_id == self.shown_id:
            self._show(same.note_id)
        else:
            self.open_note(same.note_id)

    def on_note_read(self, message: messages.NoteRead) -> None:
        if message.note_id != self.shown_id:
            return
        by_id = self.notes.filter.by_id
        self.related_column.show_note(message.note_id, self.shown_key, message.related, by_id)
        self.concepts.show(message.note_id, message.concepts)
        self.links.show(message.note_id, message.links)

    def on_preview_read(self, message: messages.PreviewRead) -> None:
        if message.note.note_id == self.shown_id:
            self.preview.show(message.note.note_id, message.preview)

    def on_related_shown(self, message: messages.RelatedShown) -> None:
        self._explain_emptiness()
        if message.other_ids:
            self.reasons.requests.put(ReasonRequest(message.note_id, message.other_ids))

    def on_reasons_found(self, message: messages.ReasonsFound) -> None:
        if message.note_id == self.shown_id:
            self.related.add_reasons(message.reasons)

    # What the user does

    def on_note_highlighted(self, message: messages.NoteHighlighted) -> None:
        self._show(message.note_id)

    def on_line_wanted(self, message: messages.LineWanted) -> None:
        self.preview.show_line(message.note_id, message.line)

    def on_words_highlighted(self, message: messages.WordsHighlighted) -> None:
        self.preview.mark_words(message.words)

    def choose_note(self, note_id: int) -> None:
        """Opens a note from which one can go back to the shown one."""
        if note_id != self.shown_id:
            self._history.leave(self.shown_id)
            self.open_note(note_id)

    def open_note(self, note_id: int) -> None:
        """Shows a note and puts the cursor of the list on it; the focus stays where it is."""
        if self.notes.show_note(note_id):
            self._show(note_id)

    def action_back(self) -> None:
        if (note_id := self._history.go_back(self.shown_id, self.notes.filter.by_id)) is not None:
            self.open_note(note_id)

    def action_forward(self) -> None:
        if (note_id := self._history.go_forward(self.shown_id, self.notes.filter.by_id)) is not None:
            self.open_note(note_id)

    def action_fold(self, pane_id: str) -> None:
        """Takes a pane away or brings it back."""
        self.query_one(f"#{pane_id}").toggle_class("folded")
        self.call_after_refresh(self._keep_focus)

    def remembered(self) -> Memory:
        """What is remembered of how it looks."""
        folded = " ".join(pane.id or "" for pane in self._foldable if pane.has_class("folded"))
        return Memory(order=str(self.notes.order), linked=str(self.related.link_filter), folded=folded)

    def restore(self, memory: Memory) -> None:
        """Looks as it is remembered; what is not understood is left out."""
        if memory.linked in list(LinkFilter):
            self.related.show_choice(LinkFilter(memory.linked), "")
        if memory.order in (NoteOrder.CHANGED, NoteOrder.LINKS, NoteOrder.FOLDER):
            self.notes.order = NoteOrder(memory.order)
        for pane in self._foldable:
            pane.set_class(pane.id in memory.folded.split(), "folded")

    def action_focus_filter(self) -> None:
        self.notes.focus_filter()

    def action_focus_column(self, by: int) -> None:
        columns = [self.notes.list, *([self.preview] if self.preview.display else []), self.related]
        here = columns.index(self.focused) if self.focused in columns else len(columns) - 1
        columns[min(max(here + by, 0), len(columns) - 1)].focus()

    def action_cycle_links(self) -> None:
        self.related.cycle_filter()
        self.related_column.choose()

    def action_filter_related(self) -> None:
        self.related_column.filter.open()

    def action_cycle_order(self) -> None:
        scores = {self.shown_id: 1.0, **{row.note_id: row.score for row in self.related_column.published}}
        self.notes.cycle_order(scores)

    def action_copy_link(self) -> None:
        link = self._link_under_cursor()
        if link is None:
            self.tell("No wikilink can be written to this name.", is_problem=True)
        elif link:
            self.app.copy_to_clipboard(link)
            self.tell(f"Copied {link}")

    def action_hide_concept(self) -> None:
        concept = self.concepts.cursor_row
        if self.focused is not self.concepts or concept is None:
            self.tell("Move the cursor to a concept first.", is_problem=True)
        else:
            self.post_message(messages.ConceptRejected(concept.text))

    def read_again(self) -> None:
        """Reads the shown note anew."""
        self._show(self.shown_id)

    # How it is done

    def _show(self, note_id: int) -> None:
        note = self.notes.filter.by_id.get(note_id)
        if note is None:
            return
        self.shown_id, self.shown_key = note.note_id, note.key
        self.preview.show_heading(note)
        self._explain_emptiness()
        self.loader.requests.put(NoteRequest(note.note_id))
        self.post_message(messages.PreviewAsked((note.note_id,), self.post_message))

    def _show_nothing(self) -> None:
        self.shown_id = 0
        self.preview.show_heading(None)
        self.related_column.show_note(0, "", [], {})
        self.concepts.show(0, [])
        self.links.show(0, NoteLinks((), (), (), (), ()))
        self._explain_emptiness()

    def _link_under_cursor(self) -> str | None:
        """The wikilink to the row under the cursor, else to the shown note; empty if there is neither."""
        note_id: int | None = self.shown_id
        if self.related.has_focus and (related := self.related.cursor_row):
            note_id = related.note_id
        elif self.links.has_focus and (row := self.links.cursor_row):
            if row.note_id is None:
                return wikilink(row.target + ".md", ())
            note_id = row.note_id
        note = self.notes.filter.by_id.get(note_id or 0)
        return wikilink(note.key, self.notes.filter.by_key) if note else ""

    def _explain_emptiness(self) -> None:
        bar, note = self.status_bar, self.notes.filter.by_id.get(self.shown_id)
        is_watched = bar.is_watched or self.expects_indexer
        texts = empty_texts(bar.status, is_watched, note, self.related_column.choice)
        self.notes.set_empty_text("" if self.problem_line.reports("index") else texts.notes)
        self.related.set_empty_text(plain(texts.related, MUTED))
        self.concepts.set_empty_text(plain(texts.concepts, MUTED))
        self.links.set_empty_text(plain(texts.links, MUTED))

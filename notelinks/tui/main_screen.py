"""The screen with all panes. It alone decides what follows from what panes and threads report.

Panes know nothing of each other: they are told what to show and post what happened.
"""

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from notelinks.display import safe_text
from notelinks.records import NoteLinks
from notelinks.tui import messages
from notelinks.tui.concepts_pane import ConceptsPane
from notelinks.tui.content import MUTED, plain
from notelinks.tui.editor import wikilink
from notelinks.tui.empty_texts import empty_texts
from notelinks.tui.help_screen import HelpScreen
from notelinks.tui.history import History
from notelinks.tui.keys import app_bindings, footer
from notelinks.tui.links_pane import LinksPane
from notelinks.tui.load import NoteLoader, NoteRequest, ReasonLoader, ReasonRequest
from notelinks.tui.notes_pane import NotesPane
from notelinks.tui.preview_pane import PreviewPane
from notelinks.tui.related_pane import RelatedPane
from notelinks.tui.status_bar import ProblemLine, StatusBar
from notelinks.tui.stop_words import StopWordChanger


class MainScreen(Screen[None]):
    """Notes, preview, related notes, concepts and links of one vault."""

    BINDINGS: ClassVar = app_bindings()
    HORIZONTAL_BREAKPOINTS: ClassVar = [(0, "-tiny"), (40, "-narrow"), (60, "-medium"), (100, "-wide")]
    VERTICAL_BREAKPOINTS: ClassVar = [(0, "-flat"), (10, "-low"), (18, "-tall")]

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
        self.loader = NoteLoader(vault, folder, self.post_message, source_only)
        self.reasons = ReasonLoader(folder, self.post_message)
        self.stop_words = StopWordChanger(folder, self.post_message)
        self.status_bar = StatusBar(vault.name or str(vault))
        self.notes = NotesPane()
        self.preview = PreviewPane()
        self.related = RelatedPane()
        self.concepts = ConceptsPane()
        self.links = LinksPane()
        self.problem_line = ProblemLine(id="problem")
        self._history = History()
        self._hidden_words: list[str] = []
        self._index_problem = ""
        self._indexer_problem = ""

    def compose(self) -> ComposeResult:
        yield self.status_bar
        with Horizontal(id="body"):
            yield self.notes
            yield self.preview
            with Vertical(id="side"):
                yield self.related
                yield self.concepts
                yield self.links
        yield self.problem_line
        yield Static(footer(), id="footer")
        yield Static(Content("The window is too small."), id="too-small")

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
        self._indexer_problem = problem
        self._show_problems()
        self._explain_emptiness()

    def on_status_read(self, message: messages.StatusRead) -> None:
        self._index_problem = ""
        self.status_bar.status = message.status
        self._show_problems()
        self._explain_emptiness()

    def on_index_failed(self, message: messages.IndexFailed) -> None:
        self._index_problem = message.problem
        self._show_problems()
        self._explain_emptiness()

    def on_notes_read(self, message: messages.NotesRead) -> None:
        notes = message.notes
        was_empty = not self.shown_id
        same = notes.by_id.get(self.shown_id) or notes.by_key.get(self.shown_key)
        self.notes.set_notes(notes)
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
        self.related.show(message.note_id, message.related)
        self.concepts.show(message.note_id, message.concepts)
        self.links.show(message.note_id, message.links)
        if message.related:
            ids = tuple(note.note_id for note in message.related)
            self.reasons.requests.put(ReasonRequest(message.note_id, ids))

    def on_preview_read(self, message: messages.PreviewRead) -> None:
        if message.note_id == self.shown_id:
            self.preview.show(message.note_id, message.preview)

    def on_reasons_found(self, message: messages.ReasonsFound) -> None:
        if message.note_id == self.shown_id:
            self.related.add_reasons(message.reasons)

    def on_stop_word_changed(self, message: messages.StopWordChanged) -> None:
        if message.problem:
            self.tell(message.problem, is_problem=True)
        else:
            after = "is a stop word of this vault; u brings it back" if message.is_hidden else "is shown again"
            self.tell(f"“{message.word}” {after}.")
        is_hidden_now = message.is_hidden != bool(message.problem)
        if is_hidden_now:
            self._hidden_words.append(message.word)
        self._show(self.shown_id)

    # What the user does

    def on_note_highlighted(self, message: messages.NoteHighlighted) -> None:
        self._show(message.note_id)

    def on_note_chosen(self, message: messages.NoteChosen) -> None:
        if message.note_id != self.shown_id:
            self._history.leave(self.shown_id)
            self.open_note(message.note_id)

    def on_line_wanted(self, message: messages.LineWanted) -> None:
        self.preview.show_line(message.note_id, message.line)

    def on_words_highlighted(self, message: messages.WordsHighlighted) -> None:
        self.preview.mark_words(message.words)

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

    def action_focus_filter(self) -> None:
        self.notes.focus_filter()

    def action_focus_column(self, by: int) -> None:
        columns = [self.notes.list, *([self.preview] if self.preview.display else []), self.related]
        here = columns.index(self.focused) if self.focused in columns else len(columns) - 1
        columns[min(max(here + by, 0), len(columns) - 1)].focus()

    def action_cycle_links(self) -> None:
        self.related.cycle_filter()
        self._explain_emptiness()

    def action_cycle_order(self) -> None:
        self.notes.cycle_order()

    def action_show_help(self) -> None:
        self.app.push_screen(HelpScreen())

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
            self.run_worker(partial(self.stop_words.hide, concept.text), thread=True)

    def action_undo(self) -> None:
        if self._hidden_words:
            self.run_worker(partial(self.stop_words.show, self._hidden_words.pop()), thread=True)
        else:
            self.tell("There is nothing to undo.", is_problem=True)

    def tell(self, sentence: str, *, is_problem: bool = False) -> None:
        """Shows a sentence for a moment."""
        severity = "warning" if is_problem else "information"
        self.notify(safe_text(sentence), severity=severity, timeout=4, markup=False)

    # How it is done

    def _show(self, note_id: int) -> None:
        note = self.notes.filter.by_id.get(note_id)
        if note is None:
            return
        self.shown_id, self.shown_key = note.note_id, note.key
        self.preview.show_heading(note)
        self._explain_emptiness()
        self.loader.requests.put(NoteRequest(note.note_id, note.key))

    def _show_nothing(self) -> None:
        self.shown_id = 0
        self.preview.show_heading(None)
        self.related.show(0, [])
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

    def _show_problems(self) -> None:
        status = self.status_bar.status
        problems = [self._index_problem, self._indexer_problem, status.problem if status else ""]
        self.problem_line.problem = " ".join(p for p in dict.fromkeys(problems) if p)

    def _explain_emptiness(self) -> None:
        bar, note = self.status_bar, self.notes.filter.by_id.get(self.shown_id)
        texts = empty_texts(bar.status, bar.is_watched or self.expects_indexer, note, self.related.link_filter)
        self.notes.set_empty_text("" if self._index_problem else texts.notes)
        self.related.set_empty_text(plain(texts.related, MUTED))
        self.concepts.set_empty_text(plain(texts.concepts, MUTED))
        self.links.set_empty_text(plain(texts.links, MUTED))

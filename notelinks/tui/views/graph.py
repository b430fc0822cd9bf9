"""The local graph of a note: what links here, what it links to, what is near; moved through by arrows."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from notelinks.errors import NoteNotFoundError
from notelinks.records import IndexStatus
from notelinks.selection import lies_below
from notelinks.tui.content import EMPTY, MUTED, joined, sentence
from notelinks.tui.empty_texts import LINKS_UNKNOWN, is_first_reading
from notelinks.tui.graph_pane import TIED, GraphPane
from notelinks.tui.keys import APP_KEYS, BACK, ENTER, Key, bindings
from notelinks.tui.messages import NoteHighlighted
from notelinks.tui.page import HelpRow
from notelinks.tui.row_marks import LINKED_BOTH_WAYS, note_counts
from notelinks.tui.views.view import View

if TYPE_CHECKING:
    from notelinks.query.surroundings import Surroundings
    from notelinks.tui.open_index import OpenIndex

N_NEAR = 8
"""Notes without a link that are shown."""

DOUBLE_S = 0.5
"""A second `g` that comes sooner is vim's `gg`."""


@dataclass(frozen=True, slots=True)
class SurroundingsOfNote:
    """What lies around a note?"""

    note_id: int
    n_steps: int

    def answer(self, index: "OpenIndex") -> "Surroundings":
        from notelinks.query.surroundings import find_surroundings

        note = index.notes.get(self.note_id)
        if note is None:
            raise NoteNotFoundError("This note is gone.")
        related = [row for row in index.lists.related(self.note_id) if not lies_below(row.key, index.source_only)]
        links = set(index.reader.linked_pairs())
        return find_surroundings(note, index.notes, links, related, n_steps=self.n_steps, n_near=N_NEAR)


class GraphView(View):
    """Begins at the note that it was opened from; any note in it can become the middle."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        ENTER,
        Key("", "plus,equals_sign,2", "+", "steps(2)", "two steps", ""),
        Key("", "minus,1", "-", "steps(1)", "one step", ""),
        Key("", "space", "space", "centre", "to the middle", ""),
        BACK._replace(name="middle before", description=""),
        Key("", "", "arrows", "", "move", ""),
    )
    MARKS = (
        ("→ ←", "links to the right, to the left"),
        (LINKED_BOTH_WAYS, "linked both ways"),
        ("┄ 42", "near, not linked, in hundredths"),
        (TIED, "linked with the one at the cursor"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS[1:-1]), Binding("g", "again", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self.graph = GraphPane()
        self.centre_id = 0
        self.n_steps = 1
        self._behind: list[int] = []
        self._opened_s = 0.0
        self._is_first_reading = False
        self._line = Static(EMPTY, id="graph-note")

    def compose_view(self) -> Iterable[Widget]:
        yield self.graph
        yield self._line

    def help_rows(self) -> tuple[list[HelpRow], list[HelpRow]]:
        return [*(key for key in self.KEYS if key != ENTER), *self.MARKS], [*APP_KEYS]

    @property
    def note_id_at_cursor(self) -> int:
        return self.graph.cursor_id

    def begin(self, note_id: int) -> None:
        self._behind.clear()
        self._opened_s = time.monotonic()
        self.centre_id = note_id

    def focus_first(self) -> None:
        self.set_focus(self.graph)

    def question(self) -> SurroundingsOfNote | None:
        return SurroundingsOfNote(self.centre_id, self.n_steps) if self.centre_id else None

    def show_answer(self, answer: "Surroundings", *, is_new: bool) -> None:
        self.graph.show(answer, is_new=is_new)
        steps = "1 step" if self.n_steps == 1 else f"{self.n_steps} steps"
        n_notes = len(self.graph.drawing.boxes)
        count = f"{steps} · {n_notes:,} {'note' if n_notes == 1 else 'notes'}"
        remark = LINKS_UNKNOWN if self._is_first_reading else count
        self.show_title(joined("Graph · ", answer.centre.title, (f"   {remark}", f"not bold {MUTED}")))

    def show_status(self, status: IndexStatus | None, is_watched: bool) -> None:
        is_first = is_first_reading(status, is_watched)
        if is_first != self._is_first_reading:
            self._is_first_reading = is_first
            self.ask()

    def show_problem(self, problem: str) -> None:
        self.show_title(Content("Graph"))
        self._line.update(sentence(problem))

    def on_note_highlighted(self, message: NoteHighlighted) -> None:
        message.stop()
        note = self.graph.cursor_note
        if note is not None:
            counts = note_counts(note, are_links_known=not self._is_first_reading)
            self._line.update(joined(" ", note.title, (f"   {counts}   ", MUTED), (note.key, MUTED)))

    def action_centre(self) -> None:
        if self.graph.cursor_id and self.graph.cursor_id != self.centre_id:
            self._behind.append(self.centre_id)
            self.centre_id = self.graph.cursor_id
            self.ask()

    def action_back(self) -> None:
        if self._behind:
            self.centre_id = self._behind.pop()
            self.ask()
        else:
            self.tell("This note is where the graph began.")

    def action_steps(self, n_steps: int) -> None:
        self.n_steps = n_steps
        self.ask()

    def action_again(self) -> None:
        """`g` closes what it has opened; pressed twice in a row it was meant for the list, as in vim."""
        is_double = time.monotonic() - self._opened_s < DOUBLE_S
        self.app.pop_screen()
        below = self.app.screen.focused
        if is_double and below is not None and hasattr(below, "action_first"):
            below.action_first()

"""The line above the related notes in which one chooses among them, and the question that goes beyond the list."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from notelinks.records import RelatedNote
from notelinks.tui.messages import RelatedFilterChanged
from notelinks.tui.related_choice import HINT, RelatedChoice

if TYPE_CHECKING:
    from notelinks.tui.open_index import OpenIndex

ENOUGH = 10
"""Notes of the published list that are enough; with fewer all notes are looked at."""

N_FOUND = 50
"""Related notes that a choice gives at most."""


class RelatedOfChoice(NamedTuple):
    """Which of all notes, beyond the end of the published list as well, are related to a note and chosen?"""

    note_id: int
    choice: RelatedChoice

    def answer(self, index: "OpenIndex") -> list[RelatedNote]:
        note = index.notes.get(self.note_id)
        if note is None:
            return []
        selection = replace(self.choice.selection, source_only=index.source_only)
        if self.choice.words:
            found = index.related.find(note, selection, len(index.notes))
            return [row for row in found if self.choice.takes_title(row)][:N_FOUND]
        return index.related.find(note, selection, N_FOUND)


class RelatedFilter(Input):
    """Takes no room while it is empty and not in use. Escape clears it, Enter and Down lead to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear_and_leave", show=False),
        Binding("down", "submit", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(placeholder=HINT, compact=True, select_on_focus=False, id="related-filter")
        self.display = False

    def open(self) -> None:
        """Makes room and takes the focus; what is typed replaces what was."""
        self.display = True
        self.screen.set_focus(self)
        self.action_select_all()

    def clear(self) -> None:
        """Forgets what was typed, and takes no room."""
        self.value = ""
        self.display = False

    def action_clear_and_leave(self) -> None:
        self.value = ""
        self._leave()

    @on(Input.Changed)
    def _text_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(RelatedFilterChanged(self.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._leave()

    def _leave(self) -> None:
        self.display = bool(self.value.strip())
        self.screen.query_one("#related").focus()

"""Free-text search: the notes nearest to what is typed, as it is typed, whether they hold these very words or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from notelinks.selection import Selection
from notelinks.tui.content import sentence
from notelinks.tui.keys import ENTER
from notelinks.tui.views.found_list import FoundList, FoundNote
from notelinks.tui.views.notes_view import NotesView

if TYPE_CHECKING:
    from notelinks.query.search import SearchResult
    from notelinks.tui.open_index import OpenIndex

PAUSE_S = 0.15
"""Between the last letter typed and the search."""

N_FOUND = 500
"""Notes listed at most; what comes after them is of no use."""

HINT = "Type what you have in mind, a word or a sentence. The nearest notes appear here."


@dataclass(frozen=True, slots=True)
class NotesNearText:
    """Which notes are nearest to a text?"""

    text: str

    def answer(self, index: "OpenIndex") -> "SearchResult":
        from notelinks.query.search import search_notes

        return search_notes(index.ranking, index.notes, self.text, Selection(source_only=index.source_only))


class SearchInput(Input):
    """Enter and Down lead to what was found."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "submit", show=False)]


class SearchView(NotesView):
    """The text above, the notes below."""

    KEYS = (ENTER,)

    def __init__(self) -> None:
        super().__init__()
        self.input = SearchInput(placeholder="search", compact=True, select_on_focus=False, id="search-input")
        self.found = FoundList("found")
        self._pause: Timer | None = None

    def compose_lists(self) -> Iterable[Widget]:
        yield self.input
        yield self.found

    def on_mount(self) -> None:
        self.show_title(Content("Search"))
        self.found.set_empty_text(Content(HINT))

    def focus_first(self) -> None:
        self.set_focus(self.input)
        self.input.action_select_all()

    def question(self) -> NotesNearText | None:
        return NotesNearText(self.input.value) if self.input.value.strip() else None

    @on(Input.Changed)
    def _text_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._pause is not None:
            self._pause.stop()
        if self.input.value.strip():
            self._pause = self.set_timer(PAUSE_S, self.ask)
        else:
            self.forget_answer(NotesNearText)
            self.show_problem(HINT)

    @on(Input.Submitted)
    def _text_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.found.focus()

    def show_answer(self, answer: "SearchResult", *, is_new: bool) -> None:
        rows = [FoundNote(note, score) for note, score in answer.found[:N_FOUND]]
        self.found.set_empty_text(sentence(answer.remark))
        self.found.border_subtitle = sentence(answer.remark if rows else "")
        self.preview.mark_words(tuple(self.input.value.split()))
        self.show_found(self.found, rows, keep=not is_new)

    def show_problem(self, problem: str) -> None:
        self.found.set_empty_text(sentence(problem))
        self.show_found(self.found, [], keep=False)

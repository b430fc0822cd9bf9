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

from notelinks.errors import NoteNotFoundError
from notelinks.records import Reason
from notelinks.selection import Selection
from notelinks.tui.content import EMPTY, plain, sentence
from notelinks.tui.keys import ENTER, PREVIEW, Key
from notelinks.tui.messages import NoteHighlighted
from notelinks.tui.row_marks import HUNDREDTHS
from notelinks.tui.views.found_list import FoundList, FoundNote
from notelinks.tui.views.notes_view import NotesView

if TYPE_CHECKING:
    from notelinks.query.search import SearchResult
    from notelinks.tui.open_index import OpenIndex

PAUSE_S = 0.15
"""Between the last letter typed and the search."""

N_FOUND = 500
"""Notes listed at most; what comes after them is of no use."""

HINT = (
    "Type what you have in mind, a word or a sentence. The nearest notes appear here. "
    "There are no operators: quotes and signs are left out, words count one by one."
)


@dataclass(frozen=True, slots=True)
class NotesNearText:
    """Which notes are nearest to a text?"""

    text: str

    def answer(self, index: "OpenIndex") -> "SearchResult":
        from notelinks.query.search import search_notes

        return search_notes(index.ranking, index.notes, self.text, Selection(source_only=index.source_only))


@dataclass(frozen=True, slots=True)
class WhyNear:
    """Which words bring a note near to a text?"""

    text: str
    note_id: int

    def answer(self, index: "OpenIndex") -> Reason:
        from notelinks.query.search import words_of_text

        try:
            return index.reasons.text_reasons(words_of_text(self.text), [self.note_id])[0]
        except NoteNotFoundError:  # it has gone from the list as well in a moment
            return Reason((), 0.0, 0.0, "")


class SearchInput(Input):
    """Keeps the focus while one moves through what was found, so that letters are always text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"screen.use_found('{key}')", show=False) for key in ("down", "up", "pagedown", "pageup", "enter")
    ]


class SearchView(NotesView):
    """The text above, the notes below; Tab leads to the notes, where letters are keys.

    The border below the notes tells which words bring the one under the cursor near to the text.
    """

    KEYS = (ENTER, PREVIEW, Key("", "", "↓ ↑", "", "move", ""), Key("", "", "tab", "", "to the list and its keys", ""))

    MARKS = (HUNDREDTHS,)

    def __init__(self) -> None:
        super().__init__()
        self.input = SearchInput(placeholder="search", compact=True, select_on_focus=False, id="search-input")
        self.found = FoundList("found")
        self._pause: Timer | None = None
        self._found_for: NotesNearText | None = None
        """What the listed notes are near to."""
        self._held_keys: list[str] = []
        """Meant for the list, pressed before it held what is found for the text."""

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
        self._stop_pause()
        if not self.input.value.strip():
            self.forget_answer(NotesNearText)
            self.show_problem(HINT)
        elif self._held_keys:
            self.ask()
        else:
            self._pause = self.set_timer(PAUSE_S, self.ask)

    def action_use_found(self, key: str) -> None:
        """Moves among the notes found for the text, or opens one; until they are found, this key and the next wait."""
        self._held_keys.append(key)
        # Letters typed in one go with the key may still be on their way to the input.
        self.input.call_later(self._use_found)

    def _use_found(self) -> None:
        if not self._held_keys:
            return
        if self.question() in (None, self._found_for):
            self._press_held_keys()
        else:
            self._stop_pause()
            self.ask()

    def _press_held_keys(self) -> None:
        """Does in the list what the held keys ask for."""
        found, keys = self.found, tuple(self._held_keys)
        self._held_keys.clear()
        for key in keys:
            match key:
                case "down" | "up":
                    found.action_move(1 if key == "down" else -1)
                case "pagedown" | "pageup":
                    found.action_move_page(1 if key == "pagedown" else -1)
                case "enter":  # by the list itself: what this screen posts does not go beyond it
                    found.call_later(found.action_choose)

    def _stop_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()

    def on_screen_suspend(self) -> None:
        self._held_keys.clear()

    def on_note_highlighted(self, message: NoteHighlighted) -> None:
        super().on_note_highlighted(message)
        if self._found_for is not None:
            self.ask_for(WhyNear(self._found_for.text, message.note_id))

    def show_answer(self, answer: "SearchResult | Reason", *, is_new: bool) -> None:
        if isinstance(answer, Reason):
            self.found.border_subtitle = plain(" · ".join(word for word, _ in answer.words))
        else:
            self._show_result(answer, is_new)

    def _show_result(self, answer: "SearchResult", is_new: bool) -> None:
        from notelinks.query.search import words_of_text

        rows = [FoundNote(note, score) for note, score in answer.found[:N_FOUND]]
        if not rows:
            self.found.border_subtitle = EMPTY
        self.found.set_empty_text(sentence(answer.remark))
        self.found.border_title = sentence(answer.remark if rows else "")
        text = self.input.value
        self.preview.mark_words((*text.split(), *words_of_text(text)))
        self._found_for = self.asked(NotesNearText)
        self.show_found(self.found, rows, keep=not is_new)
        if self._held_keys and self._found_for == self.question():
            self._press_held_keys()

    def show_problem(self, problem: str) -> None:
        self.found.set_empty_text(sentence(problem))
        self.found.border_title = self.found.border_subtitle = EMPTY
        self.show_found(self.found, [], keep=False)
        self._found_for = None
        self.forget_answer(WhyNear)
        self._held_keys.clear()

"""A concept: the notes most about it, the words nearest to it, and from these on to other notes and words."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from notelinks.selection import Selection
from notelinks.tui.content import EMPTY, MUTED, joined, plain, sentence
from notelinks.tui.keys import BACK, ENTER, HIDE_CONCEPT, PREVIEW, Key, bindings
from notelinks.tui.messages import ConceptChosen, ConceptRejected
from notelinks.tui.row_list import RowList
from notelinks.tui.row_marks import HUNDREDTHS, shown_score
from notelinks.tui.views.found_list import FoundList, FoundNote
from notelinks.tui.views.notes_view import NotesView

if TYPE_CHECKING:
    from notelinks.query.concept import WordSurroundings
    from notelinks.tui.open_index import OpenIndex

N_NOTES = 500
"""Notes listed at most."""

N_WORDS = 40
"""Words listed."""

HOLDS_WORD = "•"
"""Before the title of a note that holds the word; the others are near to it."""


@dataclass(frozen=True, slots=True)
class SurroundingsOfWord:
    """Which notes are about a word, and which words are near it?"""

    word: str

    def answer(self, index: "OpenIndex") -> "WordSurroundings":
        from notelinks.query.concept import explore_word

        selection = Selection(source_only=index.source_only)
        return explore_word(index.ranking, index.words(), index.notes, self.word, selection, N_WORDS)


class NearWords(RowList[tuple[str, float]]):
    """(word, cosine); Enter goes on from there."""

    def row_id(self, row: tuple[str, float]) -> Hashable:
        return row[0]

    def row_lines(self, row: tuple[str, float]) -> tuple[tuple[Content, Content], ...]:
        return ((joined((f" {shown_score(row[1])} ", "$text-accent"), row[0]), EMPTY),)

    def row_chosen(self, row: tuple[str, float]) -> None:
        self.post_message(ConceptChosen(row[0]))


class ConceptView(NotesView):
    """Walks from word to word; Backspace walks back."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        ENTER,
        PREVIEW,
        BACK._replace(name="word before", description=""),
        HIDE_CONCEPT,
    )
    MARKS = ((HOLDS_WORD, "holds the word"), HUNDREDTHS)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS[2:])]

    def __init__(self) -> None:
        super().__init__()
        self.subject = ""
        """The word that is to be shown."""
        self.found = FoundList("found")
        self.found.has_marks = True
        self.near = NearWords("near-words")
        self._behind: list[str] = []

    def compose_lists(self) -> Iterable[Widget]:
        self.found.border_title = Content("Notes about it")
        yield self.found
        self.near.border_title = Content("Words near it")
        yield self.near

    def begin(self, note_id: int) -> None:
        shown = self._shown_word
        if self.is_current and shown and shown != self.subject:
            self._behind.append(shown)
        elif not self.is_current:
            self._behind.clear()

    @property
    def _shown_word(self) -> str:
        asked = self._asked.get(SurroundingsOfWord)
        return asked.word if isinstance(asked, SurroundingsOfWord) else ""

    def focus_first(self) -> None:
        if self.focused is None:
            self.set_focus(self.found)

    def question(self) -> SurroundingsOfWord:
        return SurroundingsOfWord(self.subject)

    def show_answer(self, answer: "WordSurroundings", *, is_new: bool) -> None:
        count = f"   in {answer.n_notes:,} {'note' if answer.n_notes == 1 else 'notes'}"
        self.show_title(joined("Concept · ", (self.subject, "$text-accent"), (count, f"not bold {MUTED}")))
        self.preview.mark_words((self.subject,))
        self.found.set_empty_text(Content("No note is about this word more than others."))
        self.near.set_empty_text(Content("Too rare to say which words are near it."))
        self.near.show_rows(answer.words, keep=not is_new)
        rows = [
            FoundNote(note, score, HOLDS_WORD if note.note_id in answer.holders else "")
            for note, score in answer.notes[:N_NOTES]
        ]
        has_others = any(not row.mark for row in rows)
        self.found.border_subtitle = plain(f"{HOLDS_WORD} holds it, the others are near" if has_others else "")
        self.show_found(self.found, rows, keep=not is_new)
        if self.near.has_focus and self.near.cursor is None:
            self.near.action_move_to(0)

    def show_problem(self, problem: str) -> None:
        self.show_title(joined("Concept · ", (self.subject, "$text-accent")))
        self.found.set_empty_text(sentence(problem))
        self.found.border_subtitle = EMPTY
        self.near.set_empty_text(plain(""))
        self.near.show_rows((), keep=False)
        self.show_found(self.found, [], keep=False)

    def action_back(self) -> None:
        if self._behind:
            self.subject = self._behind.pop()
            self.ask()

    def action_hide_concept(self) -> None:
        row = self.near.cursor_row if self.near.has_focus else None
        self.post_message(ConceptRejected(row[0] if row else self.subject))

"""What happened, told upwards: panes and threads post these, the main screen or the app decides what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.message import Message

from notelinks.records import Concept, IndexStatus, NoteLinks, NoteSummary, Reason, RelatedNote
from notelinks.tui.filter import NoteFilter
from notelinks.tui.preview_text import Preview


@dataclass
class NoteHighlighted(Message):
    """The cursor in the list of notes has moved to a note."""

    note_id: int


@dataclass
class NoteChosen(Message):
    """A note is to be opened."""

    note_id: int


@dataclass
class LineWanted(Message):
    """A line of a note is to be brought into view, once the note is shown."""

    note_id: int
    line: int
    """In the file, counted from 1."""


@dataclass
class PreviewAsked(Message):
    """The texts of notes are wanted."""

    note_ids: tuple[int, ...]
    post: Callable[[Message], object]
    """Takes each text, as `PreviewRead`."""


@dataclass
class WordsHighlighted(Message):
    """Words that the preview is to mark; none when the cursor has left them."""

    words: tuple[str, ...]


@dataclass
class StopWordChanged(Message):
    """A word was made a stop word of the vault, or is none any more."""

    word: str
    is_hidden: bool
    problem: str = ""
    """Why it could not be done, empty if it was."""


@dataclass
class RelatedFilterChanged(Message):
    """Other related notes are wanted."""

    text: str
    """As it was typed, see `tui.related_choice`."""


@dataclass
class RelatedShown(Message):
    """Related notes of a note are listed; why they are related is not known yet."""

    note_id: int
    other_ids: tuple[int, ...]


@dataclass
class PairHighlighted(Message):
    """The cursor has moved to two notes that may be worth linking."""

    first_id: int
    second_id: int
    """0 if there is none."""


@dataclass
class ConceptChosen(Message):
    """What is about a word, and what is near it, is to be shown."""

    word: str


@dataclass
class ConceptRejected(Message):
    """A word is never to be shown as a concept again."""

    word: str


@dataclass
class QuestionAsked(Message):
    """A view wants to know something of the index."""

    question: Any
    """A `tui.answers.Question`."""
    post: Callable[[Message], object]
    """Takes the answer."""


@dataclass
class Answered(Message):
    """A question of a view was answered, or could not be."""

    question: Any
    answer: Any
    problem: str
    """A sentence instead of an answer, empty if there is one."""


@dataclass
class StatusRead(Message):
    """The index has said something about itself."""

    status: IndexStatus


@dataclass
class NotesRead(Message):
    """The list of notes was read for the first time, or has changed."""

    notes: NoteFilter


@dataclass
class IndexFailed(Message):
    """The index cannot be read at present."""

    problem: str
    """A sentence; empty when it simply does not exist yet."""


@dataclass
class NoteRead(Message):
    """All that the index knows of one note."""

    note_id: int
    related: list[RelatedNote]
    concepts: list[Concept]
    links: NoteLinks


@dataclass
class PreviewRead(Message):
    """The text of one note."""

    note: NoteSummary
    preview: Preview


@dataclass
class ReasonsFound(Message):
    """Why some of a note's related notes are related."""

    note_id: int
    reasons: dict[int, Reason]
    """By the other note's id."""

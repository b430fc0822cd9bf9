"""What happened, told upwards: panes and threads post these, the main screen or the app decides what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.content import Content
from textual.message import Message

from notelinks.records import Concept, IndexStatus, NoteLinks, NoteSummary, Reason, RelatedNote
from notelinks.tui.filter import NoteFilter
from notelinks.tui.preview_text import Preview

_message = partial(dataclass, eq=False, repr=False, match_args=False)
"""Messages are made and taken apart, never compared or printed; what is not made of them need not be imported."""


@_message
class NoteHighlighted(Message):
    """The cursor in the list of notes has moved to a note."""

    note_id: int


@_message
class NoteChosen(Message):
    """A note is to be opened."""

    note_id: int


@_message
class RowDescribed(Message):
    """The cursor of the list with the focus has come to a row."""

    detail: Content
    """What the row has no room for; empty for nothing."""


@_message
class ViewsWanted(Message):
    """Views are to be open again as they were left."""

    names: tuple[str, ...]
    """From below."""


@_message
class EditWanted(Message):
    """What is under the cursor is to be opened in the user's editor."""


@_message
class LineWanted(Message):
    """A line of a note is to be brought into view, once the note is shown."""

    note_id: int
    line: int
    """In the file, counted from 1."""


@_message
class PreviewAsked(Message):
    """The texts of notes are wanted."""

    note_ids: tuple[int, ...]
    post: Callable[[Message], object]
    """Takes each text, as `PreviewRead`."""


@_message
class WordsHighlighted(Message):
    """Words that the preview is to mark; none when the cursor has left them."""

    words: tuple[str, ...]


@_message
class StopWordChanged(Message):
    """A word was made a stop word of the vault, or is none any more."""

    word: str
    is_hidden: bool
    problem: str = ""
    """Why it could not be done, empty if it was."""


@_message
class RelatedFilterChanged(Message):
    """Other related notes are wanted."""

    text: str
    """As it was typed, see `tui.related_choice`."""


@_message
class RelatedShown(Message):
    """Related notes of a note are listed; why they are related is not known yet."""

    note_id: int
    other_ids: tuple[int, ...]


@_message
class PairHighlighted(Message):
    """The cursor has moved to two notes that may be worth linking."""

    first_id: int
    second_id: int
    """0 if there is none."""


@_message
class ConceptChosen(Message):
    """What is about a word, and what is near it, is to be shown."""

    word: str


@_message
class ConceptRejected(Message):
    """A word is never to be shown as a concept again."""

    word: str


@_message
class LinkWanted(Message):
    """A link from one note to another is to be shown, and inserted if the user says so."""

    source_id: int
    target_id: int


@_message
class CopyWanted(Message):
    """A link from one note to another is to be copied."""

    source_id: int
    """0 if it is not known where the link will stand."""
    target_id: int


@_message
class MissingLinkWanted(Message):
    """A link to a note that does not exist is to be copied."""

    target: str


@_message
class Finished(Message):
    """A thread has done its part of an action."""

    then: Callable[[], object]
    """The next step, which may touch widgets."""


@_message
class QuestionAsked(Message):
    """A view wants to know something of the index."""

    question: Any
    """A `tui.answers.Question`."""
    post: Callable[[Message], object]
    """Takes the answer."""


@_message
class Answered(Message):
    """A question of a view was answered, or could not be."""

    question: Any
    answer: Any
    problem: str
    """A sentence instead of an answer, empty if there is one."""


@_message
class StatusRead(Message):
    """The index has said something about itself."""

    status: IndexStatus


@_message
class NotesRead(Message):
    """The list of notes was read for the first time, or has changed."""

    notes: NoteFilter


@_message
class IndexFailed(Message):
    """The index cannot be read at present."""

    problem: str
    """A sentence; empty when it simply does not exist yet."""


@_message
class NoteRead(Message):
    """All that the index knows of one note."""

    note_id: int
    related: list[RelatedNote]
    concepts: list[Concept]
    links: NoteLinks


@_message
class PreviewRead(Message):
    """The text of one note."""

    note: NoteSummary
    preview: Preview


@_message
class ReasonsFound(Message):
    """Why some of a note's related notes are related."""

    note_id: int
    reasons: dict[int, Reason]
    """By the other note's id."""

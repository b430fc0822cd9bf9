"""What happened, told upwards: panes and threads post these, the main screen or the app decides what follows."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, dataclass_transform

from textual.content import Content
from textual.message import Message

from notelinks.records import Concept, IndexStatus, NoteLinks, NoteSummary, Reason, RelatedNote
from notelinks.tui.filter import NoteFilter

if TYPE_CHECKING:
    from notelinks.tui.preview_blocks import Preview


@dataclass_transform(eq_default=False)
class _Told(Message):
    """A message whose annotations are its fields, in their order.

    Made like a dataclass, for which Python would compile a constructor each before the first paint.
    """

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__()
        for name, value in (named | dict(zip(type(self).__annotations__, values, strict=False))).items():
            setattr(self, name, value)


class NoteHighlighted(_Told):
    """The cursor in the list of notes has moved to a note."""

    note_id: int


class NoteLeft(_Told):
    """Another note was found from a note to which one may want to go back."""

    note_id: int


class NoteChosen(_Told):
    """A note is to be opened."""

    note_id: int


class RowDescribed(_Told):
    """The cursor of the list with the focus has come to a row."""

    detail: Content
    """What the row has no room for; empty for nothing."""


class ViewsWanted(_Told):
    """Views are to be open again as they were left."""

    names: tuple[str, ...]
    """From below."""


class EditWanted(_Told):
    """What is under the cursor is to be opened in the user's editor."""


class LineWanted(_Told):
    """A line of a note is to be brought into view, once the note is shown."""

    note_id: int
    line: int
    """In the file, counted from 1."""


class RowsAsked(_Told):
    """All that the index knows of the shown note is wanted."""

    note_id: int


class ReasonsAsked(_Told):
    """It is asked why notes are related to the shown one."""

    note_id: int
    other_ids: tuple[int, ...]


class PreviewAsked(_Told):
    """The texts of notes are wanted."""

    note_ids: tuple[int, ...]
    post: Callable[[Message], object]
    """Takes each text, as `PreviewRead`."""


class WordsHighlighted(_Told):
    """Words that the preview is to mark; none when the cursor has left them."""

    words: tuple[str, ...]


class StopWordChanged(_Told):
    """A word was made a stop word of the vault, or is none any more."""

    word: str
    is_hidden: bool
    problem: str = ""
    """Why it could not be done, empty if it was."""


class SuggestionDismissed(_Told):
    """A suggestion is never to be made again."""

    keys: tuple[str, ...]
    """As `store.dismissed` has it."""


class SuggestionChanged(_Told):
    """A suggestion was dismissed, or is made again."""

    keys: tuple[str, ...]
    is_dismissed: bool
    problem: str = ""
    """Why it could not be done, empty if it was."""


class RelatedFilterChanged(_Told):
    """Other related notes are wanted."""

    text: str
    """As it was typed, see `tui.related_choice`."""


class RelatedShown(_Told):
    """Related notes of a note are listed; why they are related is not known yet."""

    note_id: int
    other_ids: tuple[int, ...]


class PairHighlighted(_Told):
    """The cursor has moved to two notes that may be worth linking."""

    first_id: int
    second_id: int
    """0 if there is none."""


class ConceptChosen(_Told):
    """What is about a word, and what is near it, is to be shown."""

    word: str


class ConceptRejected(_Told):
    """A word is never to be shown as a concept again."""

    word: str


class LinkWanted(_Told):
    """A link from one note to another is to be shown, and inserted if the user says so."""

    source_id: int
    target_id: int


class CopyWanted(_Told):
    """A link from one note to another is to be copied."""

    source_id: int
    """0 if it is not known where the link will stand."""
    target_id: int


class MissingLinkWanted(_Told):
    """A link to a note that does not exist is to be copied."""

    target: str


class Finished(_Told):
    """A thread has done its part of an action."""

    then: Callable[[], object]
    """The next step, which may touch widgets."""


class QuestionAsked(_Told):
    """A view wants to know something of the index."""

    question: Any
    """A `tui.answers.Question`."""
    post: Callable[[Message], object]
    """Takes the answer."""


class Answered(_Told):
    """A question of a view was answered, or could not be."""

    question: Any
    answer: Any
    problem: str
    """A sentence instead of an answer, empty if there is one."""


class StatusRead(_Told):
    """The index has said something about itself."""

    status: IndexStatus


class NotesRead(_Told):
    """The list of notes was read for the first time, or has changed."""

    notes: NoteFilter
    id_since_renamed: Callable[[int], int]
    """Tells the id that a note has by now."""


class IndexFailed(_Told):
    """The index cannot be read at present."""

    problem: str
    """A sentence; empty when it simply does not exist yet."""


class NoteRead(_Told):
    """All that the index knows of one note."""

    note_id: int
    related: list[RelatedNote]
    concepts: list[Concept]
    links: NoteLinks


class PreviewRead(_Told):
    """The text of one note."""

    note: NoteSummary
    preview: "Preview"


class ReasonsFound(_Told):
    """Why some of a note's related notes are related."""

    note_id: int
    reasons: dict[int, Reason]
    """By the other note's id."""

"""What all views have in common: a line that says what is shown, a question to the index, and Escape."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from notelinks.records import IndexStatus
from notelinks.tui.content import EMPTY
from notelinks.tui.keys import APP_KEYS, CLOSE_VIEW, ENTER, LIST_KEYS, Key
from notelinks.tui.messages import Answered, QuestionAsked
from notelinks.tui.page import HelpRow, Page

if TYPE_CHECKING:
    from notelinks.tui.answers import Question


class View(Page):
    """Asks when it is opened, when its question changes, and when the index has changed.

    It is kept when it is closed, so that it opens again as it was left.
    """

    CSS_PATH = "views.tcss"

    KEYS: ClassVar[tuple[Key, ...]] = ()
    """Its own keys, beside those of the program, the most useful first; without a description told by name."""

    MARKS: ClassVar[tuple[tuple[str, str], ...]] = ()
    """(sign, meaning) of what stands in its rows."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "app.close_view", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self.wanted: tuple[str, ...] = ()
        """Keys of a suggestion that the cursor goes to as soon as it is there: one that is made again."""
        self._asked: dict[type, Question | None] = {}
        self._answered: dict[type, Question] = {}
        self._title = Static(EMPTY, id="view-title")

    def compose_page(self) -> Iterable[Widget]:
        yield self._title
        yield from self.compose_view()

    def footer_keys(self) -> Iterable[Key]:
        return (CLOSE_VIEW, *self.KEYS)

    def help_rows(self) -> tuple[list[HelpRow], list[HelpRow]]:
        return [*(key for key in self.KEYS if key != ENTER), *self.MARKS, ("", ""), *LIST_KEYS], [*APP_KEYS]

    # What a view says

    def compose_view(self) -> Iterable[Widget]:
        """The widgets below the title."""
        raise NotImplementedError

    def begin(self, note_id: int) -> None:
        """Called before it is shown.

        Args:
            note_id: the note that it was opened from; 0 for none.
        """

    def focus_first(self) -> None:
        """Puts the focus where one begins; called when it is shown."""

    def question(self) -> "Question | None":
        """What it wants to know at present; None if nothing."""
        return None

    def show_answer(self, answer: Any, *, is_new: bool) -> None:
        """Shows what was found.

        Args:
            is_new: another question was answered before; else only the index has changed, and nothing may move.
        """

    def show_problem(self, problem: str) -> None:
        """Shows why nothing was found, in place of an answer."""

    def show_status(self, status: IndexStatus | None, is_watched: bool) -> None:
        """Called when the index has said something about itself, while the view is open."""

    # What it does

    def ask(self) -> None:
        """Asks its question anew."""
        if (question := self.question()) is not None:
            self.ask_for(question)

    def ask_for(self, question: "Question") -> None:
        """Asks; of all questions of a kind the newest alone is answered."""
        self._asked[type(question)] = question
        self.post_message(QuestionAsked(question, self.post_message))

    def asked(self, kind: type) -> "Question | None":
        """The newest question of a kind; None if no answer to it is wanted."""
        return self._asked.get(kind)

    def forget_answer(self, kind: type) -> None:
        """No answer to a question of this kind is wanted any more."""
        self._asked[kind] = None

    def show_title(self, title: Content) -> None:
        """Says at the top what is shown."""
        self._title.update(title)

    def on_screen_resume(self) -> None:
        self.ask()

    def on_answered(self, message: Answered) -> None:
        message.stop()
        kind = type(message.question)
        if message.question != self._asked.get(kind):
            return
        if message.problem:
            self.show_problem(message.problem)
        else:
            self.show_answer(message.answer, is_new=message.question != self._answered.get(kind))
            self._answered[kind] = message.question

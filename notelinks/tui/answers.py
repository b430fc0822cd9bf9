"""The thread that answers for the views: one question at a time, the newest alone.

A view says what it wants to know as a `Question`, and how that is found out is the question's own affair; the answer
comes back as `Answered`. Whoever asks compares the question with what it last asked, so that a late answer is harmless.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from textual.message import Message

from notelinks.errors import NotelinksError
from notelinks.tui.mailbox import Mailbox
from notelinks.tui.messages import Answered

if TYPE_CHECKING:
    from notelinks.tui.open_index import OpenIndex


class Question(Protocol):
    """A frozen record of what is asked."""

    def answer(self, index: "OpenIndex") -> Any:
        """Finds the answer in a thread of its own; may raise any `NotelinksError`."""


class Request(NamedTuple):
    """A question, and who wants to know."""

    question: Question
    post: Callable[[Message], object]
    """Takes the answer."""


class Answerer:
    """Posts `Answered` to whoever asked."""

    def __init__(self, folder: Path, source_only: Callable[[], tuple[str, ...]]) -> None:
        """
        Args:
            source_only: tells the folders whose notes are never results.
        """
        self.requests: Mailbox[Request] = Mailbox()
        self._folder = folder
        self._source_only = source_only
        self._index: OpenIndex | None = None

    def ask(self, question: Question, post: Callable[[Message], object]) -> None:
        """Wants an answer; of all questions of a kind the newest alone is answered.

        Args:
            post: takes the answer.
        """
        self.requests.put(Request(question, post), type(question))

    def run(self) -> None:
        """Answers requests until the mailbox is closed."""
        while (request := self.requests.take()) is not None:
            answer, problem = None, ""
            try:
                answer = request.question.answer(self._current_index())
            except NotelinksError as error:
                problem = str(error)
                self._forget()
            request.post(Answered(request.question, answer, problem))
        self._forget()

    def _current_index(self) -> "OpenIndex":
        if self._index is not None and not self._index.is_current():
            self._forget()
        if self._index is None:
            from notelinks.tui.open_index import OpenIndex

            self._index = OpenIndex(self._folder, self._source_only())
        return self._index

    def _forget(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None

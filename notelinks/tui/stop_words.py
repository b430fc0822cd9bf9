"""Makes words stop words of the vault and takes that back, each change in a thread of its own."""

from collections.abc import Callable
from pathlib import Path

from textual.message import Message

from notelinks.errors import StoreError
from notelinks.tui.messages import StopWordChanged


class StopWordChanger:
    """Posts `StopWordChanged`."""

    def __init__(self, folder: Path, post: Callable[[Message], object]) -> None:
        self._folder = folder
        self._post = post

    def hide(self, word: str) -> None:
        """Never shows a word again, in any note of the vault."""
        self._change(word, is_hidden=True)

    def show(self, word: str) -> None:
        """Shows a hidden word again."""
        self._change(word, is_hidden=False)

    def _change(self, word: str, *, is_hidden: bool) -> None:
        from notelinks.query.stop_words import hide_word, show_word

        problem = ""
        try:
            (hide_word if is_hidden else show_word)(self._folder, word)
        except StoreError as error:
            problem = str(error)
        self._post(StopWordChanged(word, is_hidden, problem))

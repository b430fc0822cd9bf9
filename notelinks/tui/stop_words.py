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
        self._written: dict[str, str] = {}
        """Words in the vocabulary's form -> as they were shown when they were hidden."""

    def hide(self, word: str) -> None:
        """Makes a word as it is shown a stop word of the vault."""
        self._change(word, is_hidden=True)

    def show(self, word: str) -> None:
        """Makes a stop word a word like others again.

        Args:
            word: in the vocabulary's form.
        """
        self._change(word, is_hidden=False)

    def _change(self, word: str, *, is_hidden: bool) -> None:
        from notelinks.query.stop_words import hide_word, show_word

        problem = ""
        try:
            if is_hidden:
                self._written[hide_word(self._folder, word)] = word
            else:
                show_word(self._folder, word)
        except StoreError as error:
            problem = str(error)
        self._post(StopWordChanged(self._written.get(word, word), is_hidden, problem))

"""The stop words of a vault as readers apply them: to concepts, reasons and nearest words, whenever these are shown."""

from collections.abc import Iterable
from pathlib import Path

from notelinks.notes.words import fold_word
from notelinks.records import Concept
from notelinks.store.stop_words import change_stop_words, read_stop_words, sign_stop_words


class StopWords:
    """The stop words of one vault as they are at present: the file is read again when it has changed."""

    def __init__(self, folder: Path) -> None:
        """
        Args:
            folder: of the vault's index.
        """
        self._folder = folder
        self._signature: tuple[int, ...] | None = None
        self._words: frozenset[str] = frozenset()

    def current(self) -> frozenset[str]:
        """The words in the vocabulary's form.

        Raises:
            StoreError: if the file cannot be read.
        """
        signature = sign_stop_words(self._folder)
        if signature != self._signature:
            self._words = read_stop_words(self._folder)
            self._signature = signature
        return self._words

    def leave(self, concepts: Iterable[Concept]) -> list[Concept]:
        """The concepts that may be shown.

        Raises:
            StoreError: if the file cannot be read.
        """
        hidden = self.current()
        return [concept for concept in concepts if not hidden or fold_word(concept.text) not in hidden]


def hide_word(folder: Path, shown: str) -> str:
    """Makes a word as it is shown a stop word; gives it in the vocabulary's form.

    Raises:
        StoreError: if the file cannot be read or written.
    """
    word = fold_word(shown)
    change_stop_words(folder, add=[word])
    return word


def show_word(folder: Path, shown: str) -> None:
    """Makes a word as it was shown a word like others again.

    Raises:
        StoreError: if the file cannot be read or written.
    """
    change_stop_words(folder, remove=[fold_word(shown)])

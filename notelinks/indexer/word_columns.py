"""The words of a generation and those that were written since, each with a column of its own."""

from collections.abc import Mapping, Sequence

import numpy as np

from notelinks.notes.hidden_words import find_hidden
from notelinks.related.generation import Generation


class WordColumns:
    """Which column each word has. Newer words come behind those of the generation, see `with_newer_words` there."""

    def __init__(self, generation: Generation, languages: Sequence[str]) -> None:
        """
        Args:
            languages: whose stop words are hidden among the newer words.
        """
        self.generation = generation
        """With the newer words, but without vectors for them."""
        self._languages = languages
        self._columns: Mapping[str, int] = generation.word_ids

    def __reduce__(self) -> tuple[type, tuple[Generation, Sequence[str]]]:
        """Pickled without the columns, which are the largest part of it and soon made."""
        return WordColumns, (self.generation, self._languages)

    def find(self, words: Sequence[str], displayed: Sequence[str]) -> np.ndarray:
        """(n,) int32, the columns of words; those that have none get one.

        Args:
            displayed: as what to show each of them, if it is new.
        """
        new = {word: shown for word, shown in zip(words, displayed, strict=True) if word not in self._columns}
        if new:
            self._add(new)
        return np.array([self._columns[word] for word in words], dtype=np.int32)

    def _add(self, new: dict[str, str]) -> None:
        self._columns = {**self._columns, **{word: len(self.generation.words) + i for i, word in enumerate(new)}}
        self.generation = self.generation.with_newer_words(new, find_hidden(new, self._languages))

"""The words of a generation and those that were written since, each with a column of its own."""

from collections.abc import Sequence

import numpy as np

from notelinks.notes.hidden_words import find_hidden
from notelinks.related.generation import Generation
from notelinks.related.word_list import UNKNOWN


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

    def find(self, words: Sequence[str], displayed: Sequence[str]) -> np.ndarray:
        """(n,) int32, the columns of words; those that have none get one.

        Args:
            displayed: as what to show each of them, if it is new.
        """
        columns = self.generation.words.find_all(words)
        unknown = np.flatnonzero(columns == UNKNOWN).tolist()
        if not unknown:
            return columns
        new = {words[i]: displayed[i] for i in unknown}
        ids = {word: len(self.generation.words) + n for n, word in enumerate(new)}
        self.generation = self.generation.with_newer_words(new, find_hidden(new, self._languages))
        columns[unknown] = [ids[words[i]] for i in unknown]
        return columns

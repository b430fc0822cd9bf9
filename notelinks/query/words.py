"""Nearest words, similarity of two words, analogies, in the words of the notes."""

from collections.abc import Sequence

import numpy as np

from notelinks.errors import WordNotFoundError
from notelinks.nearness import cosine, nearest_rows, unit_rows
from notelinks.related.generation import Generation


class WordFinder:
    """Compares the words of one generation."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._units = unit_rows(np.asarray(generation.word_vectors))

    def nearest(self, plus: Sequence[str], minus: Sequence[str], limit: int) -> list[tuple[str, float]]:
        """The words nearest to the sum of the unit vectors of `plus` less those of `minus`, without these words.

        Args:
            plus, minus: words in the vocabulary's form.

        Raises:
            WordNotFoundError: if one of them is not in the vocabulary.
        """
        found = nearest_rows(self._units, self._ids(plus), self._ids(minus), limit, self._generation.is_hidden)
        return [(self._generation.displayed[word_id], score) for word_id, score in found]

    def similarity(self, word: str, other: str) -> float:
        """Cosine of two words' vectors.

        Raises:
            WordNotFoundError: if one of them is not in the vocabulary.
        """
        return cosine(self._units, *self._ids([word, other]))

    def _ids(self, words: Sequence[str]) -> list[int]:
        word_ids = self._generation.word_ids
        for word in words:
            if word not in word_ids:
                raise WordNotFoundError(f"{word!r} does not occur in the notes.")
        return [word_ids[word] for word in words]

"""Nearest words, similarity of two words, analogies: the cosine of word vectors."""

from collections.abc import Sequence

import numpy as np

from notelinks.errors import WordNotFoundError
from notelinks.related.generation import Generation
from notelinks.related.note_vectors import unit_rows


class WordFinder:
    """Compares the words of one generation."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._units = unit_rows(np.asarray(generation.word_vectors))

    def nearest(self, plus: Sequence[str], minus: Sequence[str], limit: int) -> list[tuple[str, float]]:
        """The words nearest to the sum of the unit vectors of `plus` less those of `minus`, without these words.

        With one word that is its neighbourhood; with two and one less, an analogy (Mikolov et al. 2013, NAACL,
        "Linguistic regularities in continuous space word representations").

        Args:
            plus, minus: words in the vocabulary's form.

        Raises:
            WordNotFoundError: if one of them is not in the vocabulary.
        """
        plus_ids, minus_ids = self._ids(plus), self._ids(minus)
        target = self._units[plus_ids].sum(axis=0) - self._units[minus_ids].sum(axis=0)
        scores = self._units @ unit_rows(target[None, :])[0]
        scores[self._generation.is_hidden] = -np.inf
        scores[plus_ids + minus_ids] = -np.inf
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(self._generation.displayed[i], float(scores[i])) for i in best if scores[i] > 0]

    def similarity(self, word: str, other: str) -> float:
        """Cosine of two words' vectors.

        Raises:
            WordNotFoundError: if one of them is not in the vocabulary.
        """
        a, b = self._ids([word, other])
        return float(self._units[a] @ self._units[b])

    def _ids(self, words: Sequence[str]) -> list[int]:
        word_ids = self._generation.word_ids
        for word in words:
            if word not in word_ids:
                raise WordNotFoundError(f"{word!r} does not occur in the notes.")
        return [word_ids[word] for word in words]

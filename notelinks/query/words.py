"""Nearest words, similarity of two words, analogies, in the words of the notes."""

import difflib
from collections.abc import Collection, Sequence

import numpy as np

from notelinks.errors import WordNotFoundError
from notelinks.nearness import cosine, nearest_rows, unit_rows
from notelinks.query.vectors import hidden_words
from notelinks.related.generation import Generation
from notelinks.related.word_list import UNKNOWN

_SHOWN = 5
"""Words offered instead of one that does not occur."""


class WordFinder:
    """Compares the words of one generation."""

    def __init__(self, generation: Generation, stop_words: Collection[str] = ()) -> None:
        """
        Args:
            stop_words: the user's own, which are never among the nearest words.
        """
        self._generation = generation
        self._is_hidden = hidden_words(generation, stop_words)
        self._units = unit_rows(generation.word_vectors.astype(np.float32))

    def nearest(self, plus: Sequence[str], minus: Sequence[str], limit: int) -> list[tuple[str, float]]:
        """The words nearest to the sum of the unit vectors of `plus` less those of `minus`, without these words.

        Of words that are shown alike, as pieces of one Chinese term are, the nearest alone is given.

        Args:
            plus, minus: words in the vocabulary's form.

        Raises:
            WordNotFoundError: if one of them is not in the vocabulary or has no vector.
        """
        rows = self._rows(plus), self._rows(minus)
        found = nearest_rows(self._units, *rows, 2 * limit, self._is_hidden[: len(self._units)])
        scores: dict[str, float] = {}
        for word_id, score in found:
            scores.setdefault(self._generation.displayed[word_id], score)
        return list(scores.items())[:limit]

    def has_vector(self, word: str) -> bool:
        """Whether a word in the vocabulary's form can be compared."""
        return UNKNOWN != self._generation.words.find(word) < len(self._units)

    def similarity(self, words: Sequence[str], others: Sequence[str]) -> float:
        """Cosine of two words' vectors.

        Args:
            words, others: each a word in the vocabulary's form, or the words that a term consists of.

        Raises:
            WordNotFoundError: if one of them is not in the vocabulary or has no vector.
        """
        sums = np.stack([self._units[self._rows(of_term)].sum(axis=0) for of_term in (words, others)])
        return cosine(unit_rows(sums), 0, 1)

    def holds(self, word: str) -> bool:
        """Whether a word in the vocabulary's form occurs in the notes."""
        return word in self._generation.words

    def n_notes(self, words: Sequence[str]) -> int:
        """How many notes held the rarest of some words when the generation was trained; 0 without words.

        Args:
            words: in the vocabulary's form.

        Raises:
            WordNotFoundError: if one of them is not in the vocabulary.
        """
        return min((int(self._generation.n_documents[word_id]) for word_id in self.word_ids(words)), default=0)

    def word_ids(self, words: Sequence[str]) -> list[int]:
        """The ids of words in the vocabulary's form.

        Raises:
            WordNotFoundError: if one of them is not in the vocabulary.
        """
        found = self._generation.words.find_all(words).tolist()
        for word, word_id in zip(words, found, strict=True):
            if word_id == UNKNOWN:
                raise WordNotFoundError(f"{word!r} does not occur in the notes.{self._alike(word)}")
        return found

    def _rows(self, words: Sequence[str]) -> list[int]:
        """Rows of the words' vectors."""
        found = self.word_ids(words)
        for word, word_id in zip(words, found, strict=True):
            if word_id >= len(self._units):
                raise WordNotFoundError(
                    f"{word!r} is too rare here to be compared, or too new: only the {len(self._units):,} "
                    "most frequent words of the last training have a vector (the setting max_words)."
                )
        return found

    def _alike(self, word: str) -> str:
        """Words that are written much like one; only those with the same first letter are compared, which is quick."""
        known = [
            other
            for other, is_hidden in zip(self._generation.words, self._is_hidden.tolist(), strict=True)
            if other[:1] == word[:1] and abs(len(other) - len(word)) < 3 and not is_hidden
        ]
        close = difflib.get_close_matches(word, known, n=_SHOWN, cutoff=0.7)
        return f" Nearest: {', '.join(close)}." if close else ""

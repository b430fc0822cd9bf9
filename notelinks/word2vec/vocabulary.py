"""The words that have a vector, and how often each occurs."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Vocabulary:
    """Words by descending count, then by the word itself, so that equal texts give equal word ids."""

    words: tuple[str, ...]
    """The word of each word id."""
    counts: np.ndarray
    """(n_words,) int64, occurrences of each word."""

    def most_frequent(self, n_words: int) -> "Vocabulary":
        """Its first words; they keep their ids."""
        return Vocabulary(self.words[:n_words], self.counts[:n_words])

    @cached_property
    def word_ids(self) -> dict[str, int]:
        """Word id of each word."""
        return {word: word_id for word_id, word in enumerate(self.words)}


def build_vocabulary(counts: Iterable[tuple[str, int]], min_count: int) -> Vocabulary:
    """The vocabulary of all words that occur at least `min_count` times.

    Args:
        counts: (word, occurrences), each word once.
    """
    kept = sorted(((-count, word) for word, count in counts if count >= min_count))
    return Vocabulary(
        words=tuple(word for _, word in kept),
        counts=np.array([-count for count, _ in kept], dtype=np.int64),
    )

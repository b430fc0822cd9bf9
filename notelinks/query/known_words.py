"""The stored words of notes in the word ids of a generation."""

from collections.abc import Sequence
from itertools import repeat

import numpy as np

from notelinks.related.generation import Generation
from notelinks.related.note_vectors import Sparse, count_words
from notelinks.store.reader import StoreReader


class KnownWords:
    """Maps written forms to the words of one generation, also forms that are stored later on."""

    def __init__(self, reader: StoreReader, generation: Generation) -> None:
        self._reader = reader
        self._generation = generation
        self._word_of_form = self._read_forms()

    def ids(self, forms: bytes) -> np.ndarray:
        """(n_forms,) int64: word id of each form, -1 if the generation does not know its word.

        Args:
            forms: packed form ids, as they are stored.
        """
        form_ids = np.frombuffer(forms, dtype="<i4")
        if len(form_ids) and int(form_ids.max()) >= len(self._word_of_form):
            self._word_of_form = self._read_forms()
        return self._word_of_form[form_ids]

    def ids_of_words(self, words: Sequence[str]) -> np.ndarray:
        """(n_words,) int64: word id of each word in the vocabulary's form, -1 if the generation does not know it."""
        return np.array([self._generation.word_ids.get(word, -1) for word in words], dtype=np.int64)

    def count(self, texts: Sequence[bytes]) -> Sparse:
        """(n_texts, n_words): how often each word of the generation occurs in each text.

        Args:
            texts: packed form ids.
        """
        words = self.ids(b"".join(texts))
        ends = np.cumsum([len(text) // 4 for text in texts], dtype=np.int64)
        return count_texts(np.split(words, ends)[: len(texts)], len(self._generation.words))

    def _read_forms(self) -> np.ndarray:
        words_of_forms = self._reader.words_of_forms()
        word_of_form = np.full(1 + max(words_of_forms, default=0), -1, dtype=np.int64)
        word_ids = map(self._generation.word_ids.get, words_of_forms.values(), repeat(-1))
        word_of_form[list(words_of_forms)] = list(word_ids)
        return word_of_form


def count_texts(texts: Sequence[np.ndarray], n_words: int) -> Sparse:
    """(n_texts, n_words): how often each word occurs in each text.

    Args:
        texts: word ids; those below zero do not count.
    """
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    words = np.concatenate([np.zeros(0, dtype=np.int64), *texts])
    return count_words(rows[words >= 0], words[words >= 0], len(texts), n_words)

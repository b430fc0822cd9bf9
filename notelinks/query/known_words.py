"""The stored words of notes in the word ids of a generation."""

from collections.abc import Sequence

import numpy as np

from notelinks.query.vectors import OpenGeneration, forms_since_training
from notelinks.related.note_vectors import Sparse, count_words
from notelinks.related.trained_notes import GONE
from notelinks.related.word_list import UNKNOWN
from notelinks.store.reader import StoreReader


class KnownWords:
    """Maps written forms to the words of one generation, also forms that are stored later on."""

    def __init__(self, reader: StoreReader, opened: OpenGeneration) -> None:
        self._reader = reader
        self._opened = opened
        self._word_of_form = self._read_forms()

    def ids(self, forms: bytes) -> np.ndarray:
        """(n_forms,) int64: word id of each form, -1 if the generation does not know its word.

        Args:
            forms: packed form ids, as they are stored.
        """
        form_ids = np.frombuffer(forms, dtype="<i4")
        if len(form_ids) and int(form_ids.max()) >= len(self._word_of_form):
            self._word_of_form = self._read_forms()
        return np.maximum(self._word_of_form[form_ids], -1).astype(np.int64)

    def ids_of_words(self, words: Sequence[str]) -> np.ndarray:
        """(n_words,) int64: word id of each word in the vocabulary's form, -1 if the generation does not know it."""
        return self._opened.generation.words.find_all(words).astype(np.int64)

    def count(self, texts: Sequence[bytes]) -> Sparse:
        """(n_texts, n_words): how often each word of the generation occurs in each text.

        Args:
            texts: packed form ids.
        """
        words = self.ids(b"".join(texts))
        ends = np.cumsum([len(text) // 4 for text in texts], dtype=np.int64)
        return count_texts(np.split(words, ends)[: len(texts)], len(self._opened.generation.words))

    def _read_forms(self) -> np.ndarray:
        trained = self._opened.notes.word_of_form
        newer = forms_since_training(self._reader, self._opened.notes)
        word_of_form = np.full(max(len(trained), 1 + max((form_id for form_id, _, _ in newer), default=0)), GONE)
        word_of_form[: len(trained)] = trained
        words = self._opened.generation.words.find_all([word for _, _, word in newer])
        word_of_form[[form_id for form_id, _, _ in newer]] = np.where(words == UNKNOWN, GONE, words)
        return word_of_form


def count_texts(texts: Sequence[np.ndarray], n_words: int) -> Sparse:
    """(n_texts, n_words): how often each word occurs in each text.

    Args:
        texts: word ids; those below zero do not count.
    """
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    words = np.concatenate([np.zeros(0, dtype=np.int64), *texts])
    return count_words(rows[words >= 0], words[words >= 0], len(texts), n_words)

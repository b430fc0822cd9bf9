"""The vectors of stored notes and of texts, under one generation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from notelinks.query.known_words import KnownWords, count_texts
from notelinks.query.vectors import open_generation
from notelinks.related.concepts import concept_counts
from notelinks.related.note_vectors import NoteVectors, Sparse, make_note_vectors
from notelinks.store.reader import StoreReader


@dataclass(frozen=True)
class Weighed:
    """Some notes."""

    note_ids: tuple[int, ...]
    """In order of key."""
    keys: tuple[str, ...]
    vectors: NoteVectors
    """A row a note."""
    counts: Sparse
    """How often each word of `vectors.private` counts among the concepts of a note."""


class Weigher:
    """Weighs words by the generation that was current when it was made."""

    def __init__(self, reader: StoreReader) -> None:
        """
        Raises:
            StoreError: if there is no generation yet or it cannot be read.
        """
        opened = open_generation(reader)
        self.generation, self.trained = opened.generation, opened.notes
        self.n_words_trained_on = len(opened.notes.starts) - 1
        """Words of the generation; those behind them are newer."""
        self._reader = reader
        self._known = KnownWords(reader, opened)

    def weigh_notes(self, note_ids: Sequence[int]) -> Weighed:
        """Those of some notes that are stored, in order of key."""
        notes = list(self._reader.stored_notes(note_ids))
        texts = self._known.count([note.title_forms + note.forms for note in notes])
        titles = self._known.count([note.title_forms for note in notes])
        vectors, is_kept = self._make_vectors(texts, titles)
        ids, keys = tuple(note.note_id for note in notes), tuple(note.key for note in notes)
        return Weighed(ids, keys, vectors, concept_counts(texts, titles).only(is_kept))

    def weigh_text(self, words: Sequence[str]) -> NoteVectors:
        """A text as the only row.

        Args:
            words: in the vocabulary's form.
        """
        ids, n_words = self._known.ids_of_words(words), len(self.generation.words)
        return self._make_vectors(count_texts([ids], n_words), count_texts([ids[:0]], n_words))[0]

    def _make_vectors(self, texts: Sparse, titles: Sparse) -> tuple[NoteVectors, np.ndarray]:
        """The vectors, and (n_entries,) bool: which entries of `texts` their private parts have."""
        weights = self.generation.weigh(texts, titles)
        return make_note_vectors(weights, self.generation.word_vectors), weights.weights > 0

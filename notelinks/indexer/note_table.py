"""The words of all notes as vectors under one generation: a row a note, replaced when the note changes."""

from collections.abc import Sequence

import numpy as np

from notelinks.indexer.corpus import VaultCorpus
from notelinks.indexer.word_columns import WordColumns
from notelinks.indexer.word_counts import NOTES_AT_ONCE, count_notes
from notelinks.notes.words import drop_clitics
from notelinks.related.concepts import concept_counts
from notelinks.related.generation import Generation
from notelinks.related.note_vectors import NoteVectors, RowStack, Sparse, make_note_vectors
from notelinks.store.rows import StoredNote
from notelinks.store.tables import StoredTables

_MOST_COUNTED = 255
"""What is counted further makes no difference to anybody."""


class NoteTable:
    """The vectors and word counts of all notes."""

    def __init__(self, corpus: VaultCorpus, generation: Generation) -> None:
        """
        Args:
            generation: may be older than the corpus; its vectors and counts of documents hold.
        """
        self._words = WordColumns(generation, corpus.contents.languages)
        columns = self._words.find(corpus.vocabulary.words, corpus.displayed)
        self._keep(*self._weigh(columns, corpus.text.word_ids, corpus.text.starts, corpus.titles))

    @property
    def generation(self) -> Generation:
        """With the words that are newer than it, see `WordColumns`."""
        return self._words.generation

    @property
    def n_rows(self) -> int:
        return self.counts.n_rows

    def replace(self, rows: np.ndarray, notes: Sequence[StoredNote | None], tables: StoredTables) -> None:
        """Gives some rows the words of other notes, or none; rows behind the last are added.

        Args:
            rows: (n,) int64, ascending, one for each of `notes`.
            tables: has the words of their forms.
        """
        titles = [np.frombuffer(note.title_forms if note else b"", dtype="<i4") for note in notes]
        texts = [np.frombuffer(note.title_forms + note.forms if note else b"", dtype="<i4") for note in notes]
        form_ids, at = np.unique(np.concatenate([*texts, np.zeros(0, dtype="<i4")]), return_inverse=True)
        forms = sorted(tables.some_forms(form_ids.tolist()))
        columns = self._words.find([word for _, _, word in forms], [drop_clitics(written) for _, written, _ in forms])
        starts = np.concatenate([[0], np.cumsum([len(text) for text in texts])]).astype(np.int64)
        of_titles = [np.searchsorted(form_ids, title) for title in titles]
        vectors, counts = self._weigh(columns, at, starts, of_titles)
        n_rows = max(self.n_rows, int(rows.max()) + 1)
        learned = np.zeros((n_rows, self.vectors.learned.shape[1]), dtype=np.float32)
        learned[: self.n_rows] = self.vectors.learned
        learned[rows] = vectors.learned
        private = self.vectors.private.replaced(rows, vectors.private)
        replaced = self.counts.replaced(rows, _with_weights(vectors.private, counts))
        self._keep(NoteVectors(learned, private), replaced.weights)

    def _keep(self, vectors: NoteVectors, counts: np.ndarray) -> None:
        """Both have the same entries, so they share the arrays that say where these stand."""
        self.vectors, self.counts = vectors, _with_weights(vectors.private, counts)

    def _weigh(
        self, columns: np.ndarray, word_ids: np.ndarray, starts: np.ndarray, titles: Sequence[np.ndarray]
    ) -> tuple[NoteVectors, np.ndarray]:
        """The vectors of notes, and uint8 counts of their words, one for each entry of the private parts.

        Args:
            columns: (n_words,) column of each word.
            word_ids: (n_tokens,) words of all notes, title and text.
            starts: (n_notes + 1,) where each note begins.
            titles: of each note, the words of its title.
        """
        word_vectors = self.generation.word_vectors
        if len(word_ids) > len(word_vectors):  # all of them at once are cheaper than those of each note
            word_vectors = word_vectors.astype(np.float32)
        learned = np.zeros((len(titles), word_vectors.shape[1]), dtype=np.float32)
        counts, private = bytearray(), RowStack(len(self.generation.words))
        for first in range(0, len(titles), NOTES_AT_ONCE):
            part = slice(first, first + NOTES_AT_ONCE)
            bounds = starts[first : first + NOTES_AT_ONCE + 1]
            words = columns[word_ids[bounds[0] : bounds[-1]]]
            of_titles = [columns[title] for title in titles[part]]
            vectors, of_vectors = self._weigh_some(word_vectors, words, bounds - bounds[0], of_titles)
            learned[part] = vectors.learned
            counts += of_vectors.data
            private.add(vectors.private)
        return NoteVectors(learned, private.whole()), np.frombuffer(counts, dtype=np.uint8)

    def _weigh_some(
        self, word_vectors: np.ndarray, columns: np.ndarray, starts: np.ndarray, titles: Sequence[np.ndarray]
    ) -> tuple[NoteVectors, np.ndarray]:
        generation = self.generation
        texts, of_titles = count_notes(columns, starts, titles, len(generation.words))
        weights = generation.weigh(texts, of_titles)
        counts = concept_counts(texts, of_titles).weights[weights.weights > 0]
        return make_note_vectors(weights, word_vectors), np.minimum(counts, _MOST_COUNTED).astype(np.uint8)


def _with_weights(sparse: Sparse, weights: np.ndarray) -> Sparse:
    """The same places with other weights."""
    return Sparse(sparse.starts, sparse.columns, weights, sparse.n_columns)

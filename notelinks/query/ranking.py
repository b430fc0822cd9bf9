"""All notes in order of their closeness to a text or a note, computed from the current generation when it is asked for.

The same formula as that of the published lists, which end after some notes; in plain NumPy, for one row at a time.
"""

from collections.abc import Sequence

import numpy as np

from notelinks.errors import NoteNotFoundError
from notelinks.query.known_words import KnownWords, count_texts
from notelinks.query.vectors import open_generation
from notelinks.related.links import link_part, rarities
from notelinks.related.note_vectors import Sparse, make_note_vectors, weigh_notes
from notelinks.store.reader import StoreReader


class NoteRanking:
    """The notes and the generation that were current when it was made."""

    def __init__(self, reader: StoreReader) -> None:
        """
        Raises:
            StoreError: if there is no generation yet or it cannot be read.
        """
        self._generation = open_generation(reader)
        self._reader = reader
        notes = list(reader.stored_notes())
        self.note_ids = np.array([note.note_id for note in notes], dtype=np.int64)
        """(n_notes,), in order of key."""
        self._known = KnownWords(reader, self._generation)
        texts = self._known.count([note.title_forms + note.forms for note in notes])
        titles = self._known.count([note.title_forms for note in notes])
        weights = self._weigh(texts, titles)
        self.vectors = make_note_vectors(weights, self._generation.word_vectors)
        """In the order of `note_ids`."""
        self._rows_of_entries = self.vectors.private.rows_of_entries()

    def unknown_words(self, words: Sequence[str]) -> list[str]:
        """Those of some words, in the vocabulary's form, that no note holds."""
        return [word for word in dict.fromkeys(words) if word not in self._generation.word_ids]

    def near_text(self, words: Sequence[str]) -> list[tuple[int, float]]:
        """(note id, score) of all notes that score above zero for a text, best first.

        A note need not share a word with it: who asks with one word wants the notes about the like as well.

        Args:
            words: of the text, in the vocabulary's form.
        """
        n_words, ids = len(self._generation.words), self._known.ids_of_words(words)
        counts, no_title = count_texts([ids], n_words), count_texts([ids[:0]], n_words)
        text = make_note_vectors(self._weigh(counts, no_title), self._generation.word_vectors)
        learned, private = self._cosines(text.learned[0], text.private.columns, text.private.weights)
        share = self._generation.learned_share
        return self._sorted(share * learned + (1.0 - share) * private)

    def near_note(self, note_id: int) -> list[tuple[int, float]]:
        """(note id, score) of all other notes that score above zero for a note, best first.

        Raises:
            NoteNotFoundError: if the note has gone.
        """
        (rows,) = np.nonzero(self.note_ids == note_id)
        if not len(rows):
            raise NoteNotFoundError(f"The note with id {note_id} is not in the index any more.")
        row, words = int(rows[0]), self.vectors.private
        entries = slice(words.starts[row], words.starts[row + 1])
        learned, private = self._cosines(self.vectors.learned[row], words.columns[entries], words.weights[entries])
        share, link_share = self._generation.learned_share, self._generation.link_share
        cosines = share * learned * (private > 0) + (1.0 - share) * private
        scores = (1.0 - link_share) * cosines + link_share * self._link_parts(note_id)
        scores[row] = 0.0
        return self._sorted(scores)

    def holders(self, word_ids: Sequence[int]) -> frozenset[int]:
        """Ids of the notes that hold all of some words; words of every note, which tell none from another, do not
        count."""
        columns = self.vectors.private.columns
        of_words = [self.note_ids[self._rows_of_entries[columns == word_id]].tolist() for word_id in word_ids]
        telling = [frozenset(note_ids) for note_ids in of_words if note_ids]
        return frozenset.intersection(*telling) if telling else frozenset()

    def _cosines(self, learned: np.ndarray, columns: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(n_notes,) float64 each: the cosines of the learned and of the private parts with all notes.

        Args:
            learned: (n_dims,), of unit length or zero.
            columns, weights: the private part, of unit length or empty.
        """
        notes = self.vectors
        own = np.zeros(notes.private.n_columns)
        own[columns] = weights
        products = notes.private.weights * own[notes.private.columns]
        private = np.bincount(self._rows_of_entries, products, minlength=len(self.note_ids))
        return notes.learned @ learned, private

    def _sorted(self, scores: np.ndarray) -> list[tuple[int, float]]:
        """Of equal scores the note whose key comes first stands first."""
        order = np.argsort(-scores, kind="stable")
        order = order[scores[order] > 0]
        return list(zip(self.note_ids[order].tolist(), scores[order].tolist(), strict=True))

    def _link_parts(self, note_id: int) -> np.ndarray:
        """(n_notes,) float64: what shared neighbours say of a note and each other one, see `related.links`."""
        rows = {int(other_id): row for row, other_id in enumerate(self.note_ids)}
        sums = np.zeros(len(rows))
        for neighbour in self._reader.linked_ids(note_id):
            of_neighbour = self._reader.linked_ids(neighbour)
            shared = [rows[other_id] for other_id in of_neighbour if other_id in rows]
            sums[shared] += rarities(np.array([len(of_neighbour)]))
        return link_part(sums)

    def _weigh(self, texts: Sparse, titles: Sparse) -> Sparse:
        generation = self._generation
        return weigh_notes(texts, titles, generation.n_documents, generation.n_notes, generation.title_weight)

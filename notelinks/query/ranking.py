"""All notes in order of their closeness to a text or a note, computed from the current generation when it is asked for.

The same formula as that of the published lists, which end after some notes; in plain NumPy, for one text or note at a
time. What the notes said when the generation was trained is read from its files; the notes that have changed since are
few, and their words are read from the store.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from notelinks.errors import NoteNotFoundError
from notelinks.query.weighing import Weigher
from notelinks.related.links import link_part, rarities
from notelinks.related.note_vectors import NoteVectors
from notelinks.store.reader import StoreReader


class NoteRanking:
    """The notes and the generation that were current when it was made."""

    def __init__(self, reader: StoreReader) -> None:
        """
        Raises:
            StoreError: if there is no generation yet or it cannot be read.
        """
        self.weigher = Weigher(reader)
        self._reader = reader
        self._generation, self._trained = self.weigher.generation, self.weigher.trained
        stored = reader.words_digests()
        self.note_ids = np.array([note_id for note_id, _, _ in stored], dtype=np.int64)
        """(n_notes,), in order of key."""
        places = self._trained.find(self.note_ids, [digest for _, _, digest in stored])
        is_changed = places < 0
        self._changed = self.weigher.weigh_notes(self.note_ids[is_changed].tolist()).vectors
        """Of the notes that are not as they were trained, in the order of `note_ids`."""
        places[is_changed] = len(self._trained.note_ids) + np.arange(np.count_nonzero(is_changed))
        self._places = places
        """(n_notes,) place of each note among those that were trained, and the changed ones behind them."""

    @cached_property
    def learned(self) -> np.ndarray:
        """(n_notes, n_dims) float32, the learned part of the vector of each note."""
        return np.vstack([self._trained.learned, self._changed.learned])[self._places].astype(np.float32)

    def unknown_words(self, words: Sequence[str]) -> list[str]:
        """Those of some words, in the vocabulary's form, that no note holds."""
        return [word for word in dict.fromkeys(words) if word not in self._generation.words]

    def near_text(self, words: Sequence[str]) -> list[tuple[int, float]]:
        """(note id, score) of all notes that score above zero for a text, best first.

        A note need not share a word with it: who asks with one word wants the notes about the like as well.

        Args:
            words: of the text, in the vocabulary's form.
        """
        learned, private = self._cosines(self.weigher.weigh_text(words))
        share = self._generation.learned_share
        return self._best(share * learned + (1.0 - share) * private)

    def near_note(self, note_id: int, limit: int | None = None) -> list[tuple[int, float]]:
        """(note id, score) of other notes that score above zero for a note, best first; of all without a limit.

        Raises:
            NoteNotFoundError: if the note has gone.
        """
        own = self.weigher.weigh_notes([note_id]).vectors
        (rows,) = np.nonzero(self.note_ids == note_id)
        if not own.private.n_rows or not len(rows):
            raise NoteNotFoundError(f"The note with id {note_id} is not in the index any more.")
        learned, private = self._cosines(own)
        share, link_share = self._generation.learned_share, self._generation.link_share
        cosines = share * learned * (private > 0) + (1.0 - share) * private
        scores = (1.0 - link_share) * cosines + link_share * self._link_parts(note_id)
        scores[rows] = 0.0
        return self._best(scores, limit)

    def holders(self, word_ids: Sequence[int]) -> frozenset[int]:
        """Ids of the notes that hold all of some words; words of every note, which tell none from another, do not
        count."""
        telling = [of_word for of_word in map(self._holders, word_ids) if of_word]
        return frozenset.intersection(*telling) if telling else frozenset()

    def _holders(self, word_id: int) -> frozenset[int]:
        n_trained, changed = len(self._trained.note_ids), self._changed.private
        is_holder = np.zeros(n_trained + changed.n_rows, dtype=bool)
        is_holder[self._trained.holders(word_id)] = True
        is_holder[n_trained + changed.rows_of_entries()[changed.columns == word_id]] = True
        return frozenset(self.note_ids[is_holder[self._places]].tolist())

    def _cosines(self, of_one: NoteVectors) -> tuple[np.ndarray, np.ndarray]:
        """(n_notes,) float32 each: the cosines of the learned and of the private part of one with those of all."""
        own, changed = of_one.private, self._changed.private
        weights = np.zeros(own.n_columns, dtype=np.float32)
        weights[own.columns] = own.weights
        products = changed.weights * weights[changed.columns]
        of_changed = np.bincount(changed.rows_of_entries(), products, minlength=changed.n_rows).astype(np.float32)
        private = np.concatenate([self._trained.products(own.columns, own.weights), of_changed])
        return self.learned @ of_one.learned[0], private[self._places]

    def _best(self, scores: np.ndarray, limit: int | None = None) -> list[tuple[int, float]]:
        """Of equal scores the note whose key comes first stands first."""
        order = np.argsort(-scores, kind="stable")[:limit]
        order = order[scores[order] > 0]
        return list(zip(self.note_ids[order].tolist(), scores[order].tolist(), strict=True))

    def _link_parts(self, note_id: int) -> np.ndarray:
        """(n_notes,) float64: what shared neighbours say of a note and each other one, see `related.links`."""
        sums = np.zeros(len(self.note_ids))
        order = np.argsort(self.note_ids)
        for neighbour in self._reader.linked_ids(note_id):
            of_neighbour = np.array(sorted(self._reader.linked_ids(neighbour)), dtype=np.int64)
            places = order[np.searchsorted(self.note_ids, of_neighbour, sorter=order) % len(order)]
            shared = places[self.note_ids[places] == of_neighbour]
            sums[shared] += rarities(np.array([len(of_neighbour)]))
        return link_part(sums)

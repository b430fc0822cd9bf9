"""The concepts of a note, computed when they are asked for, as the indexer computes those that it publishes."""

from collections.abc import Sequence

import numpy as np

from notelinks.notes.stems import Stems
from notelinks.query.weighing import Weigher
from notelinks.records import Concept, OnDemand
from notelinks.related.concepts import ConceptFinder
from notelinks.related.note_scores import Neighbours
from notelinks.selection import lies_below


class ConceptsOnDemand:
    """Finds the concepts of one note after the other, from its words and those of its nearest notes."""

    def __init__(self, weigher: Weigher, how: OnDemand) -> None:
        self._weigher = weigher
        self._how = how
        self._stems = Stems(how.languages)

    def find(self, note_id: int, near: Sequence[tuple[int, float]]) -> list[Concept]:
        """Heaviest first; none if the note has gone.

        Args:
            near: (note id, score) of its nearest notes, best first.
        """
        notes = self._weigher.weigh_notes([note_id, *(other_id for other_id, _ in near)])
        rows = {of_row: row for row, of_row in enumerate(notes.note_ids)}
        if note_id not in rows:
            return []
        neighbours = Neighbours(
            np.array([rows[other_id] for other_id, _ in near if other_id in rows], dtype=np.int32),
            np.array([score for other_id, score in near if other_id in rows], dtype=np.float32),
        )
        finder = ConceptFinder(
            self._weigher.generation,
            notes.counts,
            notes.vectors,
            self._stems,
            np.array([lies_below(key, tuple(self._how.set_aside)) for key in notes.keys], dtype=bool),
            n_words_trained_on=self._weigher.n_words_trained_on,
        )
        return list(finder.find(rows[note_id], neighbours, self._how.n_concepts))

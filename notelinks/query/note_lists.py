"""Related notes and concepts of single notes: as they are published, or computed when they are asked for.

The indexer publishes the lists of all notes, unless there are too many. NumPy is imported only where they are computed.
"""

import json
from functools import cached_property
from typing import TYPE_CHECKING

from notelinks.errors import NoteNotFoundError, StoreError
from notelinks.records import Concept, OnDemand, RelatedNote
from notelinks.store.reader import StoreReader

if TYPE_CHECKING:
    from notelinks.query.concepts_on_demand import ConceptsOnDemand
    from notelinks.query.ranking import NoteRanking


class NoteLists:
    """The lists of an index at one revision."""

    def __init__(self, reader: StoreReader) -> None:
        self._reader = reader
        self._kept: tuple[int, list[tuple[int, float]]] | None = None

    @cached_property
    def on_demand(self) -> OnDemand | None:
        """How lists are computed; None where they are published."""
        described = self._reader.meta("on_demand")
        return OnDemand(**json.loads(described)) if described else None

    @cached_property
    def ranking(self) -> "NoteRanking":
        """Compares one note with all.

        Raises:
            StoreError: if there is no generation yet or it cannot be read.
        """
        from notelinks.query.ranking import NoteRanking

        return NoteRanking(self._reader)

    def related(self, note_id: int) -> list[RelatedNote]:
        """The nearest notes of a note, best first; empty if there are none yet, or the note is gone.

        Raises:
            StoreError: if the index cannot be read.
        """
        if self.on_demand is None:
            return self._reader.related(note_id)
        return self._reader.describe_related(note_id, self._nearest(note_id))

    def concepts(self, note_id: int) -> list[Concept]:
        """The concepts of a note, heaviest first; empty if there are none yet, or the note is gone.

        Raises:
            StoreError: if the index cannot be read.
        """
        if self.on_demand is None:
            return self._reader.concepts(note_id)
        return self._concepts_on_demand.find(note_id, self._nearest(note_id))

    def require_all(self, purpose: str) -> None:
        """For what takes the lists of all notes together.

        Args:
            purpose: what they are wanted for, as the subject of a sentence in the plural.

        Raises:
            StoreError: if they are not published.
        """
        if self.on_demand is not None:
            raise StoreError(
                f"{purpose} need the lists of all notes, and there are more notes than `max_listed`, up to which these "
                "are computed. Set it higher below [ranking] in config.toml; the next training takes longer then."
            )

    def _nearest(self, note_id: int) -> list[tuple[int, float]]:
        """Kept for the note that was asked for last: whoever shows one list shows the other. None if it is gone."""
        if self._kept is None or self._kept[0] != note_id:
            try:
                self._kept = note_id, self.ranking.near_note(note_id, self.on_demand.n_neighbours)
            except NoteNotFoundError:
                self._kept = note_id, []
        return self._kept[1]

    @cached_property
    def _concepts_on_demand(self) -> "ConceptsOnDemand":
        from notelinks.query.concepts_on_demand import ConceptsOnDemand

        return ConceptsOnDemand(self.ranking.weigher, self.on_demand)

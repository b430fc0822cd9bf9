"""Related notes of a reader's choice: the published list, and what comes after its end if the choice wants more."""

from functools import cached_property
from typing import TYPE_CHECKING

from notelinks.records import NoteSummary, RelatedNote
from notelinks.selection import Selection
from notelinks.store.reader import StoreReader

if TYPE_CHECKING:
    from notelinks.query.ranking import NoteRanking


class RelatedFinder:
    """Finds related notes in an index, for one question after the other. Imports NumPy only if a list is too short."""

    def __init__(self, reader: StoreReader, notes: list[NoteSummary]) -> None:
        """
        Args:
            notes: all of the index.
        """
        self._reader = reader
        self._notes = {note.note_id: note for note in notes}

    @cached_property
    def _ranking(self) -> "NoteRanking":
        from notelinks.query.ranking import NoteRanking

        return NoteRanking(self._reader)

    def find(self, note: NoteSummary, selection: Selection, limit: int) -> list[RelatedNote]:
        """The best related notes that are wanted, at most `limit`.

        Raises:
            StoreError: if the published list is too short and there is no generation to go on from.
        """
        published = self._reader.related(note.note_id)
        found = self._select(published, note, selection)
        if len(found) < limit and self._may_go_on(published, selection):
            found = self._select(self._complete(note, published), note, selection)
        return found[:limit]

    def _may_go_on(self, published: list[RelatedNote], selection: Selection) -> bool:
        """Whether notes may be wanted that come after the end of a list."""
        return 0 < len(published) < len(self._notes) - 1 and published[-1].score >= selection.min_score

    def _complete(self, note: NoteSummary, published: list[RelatedNote]) -> list[RelatedNote]:
        """The published list, and after it all other notes with a score above zero."""
        links = self._reader.links(note.note_id)
        there = {link.note_id for link in links.outgoing}
        here = {link.note_id for link in links.backlinks}
        listed = {row.note_id for row in published}
        rows = list(published)
        for other_id, score in self._ranking.near_note(note.note_id):
            other = self._notes.get(other_id)
            if other is not None and other_id not in listed:
                rows.append(RelatedNote(other_id, other.key, other.title, score, other_id in there, other_id in here))
        return sorted(rows, key=lambda row: -row.score)

    def _select(self, rows: list[RelatedNote], note: NoteSummary, selection: Selection) -> list[RelatedNote]:
        return [
            row
            for row in rows
            if (other := self._notes.get(row.note_id)) is not None and selection.takes(row, other, note.key)
        ]

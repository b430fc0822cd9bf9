"""Related notes of a reader's choice: the list of a note, and what comes after its end if the choice wants more."""

from notelinks.query.note_lists import NoteLists
from notelinks.records import NoteSummary, RelatedNote
from notelinks.selection import Selection
from notelinks.store.reader import StoreReader


class RelatedFinder:
    """Finds related notes in an index, for one question after the other. Imports NumPy only if a list is too short."""

    def __init__(self, reader: StoreReader, notes: list[NoteSummary], lists: NoteLists | None = None) -> None:
        """
        Args:
            notes: all of the index.
            lists: of the same reader, to share what they have computed.
        """
        self._reader = reader
        self._lists = lists or NoteLists(reader)
        self._notes = {note.note_id: note for note in notes}

    def find(self, note: NoteSummary, selection: Selection, limit: int) -> list[RelatedNote]:
        """The best related notes that are wanted, at most `limit`.

        Raises:
            StoreError: if the list is too short and there is no generation to go on from.
        """
        first = self._lists.related(note.note_id)
        found = self._select(first, note, selection)
        if len(found) < limit and self._may_go_on(first, selection):
            found = self._select(self._complete(note, first), note, selection)
        return found[:limit]

    def _may_go_on(self, first: list[RelatedNote], selection: Selection) -> bool:
        """Whether notes may be wanted that come after the end of a list."""
        return 0 < len(first) < len(self._notes) - 1 and first[-1].score >= selection.min_score

    def _complete(self, note: NoteSummary, first: list[RelatedNote]) -> list[RelatedNote]:
        """A list, and after it all other notes with a score above zero."""
        listed = {row.note_id for row in first}
        links = self._reader.links(note.note_id)
        there = {link.note_id for link in links.outgoing}
        here = {link.note_id for link in links.backlinks}
        rows = list(first)
        for other_id, score in self._lists.ranking.near_note(note.note_id):
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

"""The lists of notes as they were before their last save, kept for as long as the screen is open.

The index holds the present alone. Whoever follows it sees each state go by, and this is what is kept of them.
"""

from typing import TYPE_CHECKING

from notelinks.records import NoteSummary

if TYPE_CHECKING:
    from notelinks.store.reader import StoreReader
    from notelinks.store.rows import PackedLists


class ListsBefore:
    """Written by the thread that follows the index, read by any other."""

    def __init__(self) -> None:
        self._modified_ns: dict[int, int] = {}
        self._keys: frozenset[str] = frozenset()
        self._is_learned = False
        self._lists: dict[int, PackedLists] = {}
        self._before: dict[int, PackedLists] = {}

    def update(self, reader: "StoreReader", notes: list[NoteSummary], *, is_learned: bool) -> None:
        """Looks at a new state of the index.

        Args:
            notes: all of it.
            is_learned: it has been trained. What was read before had no lists that a save could have changed.
        """
        from notelinks.store.rows import PackedLists  # in the thread, as all that belongs to the store

        of_new_note = PackedLists(b"", "[]")
        for note in notes:
            is_read_anew = note.note_id not in self._modified_ns and note.key in self._keys
            if self._is_learned and not is_read_anew and note.modified_ns != self._modified_ns.get(note.note_id):
                self._before[note.note_id] = self._lists.get(note.note_id, of_new_note)
        self._modified_ns = {note.note_id: note.modified_ns for note in notes}
        self._keys = frozenset(note.key for note in notes)
        self._lists = reader.packed_lists()
        self._is_learned = is_learned

    def of(self, note_id: int) -> "PackedLists | None":
        """The lists of a note before its last save; None if it was not saved meanwhile."""
        return self._before.get(note_id)

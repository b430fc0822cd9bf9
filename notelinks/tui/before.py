"""The lists of notes as they were before their last save, kept for as long as the screen is open.

The index holds the present alone. Whoever follows it sees each state go by, and this is what is kept of them.
"""

from collections import Counter
from collections.abc import Iterable
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
        self._saved_early: set[int] = set()
        self._id_since_renamed: dict[int, int] = {}

    def update(self, reader: "StoreReader", notes: list[NoteSummary], *, is_learned: bool) -> None:
        """Looks at a new state of the index.

        Args:
            notes: all of it.
            is_learned: it has been trained. What was read before had no lists that a save could have changed.
        """
        from notelinks.store.rows import PackedLists  # in the thread, as all that belongs to the store

        of_new_note = PackedLists(b"", "[]")
        for note_id, new_id in self._find_renamed(notes).items():
            self._rename(note_id, new_id)
        for note in notes:
            is_known = note.note_id in self._modified_ns
            if (not is_known and note.key in self._keys) or self._modified_ns.get(note.note_id) == note.modified_ns:
                continue
            if self._is_learned:
                self._before[note.note_id] = self._lists.get(note.note_id, of_new_note)
            elif is_known:
                self._saved_early.add(note.note_id)
        self._modified_ns = {note.note_id: note.modified_ns for note in notes}
        self._keys = frozenset(note.key for note in notes)
        self._lists = reader.packed_lists()
        self._is_learned = is_learned

    def of(self, note_id: int) -> "PackedLists | None":
        """The lists of a note before its last save; None if it had none then, or was not saved meanwhile."""
        return self._before.get(note_id)

    def was_saved_early(self, note_id: int) -> bool:
        """Whether a note was saved before there were any lists."""
        return note_id in self._saved_early

    def id_since_renamed(self, note_id: int) -> int:
        """The id that a note has by now: a renamed note is a new one to the index."""
        while note_id in self._id_since_renamed:
            note_id = self._id_since_renamed[note_id]
        return note_id

    def _find_renamed(self, notes: list[NoteSummary]) -> dict[int, int]:
        """New id by old id of notes that came as others went, with a time of change that no other of them has."""
        present = {note.note_id for note in notes}
        gone = _by_single_time((note_id, t) for note_id, t in self._modified_ns.items() if note_id not in present)
        came = _by_single_time(
            (note.note_id, note.modified_ns)
            for note in notes
            if note.note_id not in self._modified_ns and note.key not in self._keys
        )
        return {note_id: came[time] for time, note_id in gone.items() if time in came}

    def _rename(self, note_id: int, new_id: int) -> None:
        self._id_since_renamed[note_id] = new_id
        for of_notes in (self._modified_ns, self._lists, self._before):
            if note_id in of_notes:
                of_notes[new_id] = of_notes.pop(note_id)
        if note_id in self._saved_early:
            self._saved_early.add(new_id)


def _by_single_time(times: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Note id by time, where one note alone has it.

    Args:
        times: (note id, time).
    """
    times = list(times)
    n_notes = Counter(time for _, time in times)
    return {time: note_id for note_id, time in times if n_notes[time] == 1}

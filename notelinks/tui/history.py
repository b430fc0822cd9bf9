"""Where one has been, as in a web browser."""

from collections.abc import Container


class History:
    """Note ids behind and ahead of the note that is shown."""

    def __init__(self) -> None:
        self._behind: list[int] = []
        self._ahead: list[int] = []

    def leave(self, note_id: int) -> None:
        """Remembers a note that is left for another; what was ahead is forgotten."""
        self._behind.append(note_id)
        self._ahead.clear()

    def go_back(self, shown_id: int, existing: Container[int]) -> int | None:
        """The note before, None if there is none that still exists."""
        return _step(self._behind, self._ahead, shown_id, existing)

    def go_forward(self, shown_id: int, existing: Container[int]) -> int | None:
        """The note that was gone back from, None if there is none that still exists."""
        return _step(self._ahead, self._behind, shown_id, existing)


def _step(source: list[int], target: list[int], shown_id: int, existing: Container[int]) -> int | None:
    while source:
        note_id = source.pop()
        if note_id in existing and note_id != shown_id:
            target.append(shown_id)
            return note_id
    return None

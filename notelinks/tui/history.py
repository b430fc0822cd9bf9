"""Where one has been, as in a web browser."""

from collections.abc import Callable, Container, Hashable
from typing import NamedTuple


class Place(NamedTuple):
    """A note, and the views that were open over it."""

    note_id: int
    views: tuple[str, ...] = ()
    """Their names, from below."""
    rows: tuple[Hashable, ...] = ()
    """Ids of the rows under the cursors of the panes beside it."""


class History:
    """Places behind and ahead of the note that is shown.

    A view shows one thing at a time, so that it belongs to the place alone that was left from it last.
    """

    def __init__(self) -> None:
        self._behind: list[Place] = []
        self._ahead: list[Place] = []

    def leave(self, place: Place) -> None:
        """Remembers a place that is left for another note; what was ahead is forgotten."""
        self._behind = [p._replace(views=()) if set(p.views) & set(place.views) else p for p in self._behind]
        self._behind.append(place)
        self._ahead.clear()

    def follow_renames(self, id_since_renamed: Callable[[int], int]) -> None:
        """Brings all places up to the ids that their notes have by now."""
        for places in (self._behind, self._ahead):
            places[:] = [place._replace(note_id=id_since_renamed(place.note_id)) for place in places]

    def go_back(self, shown: Place, existing: Container[int]) -> Place | None:
        """The place before, None if there is none whose note still exists."""
        return _step(self._behind, self._ahead, shown, existing)

    def go_forward(self, shown: Place, existing: Container[int]) -> Place | None:
        """The place that was gone back from, None if there is none whose note still exists."""
        return _step(self._ahead, self._behind, shown, existing)


def _step(source: list[Place], target: list[Place], shown: Place, existing: Container[int]) -> Place | None:
    while source:
        place = source.pop()
        if place.note_id in existing and (place.views or place.note_id != shown.note_id):
            target.append(shown)
            return place
    return None

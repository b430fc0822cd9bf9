"""Rows that say the same: shown as one, with their number, or told apart."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Protocol, TypeVar

ItemT = TypeVar("ItemT")


class _Titled(Protocol):
    @property
    def note_id(self) -> int: ...

    @property
    def title(self) -> str: ...


def group_alike(items: Iterable[ItemT], key: Callable[[ItemT], Hashable]) -> list[list[ItemT]]:
    """The items of equal key together, each group where its first one stands."""
    groups: dict[Hashable, list[ItemT]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.values())


def shared_titles(notes: Iterable[_Titled]) -> frozenset[str]:
    """Titles that more than one of some notes has."""
    n_notes = Counter(title for _, title in {(note.note_id, note.title) for note in notes})
    return frozenset(title for title, n in n_notes.items() if n > 1)

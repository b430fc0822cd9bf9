"""Where a cursor goes when its row is gone."""

from collections.abc import Container, Hashable, Sequence
from itertools import chain
from typing import TypeVar

IdT = TypeVar("IdT", bound=Hashable)


def nearest_left(before: Sequence[IdT], number: int, present: Container[IdT]) -> IdT | None:
    """The first row after the one at `number` that is still there, else the last before it; None if none is left."""
    others = chain(before[number + 1 :], reversed(before[:number]))
    return next((row_id for row_id in others if row_id in present), None)

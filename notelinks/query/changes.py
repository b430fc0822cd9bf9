"""What has come into a note's lists and what has left them, between two moments."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

NameT = TypeVar("NameT", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Change(Generic[NameT]):
    """One entry of a list, before and after."""

    name: NameT
    before: float | None
    """Its value; None if it was not in the list."""
    after: float | None
    """Its value; None if it is not in the list."""

    @property
    def size(self) -> float:
        """By how much it rose, negative if it fell."""
        return (self.after or 0.0) - (self.before or 0.0)


def compare_lists(
    before: Sequence[tuple[NameT, float]], after: Sequence[tuple[NameT, float]], *, n_first: int, least: float
) -> list[Change[NameT]]:
    """What came, then what went, then what rose or fell, the greatest change first.

    Args:
        before, after: (name, value), best first.
        n_first: entries that come after so many others, before and after, are left out: nobody saw them.
        least: a change of value that counts.
    """
    old, new = dict(before), dict(after)
    seen = dict.fromkeys(name for name, _ in (*after[:n_first], *before[:n_first]))
    changes = [Change(name, old.get(name), new.get(name)) for name in seen]
    real = [c for c in changes if c.before is None or c.after is None or abs(c.size) >= least]
    return sorted(real, key=lambda c: (0 if c.before is None else 1 if c.after is None else 2, -abs(c.size)))

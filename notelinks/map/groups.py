"""Groups of notes as a map shows them: each with a name, a place for it, and a colour unlike those of groups nearby."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

N_COLOURS = 8
"""More hues than that cannot be told apart, least of all by colour-blind people; names tell the groups apart as well.
The colours themselves stand in `assets/page.css`."""

_MAX_CANDIDATES = 500
"""Notes of a group that may carry its name."""


@dataclass(frozen=True, slots=True)
class Group:
    """Notes that are shown in one colour, below one name."""

    name: str
    words: tuple[str, ...]
    """Concepts that set it apart from the rest, the most telling first."""
    n_notes: int
    x: float
    """Where the name stands, on the map."""
    y: float
    colour: int
    """From 0 to `N_COLOURS` - 1."""


def make_groups(
    points: np.ndarray, labels: np.ndarray, names: Sequence[str], words: Sequence[tuple[str, ...]]
) -> list[Group]:
    """The groups in the order of their labels.

    Args:
        points: (n_notes, 2), where the notes stand.
        labels: (n_notes,) int64, the group of each note; those below 0 belong to none. Every group has notes.
    """
    members = [np.flatnonzero(labels == label) for label in range(len(names))]
    centres = [_densest_point(points[rows]) for rows in members]
    colours = _choose_colours(np.array(centres).reshape(-1, 2))
    return [
        Group(names[label], words[label], len(members[label]), *map(float, centres[label]), colours[label])
        for label in range(len(names))
    ]


def _densest_point(points: np.ndarray) -> np.ndarray:
    """(2,): the point of a group that has most of the group around it.

    The middle of a group may lie in another one. This is the maximum of a kernel density estimate with the kernel
    1 / (1 + d²/h²), at a group's own points; h² is the variance of their distances from the middle.
    """
    step = -(-len(points) // _MAX_CANDIDATES)
    candidates = points[::step]
    scale = float(np.var(points, axis=0).sum()) or 1.0
    distances = ((candidates[:, None, :] - candidates[None, :, :]) ** 2).sum(axis=2)
    return candidates[(1.0 / (1.0 + distances / scale)).sum(axis=1).argmax()]


def _choose_colours(centres: np.ndarray) -> list[int]:
    """A colour for each group, one after the other: that of which the nearest group is furthest away."""
    colours: list[int] = []
    for place, centre in enumerate(centres):
        distances = np.linalg.norm(centres[:place] - centre, axis=1)
        nearest = [
            min((distances[other] for other in range(place) if colours[other] == colour), default=np.inf)
            for colour in range(N_COLOURS)
        ]
        colours.append(int(np.argmax(nearest)))
    return colours

"""What lies around a note: the notes linked with it, one or two steps away, and those near it by their words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from notelinks.records import NoteSummary, RelatedNote


@dataclass(frozen=True, slots=True)
class Branch:
    """A note in the surroundings, and what lies behind it."""

    note: NoteSummary
    links_there: bool
    """The note before it links to it."""
    links_here: bool
    """It links to the note before it."""
    score: float = 0.0
    """How near it is, for notes that are there by their words."""
    further: "tuple[Branch, ...]" = field(default=())


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The local graph of a note. Each note stands in it once, at its shortest distance."""

    centre: NoteSummary
    linking: tuple[Branch, ...]
    """Notes that link here and are not linked back, in order of title."""
    linked: tuple[Branch, ...]
    """Notes that it links to, in order of title."""
    near: tuple[Branch, ...]
    """Nearest notes without a link to or from it, best first."""
    links: frozenset[tuple[int, int]]
    """(source id, target id) of all links between the notes of the graph."""


def find_surroundings(
    centre: NoteSummary,
    notes: Mapping[int, NoteSummary],
    links: Iterable[tuple[int, int]],
    related: Iterable[RelatedNote],
    *,
    n_steps: int,
    n_near: int,
) -> Surroundings:
    """The local graph of a note.

    Args:
        notes: all of the index by id.
        links: (source id, target id) of all links between notes.
        related: notes near to `centre`, best first.
        n_steps: 1 for the notes linked with it, 2 for those linked with these as well.
        n_near: notes without a link that are wanted.
    """
    pairs = frozenset((source, target) for source, target in links if source != target)
    neighbours: defaultdict[int, set[int]] = defaultdict(set)
    for source, target in pairs:
        neighbours[source].add(target)
        neighbours[target].add(source)
    around = neighbours[centre.note_id] & notes.keys()
    near = [row for row in related if row.note_id in notes and row.note_id not in around][:n_near]
    placed = {centre.note_id, *around, *(row.note_id for row in near)}

    def branch(note_id: int, before: int, score: float = 0.0) -> Branch:
        further: list[Branch] = []
        if before == centre.note_id and n_steps > 1:
            behind = _by_title(neighbours[note_id] & notes.keys() - placed, notes)
            placed.update(note.note_id for note in behind)
            further = [branch(note.note_id, note_id) for note in behind]
        links_there, links_here = (before, note_id) in pairs, (note_id, before) in pairs
        return Branch(notes[note_id], links_there, links_here, score, tuple(further))

    branches = [branch(note.note_id, centre.note_id) for note in _by_title(around, notes)]
    near_branches = tuple(branch(row.note_id, centre.note_id, row.score) for row in near)
    return Surroundings(
        centre,
        tuple(b for b in branches if not b.links_there),
        tuple(b for b in branches if b.links_there),
        near_branches,
        frozenset(pair for pair in pairs if placed.issuperset(pair)),
    )


def _by_title(note_ids: Iterable[int], notes: Mapping[int, NoteSummary]) -> list[NoteSummary]:
    return sorted((notes[note_id] for note_id in note_ids), key=lambda note: (note.title.casefold(), note.key))

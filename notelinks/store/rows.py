"""What is read from and written to single tables, for whoever computes with it."""

import json
import math
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from notelinks.records import Concept, SectionStart, TrainingProgress

NEIGHBOUR = struct.Struct("<if")
"""One packed neighbour: note id, score."""

FoundMention = tuple[int, int, int]
"""(source id, target id, place) of the first place where one note names another outside of links, in characters from
the beginning of the source's passages as they are packed. There may be half a million."""


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A note's words as they stand in the store."""

    note_id: int
    key: str
    digest: str
    title_forms: bytes
    """Little-endian int32 form ids."""
    forms: bytes
    """Little-endian int32 form ids."""


@dataclass(frozen=True, slots=True)
class NoteNames:
    """What a note may be called by in the text of others."""

    key: str
    title: str
    aliases: tuple[str, ...]
    searched: str | None
    """JSON list of the names by which it was last looked for, None if it never was."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What is published for one note."""

    note_id: int
    neighbours: bytes
    """(int32 note id, float32 score) pairs, best first, little-endian."""
    concepts: str | None
    """From `pack_concepts`; None if they stay as they are."""


@dataclass(frozen=True, slots=True)
class NoteWords:
    """The words of one note, as the writer stored them."""

    note_id: int
    title_forms: bytes
    """Little-endian int32 form ids."""
    forms: bytes
    """Little-endian int32 form ids."""
    sections: tuple[SectionStart, ...]


@dataclass(frozen=True, slots=True)
class PackedLists:
    """The published lists of one note as they are stored: small, and quick to compare."""

    neighbours: bytes
    """As in `Lists`; empty if nothing was published."""
    concepts: str
    """JSON: [[displayed word, weight], …], heaviest first."""

    def unpack_neighbours(self) -> list[tuple[int, float]]:
        """(note id, score), best first."""
        return list(NEIGHBOUR.iter_unpack(self.neighbours))

    def unpack_concepts(self) -> list[Concept]:
        """Heaviest first."""
        return [Concept(text, weight) for text, weight in json.loads(self.concepts)]


def pack_concepts(concepts: Iterable[Concept]) -> str:
    """Concepts as `PackedLists` has them."""
    return json.dumps([[concept.text, round(concept.weight, 4)] for concept in concepts], ensure_ascii=False)


def pack_progress(progress: TrainingProgress) -> str:
    """JSON of how far a training is; what is not known yet is 0."""
    values = progress._asdict()
    return json.dumps({name: value if math.isfinite(value) else 0.0 for name, value in values.items()})

"""What the indexer and the process that trains for it say to each other."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

import numpy as np

from notelinks.config import Settings
from notelinks.indexer.contents import Contents
from notelinks.indexer.listing import Listing
from notelinks.notes.vault_rules import VaultRules
from notelinks.records import TrainingProgress
from notelinks.related.generation import Generation
from notelinks.related.trained_notes import TrainedNotes
from notelinks.store.rows import Lists
from notelinks.store.writer import StoreWriter


class Vectors(Enum):
    """What lists are to be computed from."""

    TRAINED = auto()
    """From word vectors that are trained for it."""
    CURRENT = auto()
    """From those of the current generation."""
    NONE = auto()
    """From equal words and shared links alone."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """One thing to do."""

    folder: Path
    """Of the index."""
    settings: Settings
    vectors: Vectors
    generation: int
    """Number of the current one."""
    languages: tuple[str, ...]
    """See `load_contents`, as the next one."""
    set_aside: tuple[str, ...]
    is_awaited: bool
    """Somebody waits for the result, so it is not to give way to everything else."""


def order_for(
    writer: StoreWriter, settings: Settings, rules: VaultRules | None, vectors: Vectors, *, is_awaited: bool
) -> Order:
    """An order for the notes of an index as they are stored.

    Args:
        rules: those of the vault; None while it is read for the first time.
    """
    return Order(
        folder=writer.folder,
        settings=settings,
        vectors=vectors,
        generation=writer.meta("generation", 0),
        languages=rules.config.languages if rules else (),
        set_aside=rules.set_aside if rules else (),
        is_awaited=is_awaited,
    )


@dataclass(frozen=True)
class Made:
    """What came out."""

    vectors: Vectors
    contents: Contents
    """The notes that were trained on or compared."""
    generation: Generation
    notes: TrainedNotes | None
    """As they are to be written beside the generation; None if that is the current one."""
    listing: Listing | None
    """None if there are too many notes for the lists of all."""
    lists: list[Lists]
    """Of all notes, or none."""
    used_form_ids: np.ndarray
    """(n_forms,) int64, ascending: all written forms that occur in the notes."""


@dataclass(frozen=True)
class Listed:
    """How far the lists are, once there is nothing left to train."""

    n_listed: int
    """Notes that have theirs."""


@dataclass(frozen=True)
class Ready:
    """The compiled code is loaded, the next order can be given."""


Tell = Callable[[TrainingProgress | Listed], None]
"""What is told how far an order is, many times."""

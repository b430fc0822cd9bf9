"""What an index says about itself."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from notelinks.records.files import SkippedFile

_NO_SHARES: Mapping[str, float] = MappingProxyType({})


class TrainingProgress(NamedTuple):
    """Where a training stands."""

    epoch: int
    """Epochs completed."""
    n_epochs: int
    fraction: float
    """Of the whole training, 0 to 1."""
    loss: float
    """Mean loss of the sampled targets of the last slice; NaN before the first, 0 in the store."""
    learning_rate: float
    """Of the next words; it falls to zero."""
    words_per_s: float
    seconds_left: float


class IndexStatus(NamedTuple):
    """What an index says about itself."""

    vault: str
    n_notes: int
    n_words: int
    """Distinct words in all notes; words that vanished count until the next training is published."""
    n_links: int
    """Resolved links between notes, with repetitions."""
    generation: int
    """Number of the published generation; 0 before the first."""
    revision: int
    """Grows with every change that a reader may want to show."""
    pending: int
    """Notes whose change is stored but not yet trained on."""
    activity: str
    """`idle`, `reading`, `training` or `publishing`; what the indexer last said, true only while one is running."""
    reading: tuple[int, int]
    """(notes read, notes to read) while `activity` is `reading`."""
    training: TrainingProgress | None
    watcher: str
    """How changes are noticed: `events`, `polling`, or empty when nobody watches."""
    last_scan_s: float
    """Seconds since the epoch; 0 if never."""
    trained_s: float
    """When the current generation was trained, seconds since the epoch; 0 if never."""
    problem: str
    """A sentence about what is wrong at present, empty if nothing is."""
    skipped: "tuple[SkippedFile, ...]" = ()
    corpus_digest: str = ""
    index_digest: str = ""
    shares: Mapping[str, float] = _NO_SHARES
    """What counts how much in a score, as `related.generation.Generation.shares` gives it; empty before the first."""
    watcher_reason: str = ""
    """Why `watcher` is `polling`; if it is not, when the system last lost events, empty if it has not."""


class OnDemand(NamedTuple):
    """How readers compute lists, where there are too many notes for those of all: as they would be published."""

    n_neighbours: int
    """Related notes of a note."""
    n_concepts: int
    """Concepts of a note."""
    languages: tuple[str, ...]
    """ISO 639-1 codes, whose forms of a word are one concept."""
    set_aside: tuple[str, ...]
    """Folders whose notes are no evidence for the concepts of others."""

"""Every setting with its default and its bounds. Knows no file."""

import os
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """Hyperparameters of the CBOW training; names as in Mikolov et al. 2013 (arXiv:1310.4546) and word2vec.c."""

    n_dims: int = 128
    """Length of a word vector; a multiple of 16."""
    max_words: int = 50_000
    """Words that are trained, the most frequent ones. Of a larger vocabulary the others have no vector, and count only
    where they are equal."""
    window: int = 5
    """Words to the left and to the right that form the near context."""
    note_share: float = 0.7
    """Weight of the mean of the whole note in the context; the rest is the window's."""
    negative: int = 5
    """Noise words for each target."""
    sample: float = 1e-4
    """Subsampling threshold for frequent words, as a share of all words; 0 keeps all."""
    learning_rate: float = 0.2
    """At the start, if there are `max_epochs` epochs; with fewer it is larger in proportion. Falls linearly to zero."""
    target_budget: int = 12_000_000
    """Epochs are chosen so that about this many words are seen."""
    min_epochs: int = 3
    """Whatever the budget says."""
    max_epochs: int = 30
    """Whatever the budget says. More make the vectors of a small vault fit its accidents."""
    noise_power: float = 0.75
    """Exponent of a word's count in the noise distribution; 0 draws all words alike."""
    sums_gradient: bool = False
    """Give each context word the whole error vector, as word2vec.c does, instead of dividing it by their number."""
    normal_init: bool = False
    """Start input rows as word2vec.c does, short and normally distributed, instead of at unit length."""
    seed: int = 1
    """Same notes, settings and seed give the same vectors to the bit."""
    n_threads: int = 0
    """Threads that train; 0 is one a processor. The vectors do not depend on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingConfig:
    """How word vectors become note vectors and lists."""

    learned_share: float = 0.1
    """Weight of the learned part in the cosine of two notes; the rest is the private axes'. See docs/ranking.md."""
    title_weight: float = 0.3
    """Length of the title's vector beside that of the text, which has length 1. See docs/ranking.md."""
    max_listed: int = 50_000
    """Notes up to which the lists of all are computed; the time for it grows with the square of their number. Of more,
    each list is computed when it is asked for."""
    n_neighbours: int = 50
    """Related notes kept for a note."""
    n_concepts: int = 30
    """Concepts kept for a note."""
    source_only: tuple[str, ...] = field(default=(), repr=False)
    """Folders of the vault whose notes are never results, though they can be asked about. Applied when lists are shown:
    not in the representation, which decides whether an index must be made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexerConfig:
    """When the indexer looks and how long it waits."""

    quiet_s: float = 0.3
    """Calm after the last event before the vault is looked at."""
    max_wait_s: float = 3.0
    """Longest wait while events keep coming."""
    sweep_s: float = 300.0
    """A full look at the vault at least this often, events or not."""
    training_share: float = 0.25
    """Share of the time that trainings may take, but for the first second of each: after a long one the next waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesConfig:
    """Which files of a vault are notes, and what kind."""

    exclude: tuple[str, ...] = ()
    """Files that are left out: a regular expression between two slashes, otherwise how their paths begin."""
    obsidian_excludes: bool = True
    """Leave out as well what Obsidian's own setting *Excluded files* names."""
    templates_as_notes: bool = False
    """Treat notes of Obsidian's templates folder like any other."""
    daily_as_notes: bool = False
    """Treat notes of Obsidian's daily-notes folder like any other."""
    languages: tuple[str, ...] = ()
    """ISO 639-1 codes whose stop words are not shown as concepts; empty: those that the notes seem to be written in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that a user may set."""

    training: TrainingConfig = field(default_factory=TrainingConfig)
    ranking: RankingConfig = field(default_factory=RankingConfig)
    indexer: IndexerConfig = field(default_factory=IndexerConfig)
    notes: NotesConfig = field(default_factory=NotesConfig)
    keys: dict[str, str] = field(default_factory=dict)
    """Action of the screen -> key that it is to have; which actions there are, the screen knows."""


BOUNDS: dict[str, tuple[float, float]] = {
    "n_dims": (16, 1024),
    "max_words": (1, 10**7),
    "window": (1, 50),
    "note_share": (0.0, 1.0),
    "negative": (1, 20),
    "sample": (0.0, 1.0),
    "learning_rate": (1e-4, 1.0),
    "target_budget": (1, 10**12),
    "min_epochs": (1, 10_000),
    "max_epochs": (1, 10_000),
    "noise_power": (0.0, 1.0),
    "seed": (0, 2**63 - 1),
    "n_threads": (0, 256),
    "learned_share": (0.0, 1.0),
    "title_weight": (0.0, 10.0),
    "max_listed": (1, 10**7),
    "n_neighbours": (1, 1000),
    "n_concepts": (1, 1000),
    "quiet_s": (0.01, 60.0),
    "max_wait_s": (0.01, 600.0),
    "sweep_s": (1.0, 86_400.0),
    "training_share": (0.01, 1.0),
}
"""(least, greatest) value of every numeric setting."""


def usable_processors() -> int:
    """Processors that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

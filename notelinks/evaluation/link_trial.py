"""The trial by links: which ranking finds the hidden links of a vault again?

For each note that lost a link, all others but those still linked with it are ranked, by our score and by plainer ones.
A ranking is as good as the hidden notes stand high in it.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from notelinks.config import Settings
from notelinks.evaluation.hidden_links import HiddenLinks, hide_links
from notelinks.evaluation.intervals import MIN_VALUES, Mean, mean_of
from notelinks.evaluation.reading import read_vault, take_some
from notelinks.evaluation.training import train_listing
from notelinks.indexer.corpus import VaultCorpus
from notelinks.indexer.report import Reporter
from notelinks.indexer.word_counts import count_corpus
from notelinks.notes.vault_rules import read_vault_rules
from notelinks.related.figures import Figures, measure
from notelinks.related.neighbours import Ranking
from notelinks.related.note_vectors import document_counts, make_note_vectors, weigh_notes
from notelinks.related.shared_links import SharedLinks, linked_rows

OURS, BASELINE = "notelinks", "tf-idf"

_MAX_QUERIES = 2000
"""Enough for intervals of .01; a large vault need not wait for more."""

Scorer = Callable[[int], np.ndarray]
"""Row of a note -> (n_notes,) scores of all notes with it."""


@dataclass(frozen=True)
class LinkTrial:
    """What came out. Names of rankings are those of `rankings`, names of figures those of `Figures`."""

    n_notes: int
    n_pairs: int
    """Linked pairs before any was hidden."""
    n_hidden: int
    n_queries: int
    """Notes that were ranked for."""
    means: Mapping[str, Mapping[str, Mean]] = field(default_factory=dict)
    """Ranking -> figure -> its mean; empty if too few notes lost a link."""
    gain: Mapping[str, Mean] = field(default_factory=dict)
    """Figure -> mean difference between our ranking and tf-idf, note by note; empty as above."""


def try_links(vault: Path, settings: Settings, seed: int, reporter: Reporter) -> LinkTrial:
    """Hides links of a vault, trains without them, ranks for the notes that lost one, and measures.

    Args:
        seed: of everything random: which links are hidden, the order of notes of equal score, the intervals.

    Raises:
        VaultAwayError: if the vault cannot be seen.
    """
    rules = read_vault_rules(vault, settings.notes)
    hidden = hide_links(vault, read_vault(vault, reporter, rules.exclusions), seed)
    corpus = hidden.corpus
    queries = _choose_queries(hidden, np.random.default_rng(seed))
    trial = LinkTrial(
        n_notes=len(corpus.titles),
        n_pairs=len(corpus.contents.links) + len(hidden.pairs),
        n_hidden=len(hidden.pairs),
        n_queries=len(queries),
    )
    if len(queries) < MIN_VALUES:
        return trial
    scorers = rankings(corpus, train_listing(corpus, settings, reporter)[1])
    values = _measure_all(hidden, queries, scorers, np.random.default_rng(seed).permutation(trial.n_notes))
    return dataclasses.replace(
        trial,
        means={name: {f: mean_of(column, seed) for f, column in columns.items()} for name, columns in values.items()},
        gain={f: mean_of(column - values[BASELINE][f], seed) for f, column in values[OURS].items()},
    )


def _choose_queries(hidden: HiddenLinks, rng: np.random.Generator) -> np.ndarray:
    """(n,) int64, rows of notes that lost a link: all of them, or as many as are enough."""
    return take_some(np.unique(hidden.pairs), _MAX_QUERIES, rng)


def _measure_all(
    hidden: HiddenLinks, queries: np.ndarray, scorers: Mapping[str, Scorer], order: np.ndarray
) -> dict[str, dict[str, np.ndarray]]:
    """Ranking -> figure -> (n_queries,) values.

    Args:
        order: (n_notes,) decides between notes of equal score. Not their keys: many vaults keep like beside like.
    """
    wanted, known = linked_rows(hidden.pairs), linked_rows(hidden.corpus.contents.links)
    figures: dict[str, list[Figures]] = defaultdict(list)
    for row in queries.tolist():
        asked = np.ones(len(order), dtype=bool)
        asked[[row, *known.get(row, ())]] = False
        is_wanted = np.zeros(len(order), dtype=bool)
        is_wanted[wanted[row]] = True
        for name, score in scorers.items():
            figures[name].append(measure(score(row)[asked], is_wanted[asked], order[asked]))
    return {name: _columns(of_queries) for name, of_queries in figures.items()}


def rankings(corpus: VaultCorpus, ours: Ranking) -> dict[str, Scorer]:
    """The ways to rank, by name: ours, and what it must beat.

    `tf-idf` is the cosine of (1 + log tf) * log(N / df) over title and text. `link neighbours` is the sum of Adamic and
    Adar over shared neighbours. `popular notes` is the number of linked notes, whichever note is asked about.
    """
    n_notes, linked = len(corpus.titles), corpus.contents.links
    texts, titles = count_corpus(corpus)
    weights = weigh_notes(texts, titles, document_counts(texts), n_notes, title_weight=0.0)
    no_vectors = np.zeros((len(corpus.vocabulary.words), 1), dtype=np.float32)
    tf_idf = Ranking(make_note_vectors(weights, no_vectors), learned_share=0.0)
    links = SharedLinks(linked, n_notes)
    n_links = np.bincount(linked.ravel(), minlength=n_notes).astype(np.float32)
    return {
        OURS: lambda row: ours.scores(np.array([row]))[0],
        BASELINE: lambda row: tf_idf.scores(np.array([row]))[0],
        "link neighbours": lambda row: links.parts(np.array([row]))[0],
        "popular notes": lambda row: n_links,
        "random": lambda row: np.zeros(n_notes, dtype=np.float32),
    }


def _columns(figures: list[Figures]) -> dict[str, np.ndarray]:
    names = [field.name for field in dataclasses.fields(Figures)]
    return {name: np.array([getattr(of_query, name) for of_query in figures]) for name in names}

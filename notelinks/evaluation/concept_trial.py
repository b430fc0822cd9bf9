"""The trial by titles: how many words of a hidden title are among the first concepts of its note?

A title is what its author thought the note is about, in a few words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from notelinks.config import Settings
from notelinks.evaluation.hidden_titles import HiddenTitles, hide_titles
from notelinks.evaluation.intervals import MIN_VALUES, Mean, mean_of
from notelinks.evaluation.reading import read_vault, take_some
from notelinks.evaluation.training import train_listing
from notelinks.indexer.contents import load_contents
from notelinks.indexer.corpus import VaultCorpus, load_corpus
from notelinks.indexer.listing import Listing
from notelinks.indexer.report import Reporter
from notelinks.indexer.word_counts import count_corpus
from notelinks.notes.vault_rules import read_vault_rules
from notelinks.notes.words import fold_word, split_words
from notelinks.related.neighbours import Ranking
from notelinks.related.note_scores import best_of_row
from notelinks.related.note_vectors import document_counts, weigh_words

N_CONCEPTS = 10
"""Concepts of a note that are looked at."""

_MAX_QUERIES = 1000

_Finder = Callable[[int], Sequence[str]]
"""Row of a note -> what is shown, best first."""


@dataclass(frozen=True)
class ConceptTrial:
    """What came out."""

    n_notes: int
    n_queries: int
    """Notes with a title word that could be shown, and a text besides."""
    means: Mapping[str, Mean]
    """Way to find words -> mean share of title words that it finds; empty if too few notes have any."""


def try_concepts(vault: Path, settings: Settings, seed: int, reporter: Reporter) -> ConceptTrial:
    """Hides the titles of a vault, trains without them, and compares what is shown for each note with its title.

    Args:
        seed: of the choice of notes in a large vault, and of the intervals.

    Raises:
        VaultAwayError: if the vault cannot be seen.
    """
    rules = read_vault_rules(vault, settings.notes)
    writer = read_vault(vault, reporter, rules.exclusions)
    hidden = hide_titles(load_corpus(writer, load_contents(writer, rules.config.languages, rules.set_aside)))
    queries = _choose_queries(hidden, np.random.default_rng(seed))
    means: dict[str, Mean] = {}
    if len(queries) >= MIN_VALUES:
        for name, find in _finders(hidden.corpus, *train_listing(hidden.corpus, settings, reporter)).items():
            shares = [_share_found(hidden.titles[row], find(row)) for row in queries.tolist()]
            means[name] = mean_of(np.array(shares), seed)
    return ConceptTrial(len(hidden.titles), len(queries), means)


def _choose_queries(hidden: HiddenTitles, rng: np.random.Generator) -> np.ndarray:
    """(n,) int64, rows of notes with a title word to find and a text to find it by; at most as many as are enough."""
    lengths = np.diff(hidden.corpus.text.starts)
    queries = np.array([row for row, title in enumerate(hidden.titles) if title and lengths[row]], dtype=np.int64)
    return take_some(queries, _MAX_QUERIES, rng)


def _share_found(title: Sequence[str], shown: Sequence[str]) -> float:
    words = {fold_word(word) for text in shown for word in split_words(text)}
    return sum(word in words for word in title) / len(title)


def _finders(corpus: VaultCorpus, listing: Listing, ranking: Ranking) -> dict[str, _Finder]:
    """Our concepts, the words of highest tf-idf in the note, and the words nearest to its vector."""
    generation, concepts = listing.generation, listing.open_concepts()
    units = generation.word_vectors.astype(np.float32)
    texts, _ = count_corpus(corpus)
    weights = weigh_words(texts, document_counts(texts), len(corpus.titles))

    def our_concepts(row: int) -> list[str]:
        neighbours = best_of_row(ranking.scores(np.array([row]))[0], N_CONCEPTS)
        return [concept.text for concept in concepts.find(row, neighbours, N_CONCEPTS)]

    def heaviest_words(row: int) -> list[str]:
        entries = slice(weights.starts[row], weights.starts[row + 1])
        return _best(weights.columns[entries], weights.weights[entries])

    def nearest_words(row: int) -> list[str]:
        return _best(np.arange(len(units)), units @ listing.vectors.learned[row])

    def _best(word_ids: np.ndarray, scores: np.ndarray) -> list[str]:
        shown = ~generation.is_hidden[word_ids]
        word_ids, scores = word_ids[shown], scores[shown]
        return [generation.displayed[word_ids[i]] for i in np.argsort(-scores, kind="stable")[:N_CONCEPTS]]

    return {"notelinks": our_concepts, "tf-idf": heaviest_words, "nearest words": nearest_words}

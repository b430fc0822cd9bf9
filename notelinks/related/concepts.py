"""The words that a note is about.

Those are words of the note itself that one of its ten nearest notes uses too, or that it uses three times, where a word
of the title counts three times. A note that has few of them is given some of its other words as well. A word scores by
how close it is to the note and by its weight in it, half and half: closeness alone prefers words that are close to
everything, weight alone prefers rare accidents. How close a word is that came after the training is not known until the
next one; till then its weight stands for both.
"""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from notelinks.records import Concept
from notelinks.related.generation import Generation
from notelinks.related.note_vectors import NoteVectors, Sparse, add_entries

if TYPE_CHECKING:
    from notelinks.related.note_scores import Neighbours

StemsOf = Callable[[str], Collection[Hashable]]
"""Two words in lower case that share a stem are forms of one word."""

_NEAREST = 10
"""Neighbours that speak for a word by using it too."""

_OFTEN = 3
"""Occurrences in the note that make a word a concept though no neighbour has it."""

_TITLE_COUNT = 3
"""What a word of the title counts."""

_FEWEST = 5
"""Concepts up to which a note is given words that nothing else speaks for."""

_LONGEST_SUFFIX = 4
"""Letters by which two forms of one word may differ in length; more is another word (`organ`, `organization`)."""

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]{2,}")
"""Terms in Chinese or Japanese."""


def concept_counts(texts: Sparse, titles: Sparse) -> Sparse:
    """How often each word of each note counts when it is decided whether it is a concept.

    Args:
        texts: how often it occurs in title and text.
        titles: how often in the title alone; each entry must stand in `texts` as well.
    """
    return add_entries(texts, titles, _TITLE_COUNT - 1)


class ConceptFinder:
    """Finds the concepts of notes of one generation."""

    def __init__(
        self,
        generation: Generation,
        counts: Sparse,
        vectors: NoteVectors,
        stems_of: StemsOf,
        is_set_aside: np.ndarray | None = None,
        n_words_trained_on: int | None = None,
    ) -> None:
        """
        Args:
            counts: (n_notes, n_words), with the entries of `vectors.private`: how often each word occurs in each note.
            is_set_aside: (n_notes,) bool, notes whose words are no evidence for the concepts of others.
            n_words_trained_on: words of the generation; those behind them are newer. All if not given.
        """
        self._generation = generation
        self._counts = counts
        self._vectors = vectors
        self._stems_of = stems_of
        self._is_set_aside = np.zeros(len(counts.starts) - 1, dtype=bool) if is_set_aside is None else is_set_aside
        self._n_words_trained_on = counts.n_columns if n_words_trained_on is None else n_words_trained_on
        self._is_near = np.zeros(counts.n_columns, dtype=bool)

    def find(self, row: int, neighbours: "Neighbours", n_concepts: int) -> tuple[Concept, ...]:
        """The concepts of the note in a row, heaviest first."""
        entries = self._entries(row)
        words, weights = self._vectors.private.columns[entries], self._vectors.private.weights[entries]
        if not len(words):
            return ()
        weights = weights / weights.max()
        shown = ~self._generation.is_hidden[words]
        is_supported = self._find_supported(row, words, neighbours)[shown]
        words, weights = words[shown], weights[shown]
        closeness = self._generation.vectors_of(words) @ self._vectors.learned[row]
        scores = 0.5 * np.where(words < self._n_words_trained_on, closeness, weights) + 0.5 * weights
        order = np.lexsort((words, -scores, ~is_supported))[: 4 * n_concepts]
        order = order[scores[order] > 0]
        found = list(zip(words[order].tolist(), scores[order].tolist(), strict=True))
        n_supported = int(np.count_nonzero(is_supported[order]))
        kept = group_forms(self._shown(found[:n_supported]), self._stems_of, n_concepts)
        if len(kept) < _FEWEST:
            kept = group_forms(self._shown(found), self._stems_of, _FEWEST)
            kept = sorted(kept, key=lambda word: -word[1])[:n_concepts]
        return tuple(Concept(text, min(1.0, score)) for text, score in kept)

    def find_witnesses(self, neighbours: "Neighbours") -> np.ndarray:
        """(n,) int32, rows of the notes whose words speak for concepts: while they stay, the concepts do."""
        return neighbours.rows[~self._is_set_aside[neighbours.rows]][:_NEAREST]

    def _shown(self, found: Iterable[tuple[int, float]]) -> Iterator[tuple[str, float]]:
        displayed = self._generation.displayed
        return ((displayed[word_id], score) for word_id, score in found)

    def _find_supported(self, row: int, own_words: np.ndarray, neighbours: "Neighbours") -> np.ndarray:
        """(n_own,) bool: words that more than this one use of them speaks for."""
        witnesses = self.find_witnesses(neighbours)
        if not len(witnesses):
            return np.ones(len(own_words), dtype=bool)
        columns = self._vectors.private.columns
        near = np.concatenate([columns[self._entries(other)] for other in witnesses.tolist()])
        self._is_near[near] = True
        is_supported = self._is_near[own_words] | (self._counts.weights[self._entries(row)] >= _OFTEN)
        self._is_near[near] = False
        return is_supported

    def _entries(self, row: int) -> slice:
        return slice(self._counts.starts[row], self._counts.starts[row + 1])


def group_forms(words: Iterable[tuple[str, float]], stems_of: StemsOf, limit: int) -> list[tuple[str, float]]:
    """The first words without those that are another form of a word before them.

    That is an inflected form, or in Chinese and Japanese a term that holds the other one.

    Args:
        limit: of the words that are left.
    """
    kept: list[tuple[str, float]] = []
    lengths: dict[Hashable, int] = {}
    terms: list[str] = []
    for text, score in words:
        if len(kept) == limit:
            break
        folded = text.casefold()
        stems = stems_of(folded)
        is_known = any(abs(lengths[stem] - len(folded)) <= _LONGEST_SUFFIX for stem in stems if stem in lengths)
        is_term = not folded.isascii() and _UNSPACED.fullmatch(folded) is not None
        if not is_known and not (is_term and any(term in folded or folded in term for term in terms)):
            kept.append((text, score))
            terms += [folded] * is_term
        for stem in stems:
            lengths.setdefault(stem, len(folded))
    return kept

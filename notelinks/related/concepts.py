"""The words that a note is about.

Those are words of the note itself that one of its ten nearest notes uses too, or that it uses three times, where a word
of the title counts three times. A note that has few of them is given some of its other words as well. A word scores by
how close it is to the note and by its weight in it, half and half: closeness alone prefers words that are close to
everything, weight alone prefers rare accidents.
"""

import re
from collections.abc import Callable, Collection, Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from notelinks.nearness import unit_rows
from notelinks.records import Concept
from notelinks.related.generation import Generation
from notelinks.related.note_vectors import NoteVectors, Sparse

if TYPE_CHECKING:
    from notelinks.related.neighbours import Neighbours

_NEAREST = 10
"""Neighbours that speak for a word by using it too."""

_OFTEN = 3
"""Occurrences in the note that make a word a concept though no neighbour has it."""

_FEWEST = 5
"""Concepts up to which a note is given words that nothing else speaks for."""

_LONGEST_SUFFIX = 4
"""Letters by which two forms of one word may differ in length; more is another word (`organ`, `organization`)."""

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]{2,}")
"""Terms in Chinese or Japanese."""


class ConceptFinder:
    """Finds the concepts of notes of one generation."""

    def __init__(
        self,
        generation: Generation,
        counts: Sparse,
        weights: Sparse,
        vectors: NoteVectors,
        stems_of: Callable[[str], Collection[Hashable]],
        is_set_aside: np.ndarray | None = None,
    ) -> None:
        """
        Args:
            counts: (n_notes, n_words), how often every word occurs in every note.
            weights: the same entries with the weight of every word in every note.
            stems_of: see `group_forms`.
            is_set_aside: (n_notes,) bool, notes whose words are no evidence for the concepts of others.
        """
        self._displayed = generation.displayed
        self._is_hidden = np.asarray(generation.is_hidden)
        self._word_units = unit_rows(np.asarray(generation.word_vectors))
        self._counts = counts
        self._weights = weights
        self._learned = vectors.learned
        self._stems_of = stems_of
        self._is_set_aside = np.zeros(len(counts.starts) - 1, dtype=bool) if is_set_aside is None else is_set_aside

    def find(self, row: int, neighbours: "Neighbours", n_concepts: int) -> tuple[Concept, ...]:
        """The concepts of the note in a row, heaviest first."""
        own_words, own_weights = self._entries(row)
        if not len(own_words) or not own_weights.max() > 0:
            return ()
        shown = ~self._is_hidden[own_words] & (own_weights > 0)
        is_supported = self._find_supported(row, own_words, neighbours)[shown]
        words, weights = own_words[shown], own_weights[shown] / own_weights.max()
        scores = 0.5 * (self._word_units[words] @ self._learned[row]) + 0.5 * weights
        order = np.lexsort((words, -scores, ~is_supported))[: 4 * n_concepts]
        order = order[scores[order] > 0]
        found = [(self._displayed[words[i]], float(scores[i])) for i in order]
        kept = group_forms(found[: int(is_supported[order].sum())], self._stems_of)[:n_concepts]
        if len(kept) < _FEWEST:
            kept = sorted(group_forms(found, self._stems_of)[:_FEWEST], key=lambda word: -word[1])[:n_concepts]
        return tuple(Concept(text, min(1.0, score)) for text, score in kept)

    def _find_supported(self, row: int, own_words: np.ndarray, neighbours: "Neighbours") -> np.ndarray:
        """(n_own,) bool: words that more than this one use of them speaks for."""
        witnesses = neighbours.rows[~self._is_set_aside[neighbours.rows]][:_NEAREST]
        if not len(witnesses):
            return np.ones(len(own_words), dtype=bool)
        near = np.concatenate([self._entries(other)[0] for other in witnesses])
        of_note = slice(self._counts.starts[row], self._counts.starts[row + 1])
        return np.isin(own_words, near) | (self._counts.weights[of_note] >= _OFTEN)

    def _entries(self, row: int) -> tuple[np.ndarray, np.ndarray]:
        start, stop = self._weights.starts[row], self._weights.starts[row + 1]
        return self._weights.columns[start:stop], self._weights.weights[start:stop]


def group_forms(
    words: Sequence[tuple[str, float]], stems_of: Callable[[str], Collection[Hashable]]
) -> list[tuple[str, float]]:
    """The words without those that are another form of a word before them.

    That is an inflected form, or in Chinese and Japanese a term that holds the other one.

    Args:
        stems_of: two words in lower case that share one of these are forms of one word.
    """
    kept: list[tuple[str, float]] = []
    lengths: dict[Hashable, int] = {}
    terms: list[str] = []
    for text, score in words:
        folded = text.casefold()
        stems = stems_of(folded)
        is_known = any(abs(lengths[stem] - len(folded)) <= _LONGEST_SUFFIX for stem in stems if stem in lengths)
        is_term = _UNSPACED.fullmatch(folded) is not None
        if not is_known and not (is_term and any(term in folded or folded in term for term in terms)):
            kept.append((text, score))
            terms += [folded] * is_term
        for stem in stems:
            lengths.setdefault(stem, len(folded))
    return kept

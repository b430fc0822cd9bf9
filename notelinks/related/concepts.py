"""The words that a note is about.

Candidates are the words that occur in at least two of the note and its ten nearest notes, or three times in the note
itself, where a word of the title counts three times. A word scores by how close it is to the note and by its weight in
it, half and half: closeness alone prefers words that are close to everything, weight alone prefers rare accidents.
"""

from collections.abc import Sequence

import numpy as np

from notelinks.nearness import unit_rows
from notelinks.records import Concept
from notelinks.related.generation import Generation
from notelinks.related.neighbours import Neighbours
from notelinks.related.note_vectors import NoteVectors, Sparse

_NEAREST = 10
"""Neighbours whose words are candidates."""

_OFTEN = 3
"""Occurrences in the note that make a word a candidate though no neighbour has it."""

_ENDINGS = ("'s", "s", "es", "e", "d", "ed", "n", "en", "er", "ing", "ly")
"""What a word may have more than another one and still count as the same for display."""

_SHORTEST_STEM = 4
"""In characters; shorter words are never taken for forms of each other."""


class ConceptFinder:
    """Finds the concepts of notes of one generation."""

    def __init__(
        self,
        generation: Generation,
        counts: Sparse,
        weights: Sparse,
        vectors: NoteVectors,
        is_set_aside: np.ndarray | None = None,
    ) -> None:
        """
        Args:
            counts: (n_notes, n_words), how often every word occurs in every note.
            weights: the same entries with the weight of every word in every note.
            is_set_aside: (n_notes,) bool, notes whose words are no evidence for the concepts of others.
        """
        self._displayed = generation.displayed
        self._is_hidden = np.asarray(generation.is_hidden)
        self._word_units = unit_rows(np.asarray(generation.word_vectors))
        self._counts = counts
        self._weights = weights
        self._learned = vectors.learned
        self._is_set_aside = np.zeros(len(counts.starts) - 1, dtype=bool) if is_set_aside is None else is_set_aside

    def find(self, row: int, neighbours: Neighbours, n_concepts: int) -> tuple[Concept, ...]:
        """The concepts of the note in a row, heaviest first."""
        own_words, own_weights = self._entries(row)
        if not len(own_words) or not own_weights.max() > 0:
            return ()
        candidates = self._candidates(row, own_words, neighbours)
        closeness = self._word_units[candidates] @ self._learned[row]
        weight = np.zeros(len(candidates), dtype=np.float32)
        at = np.searchsorted(own_words, candidates).clip(max=len(own_words) - 1)
        is_own = own_words[at] == candidates
        weight[is_own] = own_weights[at[is_own]] / own_weights.max()
        scores = 0.5 * closeness + 0.5 * weight
        best = np.lexsort((candidates, -scores))[: 4 * n_concepts]
        words = [(self._displayed[candidates[i]], float(scores[i])) for i in best if scores[i] > 0]
        return tuple(Concept(text, min(1.0, score)) for text, score in group_inflections(words)[:n_concepts])

    def _candidates(self, row: int, own_words: np.ndarray, neighbours: Neighbours) -> np.ndarray:
        witnesses = neighbours.rows[~self._is_set_aside[neighbours.rows]][:_NEAREST]
        if len(witnesses):
            words = [own_words, *(self._entries(near)[0] for near in witnesses)]
            found, n_notes = np.unique(np.concatenate(words), return_counts=True)
            often = self._counts.weights[self._counts.starts[row] : self._counts.starts[row + 1]] >= _OFTEN
            own_words = np.union1d(found[n_notes > 1], own_words[often])
        return own_words[~self._is_hidden[own_words]]

    def _entries(self, row: int) -> tuple[np.ndarray, np.ndarray]:
        start, stop = self._weights.starts[row], self._weights.starts[row + 1]
        return self._weights.columns[start:stop], self._weights.weights[start:stop]


def group_inflections(words: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """The words without those that are another form of a word before them."""
    kept: list[tuple[str, float]] = []
    stems: set[str] = set()
    for text, score in words:
        folded = text.casefold()
        possible = {folded, *(folded.removesuffix(ending) for ending in _ENDINGS)}
        own_stems = {stem for stem in possible if len(stem) >= _SHORTEST_STEM} or {folded}
        if not own_stems & stems:
            kept.append((text, score))
        stems |= own_stems
    return kept

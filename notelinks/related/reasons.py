"""Why two notes are related, from the exact decomposition of their score.

With a the learned share, u and v the learned vectors before they were brought to unit length, and p and q the private
rows, the score of notes A and B is

    a * (u . v) / (|u| |v|) + (1 - a) * sum over words w of p_w q_w

u is a sum over the words of A, so the first term is a sum over the words of A, and likewise over those of B. A word is
given half of what it adds as a word of A, half of what it adds as a word of B, and its whole private product. These
parts add up to the score.
"""

from dataclasses import dataclass

import numpy as np

from notelinks.related.generation import Generation
from notelinks.related.note_vectors import Sparse, make_note_vectors, weigh_words


@dataclass(frozen=True)
class Parts:
    """What each word adds to a score."""

    word_ids: np.ndarray
    """(n,) int64, the words of both notes, ascending."""
    parts: np.ndarray
    """(n,) float64, may be negative; their sum is the score."""


def explain_scores(generation: Generation, counts: Sparse) -> list[Parts]:
    """The parts of the scores of the note in row 0 with the notes in all other rows.

    Args:
        counts: (n_notes, n_words), how often each word occurs in each note, as `note_vectors.count_words` gives it.
    """
    weights = weigh_words(counts, generation.n_documents, generation.n_notes)
    vectors = make_note_vectors(weights, generation.word_vectors)
    share = generation.learned_share
    lengths = _learned_lengths(weights, generation.word_vectors, vectors.learned)
    found = []
    for row in range(1, counts.n_rows):
        parts: dict[int, float] = {}
        for this, other in ((0, row), (row, 0)):
            words, word_weights = _entries(weights, this)
            if lengths[this] > 0 and lengths[other] > 0:
                closeness = generation.word_vectors[words] @ vectors.learned[other]
                for word, part in zip(words, 0.5 * share * word_weights * closeness / lengths[this], strict=True):
                    parts[int(word)] = parts.get(int(word), 0.0) + float(part)
        own, own_weights = _entries(vectors.private, 0)
        others, other_weights = _entries(vectors.private, row)
        _, at_own, at_other = np.intersect1d(own, others, assume_unique=True, return_indices=True)
        for word, part in zip(own[at_own], own_weights[at_own] * other_weights[at_other], strict=True):
            parts[int(word)] = parts.get(int(word), 0.0) + (1.0 - share) * float(part)
        word_ids = np.array(sorted(parts), dtype=np.int64)
        found.append(Parts(word_ids, np.array([parts[int(word)] for word in word_ids])))
    return found


def _learned_lengths(weights: Sparse, word_vectors: np.ndarray, learned: np.ndarray) -> np.ndarray:
    """(n_notes,) float64, length of each learned vector before it was brought to unit length."""
    lengths = np.zeros(weights.n_rows)
    for row in range(weights.n_rows):
        words, word_weights = _entries(weights, row)
        lengths[row] = float(word_weights @ (word_vectors[words] @ learned[row]))
    return lengths


def _entries(sparse: Sparse, row: int) -> tuple[np.ndarray, np.ndarray]:
    start, stop = sparse.starts[row], sparse.starts[row + 1]
    return sparse.columns[start:stop], sparse.weights[start:stop]

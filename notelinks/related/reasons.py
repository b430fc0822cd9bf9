"""Why two notes are related, from the exact decomposition of their score.

With a the learned share, u and v the learned vectors before they were brought to unit length, and p and q the private
rows, the score of notes A and B is

    (1 - b) * [a * (u . v) / (|u| |v|) + (1 - a) * sum over words w of p_w q_w]  +  b * link part

or b * link part alone if they share no word. u is a sum over the words of A, so the first term is a sum over the words
of A, and likewise over those of B. A word is given half of what it adds as a word of A, half of what it adds as a word
of B, and its whole private product. These parts and that of the links add up to the score.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from notelinks.related.generation import Generation
from notelinks.related.note_vectors import Sparse, make_note_vectors


@dataclass(frozen=True)
class Parts:
    """What each word adds to a score."""

    word_ids: np.ndarray
    """(n,) int64, the words of both notes, ascending."""
    parts: np.ndarray
    """(n,) float64, may be negative."""
    links: float
    """What the shared links add; this and the sum of `parts` are the score."""

    @property
    def total(self) -> float:
        return float(self.parts.sum()) + self.links


def explain_scores(
    generation: Generation,
    texts: Sparse,
    titles: Sparse,
    link_parts: Sequence[float],
    *,
    needs_common_word: bool = True,
) -> list[Parts]:
    """The parts of the scores of the note in row 0 with the notes in all other rows.

    Args:
        texts, titles: (n_notes, n_words), how often each word occurs, as `note_vectors.weigh_notes` wants it.
        link_parts: of the notes in all other rows, from `links.explain_shared`.
        needs_common_word: without one two notes score nothing by their words; a text that is searched for does.
    """
    weights = generation.weigh(texts, titles)
    vectors = make_note_vectors(weights, generation.word_vectors)
    share = generation.learned_share
    lengths = _learned_lengths(weights, generation, vectors.learned)
    found = []
    word_share = 1.0 - generation.link_share
    for row, link_part in enumerate(link_parts, start=1):
        parts: dict[int, float] = {}
        own, own_weights = _entries(vectors.private, 0)
        others, other_weights = _entries(vectors.private, row)
        _, at_own, at_other = np.intersect1d(own, others, assume_unique=True, return_indices=True)
        for word, part in zip(own[at_own], own_weights[at_own] * other_weights[at_other], strict=True):
            parts[int(word)] = (1.0 - share) * float(part)
        for this, other in ((0, row), (row, 0)) if parts or not needs_common_word else ():
            words, word_weights = _entries(weights, this)
            if lengths[this] > 0 and lengths[other] > 0:
                closeness = generation.vectors_of(words) @ vectors.learned[other]
                for word, part in zip(words, 0.5 * share * word_weights * closeness / lengths[this], strict=True):
                    parts[int(word)] = parts.get(int(word), 0.0) + float(part)
        word_ids = np.array(sorted(parts), dtype=np.int64)
        values = word_share * np.array([parts[int(word)] for word in word_ids])
        found.append(Parts(word_ids, values, generation.link_share * link_part))
    return found


def _learned_lengths(weights: Sparse, generation: Generation, learned: np.ndarray) -> np.ndarray:
    """(n_notes,) float64, length of each learned vector before it was brought to unit length."""
    lengths = np.zeros(weights.n_rows)
    for row in range(weights.n_rows):
        words, word_weights = _entries(weights, row)
        lengths[row] = float(word_weights @ (generation.vectors_of(words) @ learned[row]))
    return lengths


def _entries(sparse: Sparse, row: int) -> tuple[np.ndarray, np.ndarray]:
    start, stop = sparse.starts[row], sparse.starts[row + 1]
    return sparse.columns[start:stop], sparse.weights[start:stop]

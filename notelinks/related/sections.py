"""Which section of a note matches which of another, by the arithmetic that compares whole notes.

A section's vector is made of its words as a note's is, with its heading for a title. A section of few words counts as
part of the one that it stands under; what is short even so is passed over. A match is named only where it is clear: a
section that another one of its note nearly equals would be an arbitrary answer.
"""

from collections.abc import Sequence

import numpy as np

from notelinks.related.note_vectors import NoteVectors, Sparse

FEWEST_WORDS = 300
"""A note of fewer words is one piece."""

_SHORTEST = 30
"""Words below its heading that make a section worth naming: two or three sentences."""

_LEAD = 1.25
"""How many times as high as the second the best section must score."""

_LEAST = 0.75
"""Of the cosine of the whole notes; where the best sections score less, the notes match in many places."""


def gather_sections(levels: Sequence[int], starts: Sequence[int], n_own: Sequence[int], n_words: int) -> np.ndarray:
    """(n_words,) int64: the section that each word of a note belongs to, -1 where that is too short.

    Args:
        levels: of each section's heading, 0 for the text before the first.
        starts: position of each section's first word, that of its heading.
        n_own: how many words each heading has.
        n_words: of the note.
    """
    lengths = np.diff([*starts, n_words])
    n_text = (lengths - np.asarray(n_own, dtype=np.int64)).tolist()
    belongs_to = list(range(len(levels)))
    for section in reversed(range(len(levels))):
        if n_text[section] < _SHORTEST:
            above = next((i for i in reversed(range(section)) if 0 < levels[i] < levels[section]), -1)
            belongs_to[section] = above
            if above >= 0:
                n_text[above] += n_text[section]
    for section, above in enumerate(belongs_to):
        if 0 <= above < section:
            belongs_to[section] = belongs_to[above]
    return np.repeat(np.array(belongs_to, dtype=np.int64), lengths)


def compare(own: NoteVectors, others: NoteVectors, learned_share: float) -> np.ndarray:
    """(n_own, n_others) float32: the cosines of all sections of one note with all of another, as `Ranking` has them."""
    words = np.unique(own.private.columns)
    private = _spread(own.private, words) @ _spread(others.private, words).T
    learned = (own.learned @ others.learned.T) * (private > 0)
    return np.float32(learned_share) * learned + np.float32(1.0 - learned_share) * private


def find_clear_matches(scores: np.ndarray) -> tuple[int | None, int | None]:
    """(row, column) of the best match of two sections; None on a side that has no sections or no clear best one.

    Args:
        scores: from `compare`; the last row and the last column are those of the notes as wholes.
    """
    sections = scores[: max(len(scores) - 1, 1), : max(scores.shape[1] - 1, 1)]
    if sections.max() < _LEAST * scores[-1, -1]:
        return None, None
    return _clear_best(sections.max(axis=1)), _clear_best(sections.max(axis=0))


def _clear_best(scores: np.ndarray) -> int | None:
    if len(scores) < 2:
        return None
    second, best = np.argsort(scores, kind="stable")[-2:]
    return int(best) if scores[best] > 0 and scores[best] >= _LEAD * scores[second] else None


def _spread(sparse: Sparse, words: np.ndarray) -> np.ndarray:
    """(n_rows, len(words)) float32, the columns of some words of a sparse matrix."""
    at = np.searchsorted(words, sparse.columns).clip(max=max(len(words) - 1, 0))
    wanted = words[at] == sparse.columns if len(words) else np.zeros(len(at), dtype=bool)
    spread = np.zeros((sparse.n_rows, len(words)), dtype=np.float32)
    spread[sparse.rows_of_entries()[wanted], at[wanted]] = sparse.weights[wanted]
    return spread

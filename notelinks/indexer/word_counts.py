"""How often each word occurs in each note, from the stored words."""

from collections.abc import Sequence

import numpy as np

from notelinks.indexer.corpus import VaultCorpus
from notelinks.related.note_vectors import RowStack, Sparse, count_words

NOTES_AT_ONCE = 1_000
"""Notes whose words are counted or weighed in one go, to bound the memory of what comes between."""


def count_corpus(corpus: VaultCorpus) -> tuple[Sparse, Sparse]:
    """How often each word of the vocabulary occurs in each note, see `count_notes`."""
    return count_notes(corpus.text.word_ids, corpus.text.starts, corpus.titles, len(corpus.vocabulary.words))


def count_notes(
    word_ids: np.ndarray, starts: np.ndarray, titles: Sequence[np.ndarray], n_words: int
) -> tuple[Sparse, Sparse]:
    """How often each word occurs in each note, title and text together; and in its title alone.

    Args:
        word_ids: (n_tokens,) words of all notes, title and text.
        starts: (n_notes + 1,) where each note begins.
        titles: of each note, the words of its title.
    """
    title_words = np.concatenate([np.zeros(0, dtype=np.int32), *titles])
    title_starts = np.concatenate([[0], np.cumsum([len(title) for title in titles], dtype=np.int64)])
    return _count(word_ids, starts, n_words), _count(title_words, title_starts, n_words)


def _count(word_ids: np.ndarray, starts: np.ndarray, n_words: int) -> Sparse:
    rows = RowStack(n_words)
    for first in range(0, len(starts) - 1, NOTES_AT_ONCE):
        bounds = starts[first : first + NOTES_AT_ONCE + 1]
        notes = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
        rows.add(count_words(notes, word_ids[bounds[0] : bounds[-1]], len(bounds) - 1, n_words))
    return rows.whole()

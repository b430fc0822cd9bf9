"""From a corpus to its training, and from the word vectors to a generation."""

from collections.abc import Sequence

import numpy as np

from notelinks.config import RankingConfig, TrainingConfig
from notelinks.indexer.corpus import VaultCorpus
from notelinks.nearness import unit_rows
from notelinks.notes.stop_word_lists import CHINESE_PARTICLES
from notelinks.related.generation import Generation
from notelinks.related.note_vectors import Sparse, count_words, document_counts, stack_rows
from notelinks.related.terms import find_terms
from notelinks.word2vec.corpus import keep_frequent
from notelinks.word2vec.train import Trainer

_NOTES_AT_ONCE = 1_000
"""Notes whose words are counted in one go, to bound the memory of the sorting."""


def start_training(corpus: VaultCorpus, config: TrainingConfig) -> Trainer:
    """A training of the words of a corpus, the most frequent ones if there are very many."""
    n_words = config.max_words
    return Trainer(keep_frequent(corpus.text, n_words), corpus.vocabulary.most_frequent(n_words), config)


def make_generation(corpus: VaultCorpus, word_vectors: np.ndarray, config: RankingConfig) -> Generation:
    """The generation of a corpus, before a share of the links in its scores is chosen.

    Args:
        word_vectors: (n_trained, n_dims) float32, for the first words of the vocabulary. They are rounded as they will
            be when the generation is loaded.
    """
    displayed, is_hidden = _find_displayed(corpus)
    texts, _ = count_corpus(corpus)
    return Generation(
        words=corpus.vocabulary.words,
        displayed=displayed,
        is_hidden=is_hidden,
        word_vectors=unit_rows(word_vectors).astype(np.float16).astype(np.float32),
        n_documents=document_counts(texts),
        n_notes=len(corpus.contents.note_ids),
        learned_share=config.learned_share,
        title_weight=config.title_weight,
        link_share=0.0,
        n_link_queries=0,
    )


def _find_displayed(corpus: VaultCorpus) -> tuple[tuple[str, ...], np.ndarray]:
    """What each word is shown as, and which words are not shown."""
    words, text = corpus.vocabulary.words, corpus.text
    particles = CHINESE_PARTICLES if "zh" in corpus.contents.languages else ""
    terms = find_terms(words, text.word_ids, text.starts, particles)
    shown = zip(words, corpus.displayed, terms, strict=True)
    displayed = tuple(form if term in (word, "") else term for word, form, term in shown)
    return displayed, corpus.is_hidden | np.array([not term for term in terms], dtype=bool)


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
    parts = []
    for first in range(0, len(starts) - 1, _NOTES_AT_ONCE):
        bounds = starts[first : first + _NOTES_AT_ONCE + 1]
        rows = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
        parts.append(count_words(rows, word_ids[bounds[0] : bounds[-1]], len(bounds) - 1, n_words))
    return stack_rows(parts, n_words)

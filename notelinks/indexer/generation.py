"""From a corpus to its training, and from the word vectors to a generation."""

import numpy as np

from notelinks.compiled import with_repair
from notelinks.config import RankingConfig, TrainingConfig
from notelinks.indexer.corpus import VaultCorpus
from notelinks.nearness import unit_rows
from notelinks.notes.stop_word_lists import CHINESE_PARTICLES
from notelinks.related.generation import Generation
from notelinks.related.products import count_documents
from notelinks.related.terms import find_terms
from notelinks.related.word_list import TextList, WordList
from notelinks.word2vec.corpus import keep_frequent
from notelinks.word2vec.train import Trainer


def start_training(corpus: VaultCorpus, config: TrainingConfig) -> Trainer:
    """A training of the words of a corpus, the most frequent ones if there are very many."""
    n_words = config.max_words
    return Trainer(keep_frequent(corpus.text, n_words), corpus.vocabulary.most_frequent(n_words), config)


def make_generation(corpus: VaultCorpus, word_vectors: np.ndarray, config: RankingConfig) -> Generation:
    """The generation of a corpus, before a share of the links in its scores is chosen.

    Args:
        word_vectors: (n_trained, n_dims) float32, for the first words of the vocabulary.
    """
    displayed, is_hidden = _find_displayed(corpus)
    n_documents = np.zeros(len(corpus.vocabulary.words), dtype=np.int32)
    with_repair(lambda: count_documents(corpus.text.word_ids, corpus.text.starts, n_documents))
    return Generation(
        words=WordList.of(corpus.vocabulary.words),
        displayed=TextList.of(displayed),
        is_hidden=is_hidden,
        word_vectors=unit_rows(word_vectors).astype(np.float16),
        n_documents=n_documents,
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

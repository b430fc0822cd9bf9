"""A vault as it would be without titles: neither the title nor a first heading that repeats it counts as text."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from notelinks.indexer.corpus import VaultCorpus
from notelinks.word2vec.corpus import Corpus
from notelinks.word2vec.vocabulary import build_vocabulary


@dataclass(frozen=True)
class HiddenTitles:
    """A corpus and the titles that were taken from it."""

    corpus: VaultCorpus
    """With the words that are left; all its titles are empty."""
    titles: tuple[tuple[str, ...], ...]
    """The words of each note's title that would be shown as concepts, each once, in the vocabulary's form."""


def hide_titles(corpus: VaultCorpus) -> HiddenTitles:
    """The corpus without its titles.

    Args:
        corpus: each note's text begins with its title.
    """
    is_kept = np.ones(len(corpus.text.word_ids), dtype=bool)
    spans = pairwise(corpus.text.starts.tolist())
    for (start, stop), title in zip(spans, corpus.titles, strict=True):
        end = start + len(title)
        is_kept[start:end] = False
        heading = corpus.text.word_ids[end : min(end + len(title), stop)]
        if np.array_equal(heading, title):
            is_kept[end : end + len(title)] = False
    words = corpus.vocabulary.words
    titles = tuple(
        tuple(words[word_id] for word_id in dict.fromkeys(title.tolist()) if not corpus.is_hidden[word_id])
        for title in corpus.titles
    )
    return HiddenTitles(_keep(corpus, is_kept), titles)


def _keep(corpus: VaultCorpus, is_kept: np.ndarray) -> VaultCorpus:
    """The corpus of some of its tokens, with the vocabulary that they have."""
    text = corpus.text
    counts = np.bincount(text.word_ids[is_kept], minlength=len(corpus.vocabulary.words))
    vocabulary = build_vocabulary(zip(corpus.vocabulary.words, counts.tolist(), strict=True), min_count=1)
    old_ids = np.array([corpus.vocabulary.word_ids[word] for word in vocabulary.words], dtype=np.int64)
    new_ids = np.full(len(counts), -1, dtype=np.int32)
    new_ids[old_ids] = np.arange(len(old_ids), dtype=np.int32)
    n_kept = np.concatenate([[0], np.cumsum(is_kept)])
    no_title = np.zeros(0, dtype=np.int32)
    return replace(
        corpus,
        text=Corpus(text.keys, new_ids[text.word_ids[is_kept]], n_kept[text.starts].astype(np.int64)),
        titles=(no_title,) * len(corpus.titles),
        vocabulary=vocabulary,
        displayed=tuple(corpus.displayed[old_id] for old_id in old_ids.tolist()),
        is_hidden=corpus.is_hidden[old_ids],
    )

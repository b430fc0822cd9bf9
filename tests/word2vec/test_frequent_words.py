"""A corpus and a vocabulary that are cut down to their most frequent words."""

import numpy as np

from notelinks.word2vec.corpus import Corpus, keep_frequent
from notelinks.word2vec.vocabulary import build_vocabulary


def test_rare_words_are_taken_out_of_the_text_and_notes_stay():
    corpus = Corpus(("a", "b", "c"), np.array([0, 3, 1, 2, 3, 3, 0], dtype=np.int32), np.array([0, 3, 6, 7]))

    kept = keep_frequent(corpus, 2)

    assert kept.keys == corpus.keys
    assert kept.word_ids.tolist() == [0, 1, 0]
    assert kept.starts.tolist() == [0, 2, 2, 3]
    assert kept.word_ids.dtype == np.int32
    assert keep_frequent(corpus, 4) is corpus


def test_first_words_of_a_vocabulary_are_the_most_frequent_ones():
    vocabulary = build_vocabulary([("rare", 1), ("often", 9), ("some", 4)], min_count=1)

    first = vocabulary.most_frequent(2)

    assert first.words == ("often", "some")
    assert first.counts.tolist() == [9, 4]
    assert first.word_ids == {"often": 0, "some": 1}

"""The parts of a score add up to it."""

import numpy as np
import pytest

from notelinks.related.generation import Generation
from notelinks.related.neighbours import Ranking
from notelinks.related.note_vectors import count_words, document_counts, make_note_vectors, weigh_words
from notelinks.related.reasons import explain_scores


def make_generation(n_words, n_notes, counts, seed):
    rng = np.random.default_rng(seed)
    words = tuple(f"w{i}" for i in range(n_words))
    return Generation(
        words=words,
        displayed=words,
        is_hidden=np.zeros(n_words, dtype=bool),
        word_vectors=rng.normal(size=(n_words, 32)).astype(np.float32),
        n_documents=document_counts(counts),
        n_notes=n_notes,
        learned_share=0.3,
        title_weight=3,
    )


@pytest.mark.parametrize("seed", range(5))
def test_parts_of_every_score_add_up_to_the_score(seed):
    rng = np.random.default_rng(seed)
    counts = count_words(rng.integers(0, 12, 300), rng.integers(0, 80, 300), 12, 80)
    generation = make_generation(80, 12, counts, seed)
    weights = weigh_words(counts, generation.n_documents, 12)
    ranking = Ranking(make_note_vectors(weights, generation.word_vectors), 0.3)
    expected = ranking.scores(np.array([0]))[0, 1:]

    found = explain_scores(generation, counts)

    assert [float(parts.parts.sum()) for parts in found] == pytest.approx(expected, abs=1e-5)


def test_rare_shared_word_adds_most():
    rows = np.array([0, 0, 1, 1, 2, 2, 3])
    words = np.array([0, 1, 0, 1, 1, 2, 1])
    counts = count_words(rows, words, 4, 3)
    generation = make_generation(3, 4, counts, 0)

    parts = explain_scores(generation, counts)[0]

    assert parts.word_ids[np.argmax(parts.parts)] == 0


def test_note_without_words_has_a_score_of_zero_without_parts():
    counts = count_words(np.array([0, 0, 2]), np.array([0, 1, 0]), 3, 2)

    empty, other = explain_scores(make_generation(2, 3, counts, 0), counts)

    assert empty.parts.sum() == 0
    assert np.isfinite(other.parts).all()

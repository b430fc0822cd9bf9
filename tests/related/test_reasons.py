"""The parts of a score add up to it."""

import numpy as np
import pytest

from notelinks.nearness import unit_rows
from notelinks.related.generation import Generation
from notelinks.related.neighbours import Ranking
from notelinks.related.note_vectors import count_words, document_counts, make_note_vectors, weigh_notes
from notelinks.related.reasons import explain_scores
from notelinks.related.shared_links import SharedLinks
from notelinks.related.word_list import TextList, WordList

N_NOTES, N_WORDS = 12, 80


def make_generation(texts, seed=0, link_share=0.25):
    rng = np.random.default_rng(seed)
    words = tuple(f"w{i}" for i in range(texts.n_columns))
    return Generation(
        words=WordList.of(words),
        displayed=TextList.of(words),
        is_hidden=np.zeros(texts.n_columns, dtype=bool),
        word_vectors=unit_rows(rng.normal(size=(texts.n_columns, 32)).astype(np.float32)),
        n_documents=document_counts(texts),
        n_notes=texts.n_rows,
        learned_share=0.3,
        title_weight=0.4,
        link_share=link_share,
        n_link_queries=0,
    )


def no_titles(texts):
    return count_words(np.zeros(0, np.int64), np.zeros(0, np.int64), texts.n_rows, texts.n_columns)


@pytest.mark.parametrize("seed", range(5))
def test_parts_of_every_score_add_up_to_the_score(seed):
    rng = np.random.default_rng(seed)
    rows, words = rng.integers(0, N_NOTES, 300), rng.integers(0, N_WORDS, 300)
    texts = count_words(rows, words, N_NOTES, N_WORDS)
    titles = count_words(rows[:40], words[:40], N_NOTES, N_WORDS)
    generation = make_generation(texts, seed)
    weights = weigh_notes(texts, titles, generation.n_documents, N_NOTES, generation.title_weight)
    links = SharedLinks(np.array([[0, 1], [0, 2], [1, 2], [2, 5], [3, 4]]), N_NOTES)
    ranking = Ranking(make_note_vectors(weights, generation.word_vectors), 0.3, links, generation.link_share)
    expected = ranking.scores(np.array([0]))[0, 1:]

    found = explain_scores(generation, texts, titles, links.parts(np.array([0]))[0, 1:].tolist())

    assert [parts.total for parts in found] == pytest.approx(expected, abs=1e-5)
    assert [parts.parts.sum() + parts.links for parts in found] == pytest.approx(expected, abs=1e-5)


def test_shared_links_add_their_share():
    texts = count_words(np.array([0, 1, 2]), np.array([0, 1, 2]), 3, 3)

    found = explain_scores(make_generation(texts, link_share=0.2), texts, no_titles(texts), [0.5, 0.0])

    assert [parts.links for parts in found] == pytest.approx([0.1, 0.0])


def test_rare_shared_word_adds_most():
    rows = np.array([0, 0, 1, 1, 2, 2, 3])
    words = np.array([0, 1, 0, 1, 1, 2, 1])
    texts = count_words(rows, words, 4, 3)

    parts = explain_scores(make_generation(texts), texts, no_titles(texts), [0.0] * 3)[0]

    assert parts.word_ids[np.argmax(parts.parts)] == 0


def test_notes_without_a_common_word_have_no_parts_but_a_text_has():
    texts = count_words(np.array([0, 1, 2]), np.array([0, 1, 2]), 3, 3)
    generation = make_generation(texts)

    for other in explain_scores(generation, texts, no_titles(texts), [0.0, 0.0]):
        assert (other.total, len(other.word_ids)) == (0.0, 0)
    for other in explain_scores(generation, texts, no_titles(texts), [0.0, 0.0], needs_common_word=False):
        assert other.total != 0.0
        assert len(other.word_ids) == 2


def test_note_without_words_has_a_score_of_zero_without_parts():
    texts = count_words(np.array([0, 0, 2]), np.array([0, 1, 0]), 3, 2)

    empty, other = explain_scores(make_generation(texts), texts, no_titles(texts), [0.0, 0.0])

    assert empty.total == 0
    assert np.isfinite(other.parts).all()

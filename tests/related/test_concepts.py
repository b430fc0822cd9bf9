"""Concepts: which words are candidates, how they are ordered, which forms are one."""

import numpy as np

from notelinks.related.concepts import ConceptFinder, group_forms
from notelinks.related.generation import Generation
from notelinks.related.neighbours import Ranking
from notelinks.related.note_vectors import count_words, document_counts, make_note_vectors, weigh_words
from notelinks.related.word_list import TextList, WordList

WORDS = ("bread", "flour", "oven", "the", "raft", "log", "typo", "rye", "salt")
N_WORDS = len(WORDS)
TEXTS = [
    "bread flour oven the typo rye rye rye salt salt salt",
    "bread flour the",
    "bread oven the flour",
    "raft log the",
    "raft log the log",
]


def find_all(hidden=(), n_trained=N_WORDS):
    rows = [row for row, text in enumerate(TEXTS) for _ in text.split()]
    words = [WORDS.index(word) for text in TEXTS for word in text.split()]
    counts = count_words(np.array(rows), np.array(words), len(TEXTS), len(WORDS))
    generation = Generation(
        words=WordList.of(WORDS),
        displayed=TextList.of(("Bread", *WORDS[1:])),
        is_hidden=np.array([word in hidden for word in WORDS]),
        word_vectors=np.eye(n_trained, 16, dtype=np.float32),
        n_documents=document_counts(counts),
        n_notes=len(TEXTS),
        learned_share=0.3,
        title_weight=0.3,
        link_share=0.0,
        n_link_queries=0,
    )
    weights = weigh_words(counts, generation.n_documents, len(TEXTS))
    vectors = make_note_vectors(weights, generation.word_vectors)
    kept = counts.only(weights.weights > 0)
    finder = ConceptFinder(generation, kept, vectors, lambda word: {word}, n_words_trained_on=n_trained)
    neighbours = Ranking(vectors, 0.3).nearest(10)
    return [[c.text for c in finder.find(row, near, 5)] for row, near in enumerate(neighbours)]


def test_concepts_are_words_that_note_and_neighbours_share_in_their_written_form():
    concepts = find_all()

    assert sorted(concepts[1]) == ["Bread", "flour"]
    assert sorted(concepts[3]) == ["log", "raft"]


def test_word_of_one_note_alone_is_no_concept_where_there_are_neighbours():
    assert "typo" not in find_all()[0]


def test_word_that_a_note_uses_often_is_a_concept_without_neighbours_using_it():
    assert "rye" in find_all()[0]


def test_note_with_few_concepts_is_given_words_of_its_own_alone():
    assert "typo" not in find_all()[0]
    assert "typo" in find_all(hidden=("salt",))[0]


def test_words_of_other_notes_are_no_concepts():
    for concepts, text in zip(find_all(), TEXTS, strict=True):
        assert {concept.lower() for concept in concepts} <= {*text.split()}


def test_word_that_came_after_the_training_is_a_concept_by_its_weight():
    """What is known of it is how much it weighs; it must not come last because the rest is not known yet."""
    assert find_all(n_trained=WORDS.index("salt"))[0][0] == "salt"


def test_hidden_words_are_never_shown():
    assert "flour" not in find_all(hidden=("flour",))[0]


def shown(*texts, stems_of=lambda word: {word[:4]}):
    """Which of some words are left, in order of weight."""
    return [text for text, _ in group_forms([(text, 1.0 / n) for n, text in enumerate(texts, 1)], stems_of, 10)]


def test_forms_of_one_word_are_shown_once_as_the_best_one():
    assert shown("Linking", "note", "links", "link", "Notes", "using") == ["Linking", "note", "using"]


def test_word_may_be_a_form_of_one_that_is_not_shown_itself():
    stems = {"a": {1}, "b": {1, 2}, "c": {2}, "d": {3}}

    assert shown("a", "b", "c", "d", stems_of=stems.get) == ["a", "d"]


def test_word_that_is_much_longer_is_another_word():
    assert shown("organ", "organs", "organization") == ["organ", "organization"]


def test_chinese_and_japanese_terms_that_hold_each_other_are_shown_once():
    assert shown("字符串", "当字符串", "字符", "线段", "ランプ", "石油ランプ") == ["字符串", "线段", "ランプ"]


def test_words_of_alphabets_may_hold_each_other():
    assert shown("port", "transport", "import") == ["port", "transport", "import"]

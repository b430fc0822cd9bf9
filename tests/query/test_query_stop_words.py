"""A user's stop words: hidden wherever words are shown, at once, and nowhere else."""

import dataclasses

import numpy as np
import pytest

from notelinks.query.reasons import ReasonFinder
from notelinks.query.stop_words import StopWords
from notelinks.query.vectors import hidden_words, open_generation
from notelinks.query.words import WordFinder
from notelinks.records import Concept
from notelinks.store.stop_words import change_stop_words, stop_word_file


@pytest.fixture
def no_stop_words(full):
    """A reader of an index that has no stop words, before and after."""
    yield full
    stop_word_file(full.folder).unlink(missing_ok=True)


def test_concepts_are_hidden_whatever_their_spelling_and_come_back(tmp_path) -> None:
    concepts = [Concept(text, 0.5) for text in ("Flour", "Ёлка", "dough")]
    stop_words = StopWords(tmp_path)
    before = stop_words.leave(concepts)
    change_stop_words(tmp_path, add=["flour", "ёлка"])
    hidden = stop_words.leave(concepts)
    change_stop_words(tmp_path, remove=["flour", "ёлка"])

    assert (concepts, [concepts[2]], concepts) == (before, hidden, stop_words.leave(concepts))


def test_reasons_do_without_a_stop_word_at_once_and_keep_their_total(no_stop_words) -> None:
    reader = no_stop_words
    finder = ReasonFinder(reader)
    note = next(note for note in reader.notes() if note.key == "bread/Bread 0.md")
    other = reader.related(note.note_id)[0].note_id
    before = finder.reason(note.note_id, other)
    word = before.words[0][0]

    change_stop_words(reader.folder, add=[word.lower()])
    after = finder.reason(note.note_id, other)

    assert before.words[1:] == after.words[: len(before.words) - 1]
    assert before.total == after.total
    assert word not in {text for text, _ in after.words}


def test_nearest_words_do_without_stop_words(full) -> None:
    generation = open_generation(full).generation
    before = WordFinder(generation).nearest(["flour"], [], 5)
    word = before[0][0].lower()

    after = WordFinder(generation, {word, "occurs-nowhere"}).nearest(["flour"], [], 5)

    assert before[1:] == after[:4]
    assert not generation.is_hidden[generation.words.find(word)]


def test_term_that_stands_for_words_is_hidden_with_them(full) -> None:
    generation = open_generation(full).generation
    shown, words = list(generation.displayed), [generation.words.find(word) for word in ("flour", "dough")]
    for word_id in words:
        shown[word_id] = "最短路"
    with_term = dataclasses.replace(generation, displayed=tuple(shown))

    newly_hidden = hidden_words(with_term, {"最短路"}) & ~generation.is_hidden

    assert np.flatnonzero(newly_hidden).tolist() == sorted(words)


def test_words_that_are_shown_alike_are_near_once(full) -> None:
    generation = open_generation(full).generation
    near = WordFinder(generation).nearest(["flour"], [], 6)
    shown = [near[0][0] if text == near[1][0] else text for text in generation.displayed]

    found = WordFinder(dataclasses.replace(generation, displayed=tuple(shown))).nearest(["flour"], [], 5)

    assert found == [near[0], *near[2:6]]

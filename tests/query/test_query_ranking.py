"""Closeness that is computed when it is asked for: the same numbers as those that are published."""

import math
from collections import Counter

import numpy as np
import pytest

from notelinks.errors import NoteNotFoundError
from notelinks.query.ranking import NoteRanking
from notelinks.query.vectors import open_generation


def test_ranking_of_a_note_is_its_published_list(full) -> None:
    ranking = NoteRanking(full)

    for note in full.notes():
        published = full.related(note.note_id)
        found = ranking.near_note(note.note_id)
        assert [row.note_id for row in published] == [note_id for note_id, _ in found], note.key
        assert [row.score for row in published] == pytest.approx([score for _, score in found], abs=2e-5)


def test_score_of_a_text_is_that_of_the_formula(full) -> None:
    """Written out with dictionaries: (1 + log tf) * log(N / df), two cosines, the generation's share."""
    generation, words = open_generation(full).generation, ["flour", "dough", "flour", "guitar", "nowhere"]
    word_of_form = {form_id: word for form_id, _, word in full.forms()}

    def unpack(packed: bytes) -> list[str]:
        return [word_of_form[form_id] for form_id in np.frombuffer(packed, dtype="<i4").tolist()]

    def weigh(of_note: list[str]) -> dict[str, float]:
        known = {word: n for word, n in Counter(of_note).items() if word in generation.words}
        rarity = {w: math.log(generation.n_notes / generation.n_documents[generation.words.find(w)]) for w in known}
        return {word: (1 + math.log(n)) * rarity[word] for word, n in known.items()}

    def unit(weights: dict[str, float]) -> dict[str, float]:
        length = math.hypot(*weights.values())
        return {word: weight / length for word, weight in weights.items()} if length else weights

    def average(weights: dict[str, float]) -> np.ndarray:
        rows = [
            weight * generation.word_vectors[generation.words.find(word)].astype(float)
            for word, weight in weights.items()
        ]
        return np.sum(rows, axis=0) if rows else np.zeros(generation.word_vectors.shape[1])

    def cosine(a: np.ndarray, b: np.ndarray) -> float:
        lengths = float(np.linalg.norm(a) * np.linalg.norm(b))
        return float(a @ b) / lengths if lengths else 0.0

    text = weigh(words)
    expected = {}
    for note_id, title, forms in ((n.note_id, n.title_forms, n.forms) for n in full.stored_notes()):
        whole, of_title = unit(weigh(unpack(title) + unpack(forms))), unit(weigh(unpack(title)))
        note = {word: weight + generation.title_weight * of_title.get(word, 0.0) for word, weight in whole.items()}
        both = sum(weight * note.get(word, 0.0) for word, weight in text.items())
        lengths = math.hypot(*text.values()) * math.hypot(*note.values(), 0.0)
        private = both / lengths if lengths else 0.0
        share = generation.learned_share
        expected[note_id] = share * cosine(average(text), average(note)) + (1 - share) * private

    found = dict(NoteRanking(full).near_text(words))

    assert {i: score for i, score in expected.items() if score > 0} == pytest.approx(found, abs=1e-5)


def test_nearest_to_a_text_comes_first(full) -> None:
    scores = [score for _, score in NoteRanking(full).near_text(["flour", "summit"])]

    assert len(scores) > 3
    assert sorted(scores, reverse=True) == scores


def test_text_without_a_known_word_is_near_to_nothing(full) -> None:
    ranking = NoteRanking(full)

    assert [ranking.near_text(words) for words in ([], ["qwertz"])] == [[], []]


def test_unknown_words_are_named_once_in_their_order(full) -> None:
    assert NoteRanking(full).unknown_words(["qwertz", "flour", "asdf", "qwertz"]) == ["qwertz", "asdf"]


def test_note_that_has_gone_is_an_error(full) -> None:
    with pytest.raises(NoteNotFoundError):
        NoteRanking(full).near_note(10_000)

"""Words in one text: each is found where it is, and no other one."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelinks.related.word_list import UNKNOWN, TextList, WordList

WORDS = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=6)


@given(st.lists(WORDS, unique=True), st.lists(WORDS, unique=True), st.lists(WORDS))
def test_it_is_a_tuple_and_a_dictionary(first, more, asked):
    more = [word for word in more if word not in first]
    words = WordList.of(first).plus(more)
    ids = {word: word_id for word_id, word in enumerate([*first, *more])}

    assert list(words) == [words[i] for i in range(len(words))] == [*ids]
    assert [words.find(word) for word in [*ids, *asked]] == [ids.get(word, UNKNOWN) for word in [*ids, *asked]]
    assert words.find_all([*asked, *ids]).tolist() == [ids.get(word, UNKNOWN) for word in [*asked, *ids]]
    assert all((word in words) == (word in ids) for word in asked)


def test_few_words_are_found_among_many_as_many_are():
    words = WordList.of(f"word {i}" for i in range(1000))

    assert words.find_all(["word 7", "word", "word 999"]).tolist() == [7, UNKNOWN, 999]


@given(st.lists(WORDS), st.lists(WORDS))
def test_strings_may_be_equal(first, more):
    texts = TextList.of(first).plus(more)

    assert list(texts) == [texts[i] for i in range(len(texts))] == [*first, *more]


def test_place_that_is_none_is_an_error():
    texts = TextList.of(["only"])

    for place in (-1, 1):
        with pytest.raises(IndexError):
            _ = texts[place]


def test_what_no_text_holds_is_not_in_it():
    words = WordList.of(["word", "\udc80".encode("utf-8", "surrogatepass").decode("latin-1")])

    assert "\udc80" not in words and 3 not in words


def test_it_can_be_sent_to_another_process():
    words = pickle.loads(pickle.dumps(WordList.of(["of", "an", "index"]).plus(["new"])))

    assert (list(words), words.find("new"), words.find("an")) == (["of", "an", "index", "new"], 3, 1)

"""Names of notes found in the text of others."""

import numpy as np

from notelinks.related.mentions import find_mentions


def find(texts, names):
    ids = {word: i for i, word in enumerate(sorted({word for text in texts for word in text.split()}))}
    words = np.array([ids[word] for text in texts for word in text.split()], dtype=np.int32)
    starts = np.concatenate([[0], np.cumsum([len(text.split()) for text in texts])])
    of_rows = {row: [[ids.get(word, -1) for word in name.split()] for name in of] for row, of in names.items()}
    return find_mentions(words, starts, of_rows)


def test_names_of_one_and_of_several_words_are_found():
    texts = ["raft consensus is a protocol", "we use raft consensus here", "a protocol for gossip"]

    assert find(texts, {0: ["raft consensus"], 2: ["gossip", "protocol"]}) == {(1, 0), (0, 2)}


def test_name_that_runs_from_one_note_into_the_next_is_no_mention():
    assert find(["a raft", "consensus b", "c"], {2: ["raft consensus"]}) == set()


def test_note_does_not_mention_itself():
    assert find(["raft raft", "b"], {0: ["raft"]}) == set()


def test_two_notes_of_one_name_are_both_mentioned():
    assert find(["raft", "b", "c"], {1: ["raft"], 2: ["raft"]}) == {(0, 1), (0, 2)}


def test_empty_vault_and_empty_names_give_nothing():
    assert find([], {}) == set()
    assert find(["a"], {0: [""]}) == set()

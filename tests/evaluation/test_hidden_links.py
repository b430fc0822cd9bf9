"""A vault with hidden links: the links and their words are gone, everything else is there, the notes are untouched."""

import numpy as np
import pytest

from notelinks.evaluation.hidden_links import hide_links
from notelinks.evaluation.reading import read_vault
from notelinks.indexer.contents import load_contents
from notelinks.indexer.corpus import load_corpus
from notelinks.indexer.report import SilentReporter
from tests.support import make_notes, write_vault


def words_of(corpus, key):
    row = corpus.text.keys.index(key)
    ids = corpus.text.word_ids[corpus.text.starts[row] : corpus.text.starts[row + 1]]
    return [corpus.vocabulary.words[word_id] for word_id in ids]


def hide_all(vault, monkeypatch):
    monkeypatch.setattr("notelinks.evaluation.hidden_links.HIDDEN_SHARE", 1.0)
    return hide_links(vault, read_vault(vault, SilentReporter()), seed=1)


def test_a_fifth_of_the_linked_pairs_is_hidden_and_the_rest_still_linked(tmp_path):
    vault = write_vault(tmp_path / "vault", make_notes(60, seed=1))
    writer = read_vault(vault, SilentReporter())
    linked = {tuple(pair) for pair in load_contents(writer).links.tolist()}

    hidden = hide_links(vault, writer, seed=1)

    pairs = {tuple(pair) for pair in hidden.pairs.tolist()}
    assert len(pairs) == round(0.2 * len(linked))
    assert pairs | {tuple(pair) for pair in hidden.corpus.contents.links.tolist()} == linked
    assert pairs.isdisjoint({tuple(pair) for pair in hidden.corpus.contents.links.tolist()})


def test_the_seed_decides_which_pairs_are_hidden(tmp_path):
    vault = write_vault(tmp_path / "vault", make_notes(60, seed=1))

    def pairs(seed):
        return hide_links(vault, read_vault(vault, SilentReporter()), seed).pairs.tolist()

    assert pairs(1) == pairs(1)
    assert pairs(1) != pairs(2)


@pytest.mark.parametrize(
    "text",
    [
        "before [[Quokka]] after",
        "before [[Quokka|Quokka]] after",
        "before [[Quokka#Part|Quokka part]] after",
        "before ![[Quokka]] after",
        "before [Quokka](Quokka.md) after",
        "before [*Quokka* and](Quokka.md#part) after",
        "before [Quokka][label] after\n\n[label]: Quokka.md",
        'before after\n\n[[Quokka]]\n\n[Quokka]: Quokka.md "Quokka"',
        '---\nup: "[[Quokka]]"\n---\nbefore after',
    ],
)
def test_words_of_a_hidden_link_are_gone_whichever_way_it_is_written(tmp_path, monkeypatch, text):
    notes = {"A.md": text, "Quokka.md": "of the marsupials", "B.md": "an [[A]] of others"}
    vault = write_vault(tmp_path / "vault", notes)

    corpus = hide_all(vault, monkeypatch).corpus

    words = words_of(corpus, "A.md")
    assert "quokka" not in words
    assert words.count("before") == words.count("after") == 1
    assert corpus.contents.links.tolist() == []


def test_both_directions_of_a_hidden_pair_are_hidden(tmp_path, monkeypatch):
    vault = write_vault(tmp_path / "vault", {"Emu.md": "see [[Kiwi]] there", "Kiwi.md": "see [[Emu]] here"})

    hidden = hide_all(vault, monkeypatch)

    assert hidden.pairs.tolist() == [[0, 1]]
    assert words_of(hidden.corpus, "Emu.md") == ["emu", "see", "there"]
    assert words_of(hidden.corpus, "Kiwi.md") == ["kiwi", "see", "here"]


def test_links_that_are_not_hidden_keep_their_words(tmp_path, monkeypatch):
    vault = write_vault(tmp_path / "vault", {"A.md": "to [[Nowhere]] and [[A|itself]] and [[x.png]]", "B.md": "[[A]]"})

    corpus = hide_all(vault, monkeypatch).corpus

    assert words_of(corpus, "A.md") == ["to", "nowhere", "and", "itself", "and", "png"]


def test_notes_without_a_hidden_link_are_as_before(tmp_path):
    vault = write_vault(tmp_path / "vault", make_notes(40, seed=2))
    writer = read_vault(vault, SilentReporter())
    before = load_corpus(writer, load_contents(writer))

    hidden = hide_links(vault, writer, seed=1)

    touched = set(np.unique(hidden.pairs).tolist())
    untouched = [key for row, key in enumerate(before.text.keys) if row not in touched]
    assert untouched
    assert all(words_of(before, key) == words_of(hidden.corpus, key) for key in untouched)

"""The trial by titles: what is hidden, and that shares are counted as they should be."""

import random
from itertools import pairwise

import pytest

from notelinks.config import Settings, TrainingConfig
from notelinks.evaluation import concept_trial
from notelinks.evaluation.concept_trial import try_concepts
from notelinks.evaluation.hidden_titles import hide_titles
from notelinks.evaluation.reading import read_vault
from notelinks.indexer.contents import load_contents
from notelinks.indexer.corpus import load_corpus
from notelinks.indexer.report import SilentReporter
from tests.support import TOPICS, write_vault

SETTINGS = Settings(training=TrainingConfig(n_dims=32, target_budget=20_000, max_epochs=4))


def hidden_words(tmp_path, notes):
    """Of each note by key: the words of its title, and the words that are left."""
    vault = write_vault(tmp_path / "vault", notes)
    writer = read_vault(vault, SilentReporter())
    hidden = hide_titles(load_corpus(writer, load_contents(writer)))
    corpus = hidden.corpus
    words = [corpus.vocabulary.words[word_id] for word_id in corpus.text.word_ids]
    starts = corpus.text.starts.tolist()
    texts = [words[start:stop] for start, stop in pairwise(starts)]
    assert corpus.vocabulary.counts.sum() == len(words)
    return dict(zip(corpus.text.keys, zip(hidden.titles, texts, strict=True), strict=True))


def test_title_and_the_first_heading_that_repeats_it_are_gone(tmp_path):
    found = hidden_words(
        tmp_path,
        {
            "Graph stores.md": "# Graph stores\n\nNodes of graph stores.",
            "Rivers.md": "# All rivers\n\nWater.",
            "Lakes.md": "Water lakes.\n\n# Lakes\n\nDeep.",
        },
    )

    assert found["Graph stores.md"] == (("graph", "stores"), ["nodes", "of", "graph", "stores"])
    assert found["Rivers.md"] == (("rivers",), ["all", "rivers", "water"])
    assert found["Lakes.md"] == (("lakes",), ["water", "lakes", "lakes", "deep"])


def test_stop_words_of_a_title_are_not_looked_for(tmp_path):
    found = hidden_words(tmp_path, {"The sea and the shore.md": "Sand of the shore."})

    assert found["The sea and the shore.md"][0] == ("sea", "shore")


def notes_named_after_a_word_of_theirs(n_notes):
    """The word of the title stands in the text five times, and in no other note."""
    rng = random.Random(1)
    topics = sorted(TOPICS)
    return {
        f"rareword{i}.md": " ".join([*rng.choices(TOPICS[topics[i % 4]], k=30), *[f"rareword{i}"] * 5])
        for i in range(n_notes)
    }


def test_words_that_stand_out_in_the_text_are_found(tmp_path):
    vault = write_vault(tmp_path / "vault", notes_named_after_a_word_of_theirs(40))

    trial = try_concepts(vault, SETTINGS, 1, SilentReporter())

    assert (trial.n_notes, trial.n_queries) == (40, 40)
    assert trial.means["notelinks"].value > 0.9
    assert trial.means["tf-idf"].value == pytest.approx(1.0)


def test_words_that_stand_nowhere_are_not_found(tmp_path):
    notes = {f"unheard{i}.md": text.replace("rareword", "x") for i, text in enumerate(
        notes_named_after_a_word_of_theirs(40).values())}  # fmt: skip

    trial = try_concepts(write_vault(tmp_path / "vault", notes), SETTINGS, 1, SilentReporter())

    assert {name: mean.value for name, mean in trial.means.items()} == {
        "notelinks": 0.0,
        "tf-idf": 0.0,
        "nearest words": 0.0,
    }


def test_share_counts_words_within_terms_and_without_case():
    assert concept_trial._share_found(("graph", "store", "ios"), ["Graph database", "iOS"]) == pytest.approx(2 / 3)


def test_too_few_titles_give_no_figures(tmp_path):
    trial = try_concepts(write_vault(tmp_path / "v", {"a.md": "text", "The.md": "more"}), SETTINGS, 1, SilentReporter())

    assert (trial.n_notes, trial.n_queries, trial.means) == (2, 0, {})

"""No setting within its bounds makes a vector overflow, whatever the text.

The whole grid takes minutes: `pytest -m slow tests/word2vec/test_divergence.py -o log_cli=1 -o log_cli_level=INFO`
shows the largest numbers.
"""

import itertools
import logging
import random

import numpy as np
import pytest

from notelinks.config import TrainingConfig
from notelinks.word2vec.corpus import Corpus
from notelinks.word2vec.train import Trainer
from notelinks.word2vec.vocabulary import Vocabulary

LOG = logging.getLogger(__name__)

_GRID = {
    "learning_rate": (0.01, 0.1, 0.35, 1.0),
    "sample": (0.0, 1e-5, 1e-3),
    "n_dims": (16, 96, 512),
    "window": (1, 5, 50),
    "sums_gradient": (False, True),
}
"""Every combination is trained, for each number of noise words in `_NEGATIVE` and each text."""

_NEGATIVE = (1, 5, 20)

_N_EPOCHS = {"one token": 3, "one word twice": 30, "thirty words": 20, "one word of all": 10, "zipf": 2}
"""Texts of the grid, see `_text`, and epochs enough to diverge in if anything does."""
_N_EPOCHS |= {"one word repeated": 4, "two topics": 4}

_GREATEST = 1e4
"""Far beyond the components that a training at sensible settings ends with, which are about 1."""


def _text(name: str) -> tuple[Corpus, Vocabulary]:
    rng = np.random.default_rng(5)
    share = 1 / np.arange(1, 1_001)
    notes = {
        "one token": lambda: [np.zeros(1)],
        "one word twice": lambda: [np.zeros(2)],
        "thirty words": lambda: [np.arange(30)],
        "one word of all": lambda: [np.zeros(n) for n in (1, 2, 7, 90)],
        "zipf": lambda: np.split(np.unique(rng.choice(1_000, 5_000, p=share / share.sum()), return_inverse=True)[1], 5),
        "one word repeated": lambda: [np.zeros(2_500), np.append(np.zeros(99), 1)],
        "two topics": lambda: [rng.integers(0, 20, 60) + 20 * (note % 2) for note in range(30)],
    }[name]()
    return _make_corpus([np.asarray(note, dtype=np.int32) for note in notes])


def _make_corpus(notes: list[np.ndarray]) -> tuple[Corpus, Vocabulary]:
    word_ids = np.concatenate(notes)
    counts = np.bincount(word_ids)
    starts = np.cumsum([0, *map(len, notes)]).astype(np.int64)
    vocabulary = Vocabulary(tuple(f"w{i}" for i in range(len(counts))), counts)
    return Corpus(tuple(f"note {i}" for i in range(len(notes))), word_ids, starts), vocabulary


def _largest_component(text: tuple[Corpus, Vocabulary], n_epochs: int, n_threads: int = 1, **settings) -> float:
    """The largest component of all rows on both sides after a training; fails if any number is not finite."""
    config = TrainingConfig(min_epochs=n_epochs, max_epochs=n_epochs, n_threads=n_threads, **settings)
    trainer = Trainer(*text, config)
    while not trainer.is_done:
        trainer.run(1.0)
    largest = float(np.abs(trainer._work.vectors).max())
    assert np.isfinite(largest), settings
    return largest


def _combinations() -> list[dict[str, object]]:
    return [dict(zip(_GRID, values, strict=True)) for values in itertools.product(*_GRID.values())]


def test_vectors_stay_finite_over_a_sample_of_the_grid():
    """The numbers of noise words are those that other tests compile, too."""
    rng = random.Random(7)
    texts = {name: _text(name) for name in _N_EPOCHS}

    for name in rng.choices(list(texts), k=60):
        settings = rng.choice(_combinations()) | {
            "negative": rng.choice((5, 20)),
            "note_share": rng.choice((0, 0.7, 1)),
        }

        assert _largest_component(texts[name], _N_EPOCHS[name], **settings) < _GREATEST, (name, settings)


@pytest.mark.slow
@pytest.mark.parametrize("negative", _NEGATIVE)
@pytest.mark.parametrize("name", _N_EPOCHS)
def test_vectors_stay_finite_over_the_whole_grid(name: str, negative: int):
    text = _text(name)

    found = [(_largest_component(text, _N_EPOCHS[name], negative=negative, **s), s) for s in _combinations()]

    largest, settings = max(found, key=lambda pair: pair[0])
    LOG.info("%s, negative %d: largest component %.4g at %s", name, negative, largest, settings)
    assert largest < _GREATEST, settings


@pytest.mark.slow
@pytest.mark.parametrize("note_share", [0.0, 1.0])
@pytest.mark.parametrize("sums_gradient", [False, True])
def test_vectors_stay_finite_where_hidden_vectors_grow_most(note_share: float, sums_gradient: bool):
    """The highest rate for long, no subsampling, and only one part of the context."""
    texts = {name: _text(name) for name in _N_EPOCHS}
    settings = {"learning_rate": 1.0, "sample": 0.0, "note_share": note_share, "sums_gradient": sums_gradient}
    found = [
        (_largest_component(text, 60, n_dims=n_dims, window=window, negative=negative, **settings), name, window)
        for (name, text), n_dims, window, negative in itertools.product(texts.items(), (16, 256), (1, 50), (1, 20))
    ]

    LOG.info("%s: largest component %.4g of %s at window %d", settings, *max(found))
    assert max(found)[0] < _GREATEST


@pytest.mark.slow
@pytest.mark.parametrize("sums_gradient", [False, True])
def test_vectors_of_ten_million_tokens_stay_finite_at_the_highest_rate(sums_gradient: bool):
    share = 1 / np.arange(1, 1_001)
    word_ids = np.random.default_rng(1).choice(1_000, 10**7, p=share / share.sum()).astype(np.int32)
    text = _make_corpus(np.split(word_ids, 10_000))
    settings = {"n_dims": 16, "learning_rate": 1.0, "sample": 0.0, "sums_gradient": sums_gradient}

    largest = _largest_component(text, 1, n_threads=2, **settings)

    LOG.info("10^7 tokens, sums_gradient %s: largest component %.4g", sums_gradient, largest)
    assert largest < _GREATEST


@pytest.mark.slow
def test_vectors_of_a_million_rare_words_stay_finite():
    rng = np.random.default_rng(2)
    word_ids = rng.permutation(np.append(np.arange(10**6), rng.integers(0, 10**6, 400_000))).astype(np.int32)
    text = _make_corpus(np.array_split(word_ids, 1_000))

    largest = _largest_component(text, 1, n_threads=2, n_dims=16, learning_rate=1.0)

    LOG.info("10^6 words: largest component %.4g", largest)
    assert largest < _GREATEST

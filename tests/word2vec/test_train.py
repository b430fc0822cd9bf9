"""Whole trainings: against the naive version, on any number of threads, over hostile settings."""

import dataclasses
from itertools import pairwise

import numpy as np
import pytest

from notelinks.config import TrainingConfig
from notelinks.word2vec import schedule, workspace
from notelinks.word2vec.corpus import Corpus, cut_pieces
from notelinks.word2vec.merge import INPUT_SETTLING, OUTPUT_SETTLING
from notelinks.word2vec.schedule import Schedule
from notelinks.word2vec.train import Trainer, choose_epochs, choose_rate
from notelinks.word2vec.vocabulary import Vocabulary, build_vocabulary
from tests import naive

SMALL = TrainingConfig(n_dims=16, window=3, negative=5, sample=1e-2, learning_rate=0.3, n_threads=1)


def make_corpus(n_notes: int, n_tokens: int, n_words: int, seed: int = 0) -> tuple[Corpus, Vocabulary]:
    """Notes of random words, frequent ones as frequent as Zipf's law has it."""
    rng = np.random.default_rng(seed)
    share = 1 / np.arange(1, n_words + 1)
    word_ids = rng.choice(n_words, n_notes * n_tokens, p=share / share.sum())
    counts = np.bincount(word_ids, minlength=n_words)
    vocabulary = build_vocabulary([(f"w{i}", int(count)) for i, count in enumerate(counts)], 1)
    renamed = np.array([vocabulary.word_ids.get(f"w{i}", 0) for i in range(n_words)], dtype=np.int32)
    starts = np.arange(0, n_notes * n_tokens + 1, n_tokens)
    return Corpus(tuple(f"note {i}" for i in range(n_notes)), renamed[word_ids], starts), vocabulary


def finish(trainer: Trainer, seconds: float = 0.2) -> np.ndarray:
    while not trainer.is_done:
        trainer.run(seconds)
    return trainer.word_vectors


@pytest.mark.parametrize("chunk_tokens", [10_000, 60])
def test_training_agrees_with_the_naive_one(monkeypatch, chunk_tokens):
    """With one chunk a round, and with several whose differences are merged."""
    for module in (schedule, workspace):
        monkeypatch.setattr(module, "CHUNK_TOKENS", chunk_tokens)
    corpus, vocabulary = make_corpus(n_notes=12, n_tokens=30, n_words=40)
    config = dataclasses.replace(SMALL, min_epochs=2, max_epochs=2)
    trainer = Trainer(corpus, vocabulary, config)
    inputs, outputs = trainer.word_vectors.astype(float), np.zeros((len(vocabulary.words), 16))
    rounds = Schedule(cut_pieces(corpus), 2, config.learning_rate, config.seed).take(99)
    for first, last, epoch, rate in zip(
        rounds.round_starts, rounds.round_starts[1:], rounds.epochs, rounds.rates, strict=False
    ):
        chunks = [rounds.order[a:b].tolist() for a, b in pairwise(rounds.chunk_starts[first : last + 1])]
        settling = (float(INPUT_SETTLING), float(OUTPUT_SETTLING))
        naive.train_round(inputs, outputs, chunks, trainer._text, config, int(epoch) + 1, float(rate), settling)

    vectors = finish(trainer)

    assert len(rounds.rates) == 2
    assert rounds.rates == pytest.approx([config.learning_rate, config.learning_rate / 2])
    assert np.abs(inputs - vectors).max() < 1e-4
    assert np.abs(inputs - Trainer(corpus, vocabulary, config).word_vectors).max() > 0.1


@pytest.mark.parametrize("n_threads", [2, 4, 8])
def test_vectors_are_the_same_bits_on_any_number_of_threads(n_threads):
    corpus, vocabulary = make_corpus(n_notes=120, n_tokens=300, n_words=900)
    config = dataclasses.replace(SMALL, min_epochs=2, max_epochs=2)
    expected = finish(Trainer(corpus, vocabulary, config))

    got = finish(Trainer(corpus, vocabulary, dataclasses.replace(config, n_threads=n_threads)))

    assert expected.tobytes() == got.tobytes()


@pytest.fixture(scope="module")
def wide() -> tuple[Corpus, Vocabulary, TrainingConfig, Trainer]:
    """A training of two groups of noise words, done on one thread."""
    corpus, vocabulary = make_corpus(n_notes=200, n_tokens=150, n_words=20_000)
    config = dataclasses.replace(SMALL, n_dims=96, negative=20, sample=0.0, note_share=0.5, min_epochs=2, max_epochs=2)
    trainer = Trainer(corpus, vocabulary, config)
    finish(trainer)
    return corpus, vocabulary, config, trainer


@pytest.mark.parametrize("n_threads", [2, 4, 8])
def test_wide_vectors_are_the_same_bits_on_any_number_of_threads(wide, n_threads):
    corpus, vocabulary, config, trainer = wide

    got = finish(Trainer(corpus, vocabulary, dataclasses.replace(config, n_threads=n_threads)))

    assert trainer.word_vectors.tobytes() == got.tobytes()


def test_text_of_the_wide_training_has_rows_of_one_chunk_and_rows_of_several(wide):
    """Or the test before would not see whether rows that are trained in place give the same bits as copies."""
    work = wide[-1]._work
    n_chunks = np.count_nonzero(work.n_rows)
    for side in range(2):
        n_touched = [
            np.count_nonzero(work.row_touches[chunk, 1 : work.n_rows[chunk], side]) for chunk in range(n_chunks)
        ]
        n_private = work.n_private_rows[:n_chunks, side]

        assert (n_private > 50).all()
        assert (n_private < np.array(n_touched) - 50).all()


def test_vectors_do_not_depend_on_the_order_of_the_notes(wide):
    """Notes are ordered by the hashes of their keys."""
    corpus, vocabulary, config, trainer = wide
    order = np.random.default_rng(3).permutation(len(corpus.keys))
    texts = [corpus.word_ids[corpus.starts[note] : corpus.starts[note + 1]] for note in order]
    mixed = Corpus(tuple(corpus.keys[note] for note in order), np.concatenate(texts), corpus.starts)

    got = finish(Trainer(mixed, vocabulary, config))

    assert (mixed.word_ids != corpus.word_ids).any()
    assert trainer.word_vectors.tobytes() == got.tobytes()


def test_vectors_do_not_depend_on_how_the_training_is_sliced():
    corpus, vocabulary = make_corpus(n_notes=60, n_tokens=300, n_words=500)
    config = dataclasses.replace(SMALL, min_epochs=2, max_epochs=2)

    assert (
        finish(Trainer(corpus, vocabulary, config), 1e-9).tobytes()
        == finish(Trainer(corpus, vocabulary, config), 9.0).tobytes()
    )


def test_other_seeds_give_other_vectors():
    corpus, vocabulary = make_corpus(n_notes=10, n_tokens=50, n_words=60)

    vectors = [finish(Trainer(corpus, vocabulary, dataclasses.replace(SMALL, seed=seed))) for seed in (1, 2)]

    assert np.abs(vectors[0] - vectors[1]).max() > 0.1


def test_loss_falls_while_words_that_go_together_come_together():
    """Two topics that share no word: afterwards each word is nearer to its own topic's words than to the other's."""
    rng = np.random.default_rng(1)
    n_notes, n_tokens = 60, 80
    topic = np.arange(n_notes) % 2
    word_ids = (rng.integers(0, 20, (n_notes, n_tokens)) + 20 * topic[:, None]).astype(np.int32)
    words = [(f"w{i:02}", int(count)) for i, count in enumerate(np.bincount(word_ids.ravel()))]
    vocabulary = Vocabulary(tuple(word for word, _ in words), np.array([count for _, count in words]))
    keys = tuple(f"n{i}" for i in range(n_notes))
    corpus = Corpus(keys, word_ids.ravel(), np.arange(0, word_ids.size + 1, n_tokens))
    config = dataclasses.replace(SMALL, sample=0.0, min_epochs=30, max_epochs=30, learning_rate=0.05)
    trainer = Trainer(corpus, vocabulary, config)
    first_loss = trainer.run(1e-9).loss

    vectors = finish(trainer)

    assert trainer.progress().loss < 0.75 * first_loss
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = units @ units.T
    own = (cosines[:20, :20].sum() - 20) / (20 * 19)
    assert own > cosines[:20, 20:].mean() + 0.3


@pytest.mark.parametrize("learning_rate", [0.01, 0.35, 1.0])
@pytest.mark.parametrize("sample", [0.0, 1e-4])
@pytest.mark.parametrize(("window", "negative"), [(1, 5), (50, 20)])
def test_vectors_stay_finite_over_the_range_of_settings(learning_rate, sample, window, negative):
    corpus, vocabulary = make_corpus(n_notes=40, n_tokens=600, n_words=30)
    context = {"window": window, "negative": negative, "sample": sample}
    config = TrainingConfig(n_dims=16, learning_rate=learning_rate, min_epochs=8, max_epochs=8, **context)

    vectors = finish(Trainer(corpus, vocabulary, config))

    assert np.isfinite(vectors).all()


@pytest.mark.parametrize("texts", [[], [[]], [[0]], [[0], [0]], [[0, 0]], [[0, 1]], [[0, 0, 0, 0, 0, 0, 0, 0, 0, 1]]])
def test_tiny_texts_train_to_finite_vectors(texts):
    word_ids = np.array([word for text in texts for word in text], dtype=np.int32)
    starts = np.concatenate([[0], np.cumsum([len(text) for text in texts])]).astype(np.int64)
    n_words = int(word_ids.max()) + 1 if len(word_ids) else 0
    vocabulary = Vocabulary(tuple("ab"[:n_words]), np.bincount(word_ids, minlength=n_words)[:n_words])
    trainer = Trainer(Corpus(tuple(map(str, range(len(texts)))), word_ids, starts), vocabulary, SMALL)

    vectors = finish(trainer)

    assert vectors.shape == (n_words, 16)
    assert np.isfinite(vectors).all()
    assert trainer.progress().fraction == 1.0


def test_one_word_more_in_one_note_leaves_most_of_every_other_vector_alone():
    """Rows start from word hashes and noise is hashed: vectors of untouched words move little, not at random."""
    corpus, vocabulary = make_corpus(n_notes=80, n_tokens=100, n_words=400)
    config = dataclasses.replace(SMALL, n_dims=64, min_epochs=3, max_epochs=3)
    before = finish(Trainer(corpus, vocabulary, config))
    word_ids = np.append(corpus.word_ids, np.int32(len(vocabulary.words)))
    starts = corpus.starts.copy()
    starts[-1] += 1
    changed = Corpus(corpus.keys, word_ids, starts)
    larger = Vocabulary((*vocabulary.words, "new"), np.append(vocabulary.counts, 1))

    after = finish(Trainer(changed, larger, config))[:-1]

    cosines = (before * after).sum(axis=1) / np.linalg.norm(before, axis=1) / np.linalg.norm(after, axis=1)
    assert np.median(cosines) > 0.98


@pytest.mark.parametrize(("n_tokens", "expected"), [(0, 40), (100_000, 40), (400_000, 20), (10**8, 3)])
def test_epochs_follow_the_budget_within_bounds(n_tokens, expected):
    config = TrainingConfig(target_budget=8_000_000, min_epochs=3, max_epochs=40)

    assert choose_epochs(n_tokens, config) == expected


@pytest.mark.parametrize(("n_epochs", "expected"), [(40, 0.2), (20, 0.4), (12, 0.666667), (3, 0.8)])
def test_fewer_epochs_begin_at_a_higher_rate(n_epochs, expected):
    config = TrainingConfig(learning_rate=0.2, max_epochs=40)

    assert choose_rate(n_epochs, config) == pytest.approx(expected)


def test_rate_that_the_user_sets_above_the_highest_is_kept():
    assert choose_rate(3, TrainingConfig(learning_rate=1.0, max_epochs=40)) == 1.0

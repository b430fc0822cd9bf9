"""The training of one model, in slices, so that whoever runs it can stop, look at other things and go on."""

import dataclasses
import math
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from notelinks.compiled import with_repair
from notelinks.config import TrainingConfig, usable_processors
from notelinks.records import TrainingProgress
from notelinks.word2vec.corpus import Corpus, cut_pieces, hash_strings
from notelinks.word2vec.rounds import train_rounds
from notelinks.word2vec.sampling import fill_initial_vectors, keep_probabilities, mix, noise_table
from notelinks.word2vec.schedule import Rounds, Schedule
from notelinks.word2vec.step import Options
from notelinks.word2vec.vocabulary import Vocabulary
from notelinks.word2vec.workspace import Text, make_workspace

_HIGHEST_RATE = 0.8
"""Rates are not raised beyond the highest one that was measured."""

_FIRST_SLICE_ROUNDS = 2
"""Rounds of the first slice, before the speed is known."""


class Trainer:
    """Trains word vectors by CBOW with negative sampling.

    The result depends on the corpus, the vocabulary and the settings alone: not on the number of threads, nor on how
    the training is sliced.
    """

    def __init__(self, corpus: Corpus, vocabulary: Vocabulary, config: TrainingConfig) -> None:
        assert corpus.word_ids.dtype == np.int32
        assert len(corpus.starts) == len(corpus.keys) + 1
        pieces = cut_pieces(corpus)
        n_epochs = choose_epochs(int((pieces.stops - pieces.starts).sum()), config)
        self._schedule = Schedule(pieces, n_epochs, choose_rate(n_epochs, config), config.seed)
        self._n_threads = config.n_threads or usable_processors()
        word_hashes = hash_strings(vocabulary.words)
        n_words, n_dims = len(vocabulary.words), config.n_dims
        self._work = with_repair(lambda: make_workspace(pieces, n_words, self._n_threads, config))
        self._vectors = self._work.vectors[0, : n_words * n_dims].reshape(n_words, n_dims)
        fill_initial_vectors(self._vectors, word_hashes, config.seed, is_normal=config.normal_init)
        self._text = Text(
            word_ids=corpus.word_ids,
            starts=pieces.starts,
            stops=pieces.stops,
            seeds=mix(pieces.hashes ^ np.uint64(config.seed)),
            keep_probability=keep_probabilities(vocabulary.counts, config.sample),
            noise=noise_table(word_hashes, vocabulary.counts, config.noise_power),
        )
        note_share = np.float32(config.note_share)
        self._options = Options(n_dims, config.window, note_share, config.sums_gradient)
        self._template = (0,) * (config.negative + 1)
        self._loss = math.nan
        self._rounds_per_s = 0.0
        self._words_per_s = 0.0
        self._load_kernel()

    @property
    def is_done(self) -> bool:
        return self._schedule.is_done

    @property
    def word_vectors(self) -> np.ndarray:
        """(n_words, n_dims) float32, the input matrix: a view of what `run` changes in place."""
        return self._vectors

    def run(self, seconds: float = 0.2, *, stops_at_epoch: bool = False) -> TrainingProgress:
        """Trains for about so long.

        Args:
            stops_at_epoch: return earlier, at the end of the present epoch.
        """
        if not self.is_done:
            started, tokens_before = time.perf_counter(), self._schedule.n_taken
            n_rounds = max(1, round(self._rounds_per_s * seconds)) if self._rounds_per_s else _FIRST_SLICE_ROUNDS
            rounds = self._schedule.take(n_rounds, stops_at_epoch=stops_at_epoch)
            self._train(rounds, self._n_threads)
            elapsed = max(time.perf_counter() - started, 1e-9)
            self._rounds_per_s = len(rounds.rates) / elapsed
            self._words_per_s = (self._schedule.n_taken - tokens_before) / elapsed
        return self.progress()

    def progress(self) -> TrainingProgress:
        """Where the training stands."""
        schedule = self._schedule
        n_all = schedule.n_epochs * schedule.n_tokens
        return TrainingProgress(
            epoch=schedule.epoch,
            n_epochs=schedule.n_epochs,
            fraction=schedule.n_taken / n_all if n_all else 1.0,
            loss=self._loss,
            learning_rate=schedule.learning_rate,
            words_per_s=self._words_per_s,
            seconds_left=(n_all - schedule.n_taken) / self._words_per_s if self._words_per_s else math.nan,
        )

    def _load_kernel(self) -> None:
        """Loads the compiled code on this thread alone: several threads could not repair a damaged cache together."""
        with_repair(lambda: self._train(self._schedule.take(0), n_threads=1))

    def _train(self, rounds: Rounds, n_threads: int) -> None:
        turns, losses = np.zeros(2 + 2 * len(rounds.rates), dtype=np.int64), np.zeros(2)

        def train_on(thread: int) -> None:
            try:
                train_rounds(
                    thread,
                    n_threads,
                    turns,
                    losses,
                    rounds.order,
                    rounds.chunk_starts,
                    rounds.round_starts,
                    rounds.epochs,
                    rounds.rates,
                    self._text,
                    self._work,
                    self._options,
                    self._template,
                )
            except BaseException:
                turns[1] = 1  # no thread may wait for one that does not come
                raise

        with ThreadPoolExecutor(max(1, n_threads - 1)) as pool:
            try:
                others = [pool.submit(train_on, thread) for thread in range(1, n_threads)]
            except BaseException:
                turns[1] = 1
                raise
            train_on(0)
        for other in others:
            other.result()
        if losses[1]:
            self._loss = losses[0] / losses[1]


def choose_epochs(n_tokens: int, config: TrainingConfig) -> int:
    """Epochs for a text of so many tokens: enough to see `target_budget` words, within the bounds of the settings."""
    wanted = math.ceil(config.target_budget / max(n_tokens, 1))
    return max(config.min_epochs, min(config.max_epochs, wanted))


def choose_rate(n_epochs: int, config: TrainingConfig) -> float:
    """The learning rate to begin with: the fewer epochs, the more has to be learned in each.

    A large text gets few epochs for the sake of time, and a low rate would leave it half trained; on a small vault a
    low rate over many epochs is steadier (docs/decisions/0007).
    """
    wanted = config.learning_rate * config.max_epochs / max(n_epochs, 1)
    return max(config.learning_rate, min(_HIGHEST_RATE, wanted))


def warm_up(config: TrainingConfig) -> None:
    """Compiles what a training with these settings will call, or loads it from the cache.

    It starts no thread of its own: it runs beside other work, and a program that ends meanwhile can start none.
    """
    vocabulary = Vocabulary(("a", "b"), np.array([2, 2], dtype=np.int64))
    corpus = Corpus(("",), np.array([0, 1, 0, 1], dtype=np.int32), np.array([0, 4]))
    Trainer(corpus, vocabulary, dataclasses.replace(config, n_threads=1))

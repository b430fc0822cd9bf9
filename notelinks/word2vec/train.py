"""The training of one model, in slices, so that whoever runs it can stop, look at other things and go on."""

import dataclasses
import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from notelinks.compiled import with_repair
from notelinks.config import TrainingConfig, usable_processors
from notelinks.records import TrainingProgress
from notelinks.word2vec.corpus import PIECE_TOKENS, Corpus, Pieces, cut_pieces, hash_strings
from notelinks.word2vec.rounds import Matrices, Text, Workspace, merge_chunks, train_chunks
from notelinks.word2vec.sampling import epoch_order, initial_vectors, keep_probabilities, mix, noise_table
from notelinks.word2vec.step import Options, scratch_layout
from notelinks.word2vec.vocabulary import Vocabulary

CHUNK_TOKENS = 2_000
"""A chunk begins with the first piece after each multiple of so many tokens, so it has at most a piece more."""

CHUNKS_PER_ROUND = 8
"""Chunks that start from the same matrices. More would feed more threads and merge larger differences."""

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
        self._config = config
        self._pieces = cut_pieces(corpus)
        self._n_tokens = int((self._pieces.stops - self._pieces.starts).sum())
        self.n_epochs = choose_epochs(self._n_tokens, config)
        self._n_threads = config.n_threads or usable_processors()
        word_hashes = hash_strings(vocabulary.words)
        n_words, n_dims = len(vocabulary.words), config.n_dims
        self._vectors = initial_vectors(word_hashes, n_dims, config.seed, is_normal=config.normal_init)
        self._matrices = Matrices(
            input_vectors=self._vectors.reshape(-1),
            output_vectors=np.zeros(n_words * n_dims, dtype=np.float32),
            n_chunks=np.zeros((2, n_words), dtype=np.int32),
            n_touches=np.zeros((2, n_words), dtype=np.int32),
            scales=np.zeros((2, n_words), dtype=np.float32),
        )
        self._text = Text(
            word_ids=corpus.word_ids,
            starts=self._pieces.starts,
            stops=self._pieces.stops,
            seeds=mix(self._pieces.hashes ^ np.uint64(config.seed)),
            keep_probability=keep_probabilities(vocabulary.counts, config.sample),
            noise=noise_table(word_hashes, vocabulary.counts, config.noise_power),
        )
        self._work = _make_workspace(self._pieces, n_words, self._n_threads, config)
        self._epoch = 0 if self._n_tokens else self.n_epochs
        self._next_chunk = 0
        self._order, self._chunk_starts = _cut_epoch(self._pieces, 0, config.seed)
        self._pool = ThreadPoolExecutor(max(1, self._n_threads - 1))
        self._rounds_per_s = 0.0
        self._loss = math.nan
        self._words_per_s = 0.0

    @property
    def is_done(self) -> bool:
        return self._epoch >= self.n_epochs

    @property
    def word_vectors(self) -> np.ndarray:
        """(n_words, n_dims) float32, the input matrix; changed in place by `run`."""
        return self._vectors

    def run(self, seconds: float = 0.2) -> TrainingProgress:
        """Trains for about so long, or to the end of the present epoch if that comes first."""
        if not self.is_done:
            started = time.perf_counter()
            n_rounds = max(1, round(self._rounds_per_s * seconds)) if self._rounds_per_s else _FIRST_SLICE_ROUNDS
            n_chunks, n_done_tokens = with_repair(lambda: self._train(n_rounds))
            elapsed = max(time.perf_counter() - started, 1e-9)
            self._rounds_per_s = n_chunks / CHUNKS_PER_ROUND / elapsed
            self._words_per_s = n_done_tokens / elapsed
        return self.progress()

    def progress(self) -> TrainingProgress:
        """Where the training stands."""
        fraction = 1.0 if self.is_done else self._done_tokens() / (self.n_epochs * self._n_tokens)
        words_left = (1.0 - fraction) * self.n_epochs * self._n_tokens
        seconds_left = words_left / self._words_per_s if self._words_per_s else math.nan
        return TrainingProgress(self._epoch, self.n_epochs, fraction, self._loss, self._words_per_s, seconds_left)

    def _train(self, n_rounds: int) -> tuple[int, int]:
        """Trains up to so many rounds of the present epoch; gives the number of chunks and tokens trained."""
        first = self._next_chunk
        last = min(len(self._chunk_starts) - 1, first + n_rounds * CHUNKS_PER_ROUND)
        tokens_before = self._done_tokens()
        rates = self._rates(first, last)
        options = Options(
            n_dims=self._config.n_dims,
            window=self._config.window,
            note_share=np.float32(self._config.note_share),
            batch=self._config.batch,
            sums_gradient=self._config.sums_gradient,
            epoch=self._epoch + 1,
        )
        template = (0,) * (self._config.negative + 1)
        loss = np.zeros(2)
        for i, rate in enumerate(rates):
            starts = self._chunk_starts[first + i * CHUNKS_PER_ROUND : last + 1][: CHUNKS_PER_ROUND + 1]
            n_chunks = len(starts) - 1
            self._on_all_threads(
                train_chunks, starts, self._order, self._text, self._matrices, self._work, options, rate, template
            )
            self._on_all_threads(merge_chunks, n_chunks, self._matrices, self._work, options, rate)
            loss += self._work.losses[:n_chunks].sum(axis=0)
        self._loss = loss[0] / loss[1] if loss[1] else self._loss
        self._next_chunk = last
        n_tokens = self._done_tokens() - tokens_before
        if last == len(self._chunk_starts) - 1:
            self._epoch += 1
            self._next_chunk = 0
            self._order, self._chunk_starts = _cut_epoch(self._pieces, self._epoch, self._config.seed)
        return last - first, n_tokens

    def _on_all_threads(self, kernel: Callable[..., None], *args: Any) -> None:
        """Calls `kernel(thread, n_threads, *args)` for all threads and waits for them."""
        calls = [self._pool.submit(kernel, thread, self._n_threads, *args) for thread in range(1, self._n_threads)]
        kernel(0, self._n_threads, *args)
        for call in calls:
            call.result()

    def _rates(self, first_chunk: int, last_chunk: int) -> np.ndarray:
        """(n_rounds,) float32: the learning rate falls linearly with the chunks that are done."""
        per_epoch = len(self._chunk_starts) - 1
        done = self._epoch * per_epoch + np.arange(first_chunk, last_chunk, CHUNKS_PER_ROUND)
        return (self._config.learning_rate * (1.0 - done / (self.n_epochs * per_epoch))).astype(np.float32)

    def _done_tokens(self) -> int:
        in_epoch = self._order[: self._chunk_starts[self._next_chunk]]
        return self._epoch * self._n_tokens + int((self._pieces.stops[in_epoch] - self._pieces.starts[in_epoch]).sum())


def choose_epochs(n_tokens: int, config: TrainingConfig) -> int:
    """Epochs for a text of so many tokens: enough to see `target_budget` words, within the bounds of the settings."""
    wanted = math.ceil(config.target_budget / max(n_tokens, 1))
    return max(config.min_epochs, min(config.max_epochs, wanted))


def warm_up(config: TrainingConfig) -> None:
    """Compiles what a training with these settings will call, or loads it from the cache.

    It starts no thread of its own: it runs beside other work, and a program that ends meanwhile can start none.
    """
    vocabulary = Vocabulary(("a", "b"), np.array([2, 2], dtype=np.int64))
    corpus = Corpus(("",), np.array([0, 1, 0, 1], dtype=np.int32), np.array([0, 4]))
    Trainer(corpus, vocabulary, dataclasses.replace(config, n_threads=1)).run()


def _cut_epoch(pieces: Pieces, epoch: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The order of the pieces in an epoch, and (n_chunks + 1,) int64 where each chunk begins in it."""
    order = epoch_order(pieces.hashes, epoch, seed)
    lengths = (pieces.stops - pieces.starts)[order]
    number = (np.cumsum(lengths) - lengths) // CHUNK_TOKENS
    starts = np.flatnonzero(np.diff(number, prepend=-1))
    return order, np.append(starts, len(order)).astype(np.int64)


def _make_workspace(pieces: Pieces, n_words: int, n_threads: int, config: TrainingConfig) -> Workspace:
    """Room for the largest chunk that any order of the pieces can give."""
    most_tokens = CHUNK_TOKENS + PIECE_TOKENS
    shortest_first = np.cumsum(np.sort(pieces.stops - pieces.starts))
    most_pieces = int(np.searchsorted(shortest_first, most_tokens, side="right"))
    n_noise = (most_tokens // config.batch + most_pieces) * config.negative
    n_rows = 1 + min(n_words, most_tokens + n_noise)
    at = with_repair(lambda: scratch_layout(config.n_dims, config.window))
    return Workspace(
        rows=np.zeros((CHUNKS_PER_ROUND, 2, n_rows * config.n_dims), dtype=np.float32),
        row_words=np.zeros((CHUNKS_PER_ROUND, 2, n_rows), dtype=np.int32),
        row_touches=np.zeros((CHUNKS_PER_ROUND, 2, n_rows), dtype=np.int32),
        n_rows=np.ones((CHUNKS_PER_ROUND, 2), dtype=np.int64),
        losses=np.zeros((CHUNKS_PER_ROUND, 2)),
        rows_of_words=np.zeros((n_threads, 2, n_words), dtype=np.int32),
        tokens=np.zeros((n_threads, 2, PIECE_TOKENS), dtype=np.int64),
        noise_rows=np.zeros((n_threads, (PIECE_TOKENS // config.batch + 1) * config.negative), dtype=np.int64),
        floats=np.zeros((n_threads, at.errors + at.n_ring * config.n_dims), dtype=np.float32),
    )

"""The order of a training: which pieces make a chunk, which chunks a round, and at which learning rate.

The pieces of an epoch are ordered by hash. A chunk begins with the first piece after each multiple of `CHUNK_TOKENS`
words; `CHUNKS_PER_ROUND` chunks make a round. Where a slice of the training begins or ends has no influence.
"""

from dataclasses import dataclass

import numpy as np

from notelinks.word2vec.corpus import Pieces
from notelinks.word2vec.sampling import epoch_order

CHUNK_TOKENS = 2_000
"""About the words of a chunk: at most a piece more, fewer where a long piece reaches over the next multiple."""

CHUNKS_PER_ROUND = 8
"""Chunks that start from the same matrices. More would feed more threads and merge larger differences."""


@dataclass(frozen=True)
class Rounds:
    """Successive rounds of a training."""

    order: np.ndarray
    """(n_pieces,) int64, numbers of the pieces."""
    chunk_starts: np.ndarray
    """(n_chunks + 1,) int64, where each chunk begins in `order`."""
    round_starts: np.ndarray
    """(n_rounds + 1,) int64, where each round begins in `chunk_starts`."""
    epochs: np.ndarray
    """(n_rounds,) int64, counted from 0."""
    rates: np.ndarray
    """(n_rounds,) float32, learning rates."""


class Schedule:
    """Hands out the rounds of a training, from the first to the last."""

    def __init__(self, pieces: Pieces, n_epochs: int, learning_rate: float, seed: int) -> None:
        self._pieces = pieces
        self._lengths = pieces.stops - pieces.starts
        self._first_rate = learning_rate
        self._seed = seed
        self.n_epochs = n_epochs
        self.n_tokens = int(self._lengths.sum())
        """In all pieces."""
        self.epoch = 0 if self.n_tokens else n_epochs
        """Epochs that have been handed out to the end."""
        self.n_taken = 0
        """Words of all epochs that have been handed out."""
        self._next_chunk = 0
        self._order, self._chunk_starts = self._cut_epoch()

    @property
    def is_done(self) -> bool:
        return self.epoch >= self.n_epochs

    @property
    def learning_rate(self) -> float:
        """Of the next round: it falls linearly to zero with the chunks that are done."""
        n_chunks = len(self._chunk_starts) - 1
        done = self.epoch + self._next_chunk / max(n_chunks, 1)
        return self._first_rate * max(0.0, 1.0 - done / self.n_epochs)

    def take(self, n_rounds: int, *, stops_at_epoch: bool = False) -> Rounds:
        """The next rounds: so many, or what is left.

        Args:
            stops_at_epoch: hand out no round of another epoch than the first one's.
        """
        order, chunk_starts, round_starts, epochs, rates = [], [np.zeros(1, np.int64)], [0], [], []
        n_pieces = n_chunks = 0
        while len(rates) < n_rounds and not self.is_done:
            epochs.append(self.epoch)
            rates.append(self.learning_rate)
            starts = self._chunk_starts[self._next_chunk :][: CHUNKS_PER_ROUND + 1]
            order.append(self._order[starts[0] : starts[-1]])
            chunk_starts.append(starts[1:] - starts[0] + n_pieces)
            n_pieces += len(order[-1])
            n_chunks += len(starts) - 1
            round_starts.append(n_chunks)
            self._advance(len(starts) - 1, int(self._lengths[order[-1]].sum()))
            if stops_at_epoch and self.epoch > epochs[0]:
                break
        return Rounds(
            np.concatenate(order or [np.zeros(0, np.int64)]),
            np.concatenate(chunk_starts),
            np.array(round_starts, dtype=np.int64),
            np.array(epochs, dtype=np.int64),
            np.array(rates, dtype=np.float32),
        )

    def _advance(self, n_chunks: int, n_tokens: int) -> None:
        self.n_taken += n_tokens
        self._next_chunk += n_chunks
        if self._next_chunk == len(self._chunk_starts) - 1:
            self.epoch += 1
            self._next_chunk = 0
            if not self.is_done:
                self._order, self._chunk_starts = self._cut_epoch()

    def _cut_epoch(self) -> tuple[np.ndarray, np.ndarray]:
        """The order of the pieces in the present epoch, and (n_chunks + 1,) int64 where each chunk begins in it."""
        order = epoch_order(self._pieces.hashes, self.epoch, self._seed)
        lengths = self._lengths[order]
        number = (np.cumsum(lengths) - lengths) // CHUNK_TOKENS
        starts = np.flatnonzero(np.diff(number, prepend=-1))
        return order, np.append(starts, len(order)).astype(np.int64)

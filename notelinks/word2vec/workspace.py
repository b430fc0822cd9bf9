"""The arrays that the kernels share: the text, all rows, and what a round notes down about them."""

from typing import NamedTuple

import numpy as np

from notelinks.config import TrainingConfig
from notelinks.word2vec.corpus import PIECE_TOKENS, Pieces
from notelinks.word2vec.draw import POOL_INTERVAL
from notelinks.word2vec.schedule import CHUNK_TOKENS, CHUNKS_PER_ROUND
from notelinks.word2vec.simd import aligned_zeros
from notelinks.word2vec.step import scratch_layout


class Text(NamedTuple):
    """What is trained on. Pieces are runs of at most `PIECE_TOKENS` words of one note."""

    word_ids: np.ndarray
    """(n_tokens,) int32."""
    starts: np.ndarray
    """(n_pieces,) int64, first position of each piece."""
    stops: np.ndarray
    """(n_pieces,) int64, position after its last."""
    seeds: np.ndarray
    """(n_pieces,) uint64, from which the piece's random numbers come."""
    keep_probability: np.ndarray
    """(n_words,) float32, of an occurrence to survive subsampling."""
    noise: np.ndarray
    """(n_slots,) int32, word ids; a uniform draw from it is a draw from the noise distribution."""


class Workspace(NamedTuple):
    """Rows of both sides, 0 the inputs and 1 the outputs; and notes about words, chunks and, a thread, scratch."""

    vectors: np.ndarray
    """(2, n_floats) float32. A side begins with its matrix, (n_words * n_dims,); behind it each chunk of a round has
    private rows, `n_rows * n_dims` floats, of which the first is always zero and stands for "no row"."""
    counts: np.ndarray
    """(n_words, 4) int32, zero between rounds: how many chunks touch the row on each side; how often, on each side."""
    scales: np.ndarray
    """(n_words, 2, 2) float32, a side: weight of a private row in the merged row, and weight of the row itself, which
    becomes 1 once the first private row is merged."""
    rows: np.ndarray
    """(n_chunks, n_tokens) int32, row within the chunk of each word that is trained."""
    pool: np.ndarray
    """(n_chunks, n_pool) int32, the same of the noise words that a piece chooses from; 0 stands for none."""
    runs: np.ndarray
    """(n_chunks, n_tokens) int32, where in its piece's pool the noise words of each word begin."""
    piece_tokens: np.ndarray
    """(n_chunks, n_pieces) int32, words of each piece that are trained."""
    n_rows: np.ndarray
    """(n_chunks,) int64, rows in use; the first is none."""
    row_words: np.ndarray
    """(n_chunks, n_rows) int32, word id of each row."""
    row_touches: np.ndarray
    """(n_chunks, n_rows, 2) int32, how often a row takes part on each side."""
    row_places: np.ndarray
    """(n_chunks, 2, n_rows) int64, where in `vectors` the row is trained."""
    private_words: np.ndarray
    """(n_chunks, 2, n_rows) int32, word id of each private row but the first."""
    n_private_rows: np.ndarray
    """(n_chunks, 2) int64."""
    losses: np.ndarray
    """(n_chunks, 2) float64, sum of the sampled losses and their number."""
    rows_of_words: np.ndarray
    """(n_threads, n_words) int32, row of a word in the thread's present chunk, else 0; zero between chunks."""
    own_words: np.ndarray
    """(n_threads, n_own + 1) int32, words of the round that fall to the thread."""
    own_rows: np.ndarray
    """(n_threads, n_rows + 1) int32, rows of a chunk that fall to the thread."""
    places: np.ndarray
    """(n_threads, 2, n_tokens) int64, places of the rows of a piece's words."""
    pool_places: np.ndarray
    """(n_threads, n_pool) int64, the same of its pool."""
    floats: np.ndarray
    """(n_threads, n_floats) float32, see `scratch_layout`."""


def make_workspace(pieces: Pieces, n_words: int, n_threads: int, config: TrainingConfig) -> Workspace:
    """Room for the largest chunk that any order of the pieces can give; everything is zero.

    Lists that are filled without a branch have a place more: it is written before it is known to count.
    """
    n_tokens = CHUNK_TOKENS + PIECE_TOKENS
    shortest_first = np.cumsum(np.sort(pieces.stops - pieces.starts))
    n_pieces = int(np.searchsorted(shortest_first, n_tokens, side="right"))
    n_pool = n_tokens // POOL_INTERVAL * config.negative + n_pieces * (2 * config.negative - 1)
    n_rows = 1 + min(n_words, n_tokens + n_pool)
    n_own = min(n_words, CHUNKS_PER_ROUND * n_rows)
    at = scratch_layout(config.n_dims, config.window)

    def zeros(dtype: type, *shape: int) -> np.ndarray:
        return np.zeros(shape, dtype=dtype)

    return Workspace(
        vectors=aligned_zeros((2, (n_words + CHUNKS_PER_ROUND * n_rows) * config.n_dims)),
        counts=zeros(np.int32, n_words, 4),
        scales=zeros(np.float32, n_words, 2, 2),
        rows=zeros(np.int32, CHUNKS_PER_ROUND, n_tokens),
        pool=zeros(np.int32, CHUNKS_PER_ROUND, n_pool),
        runs=zeros(np.int32, CHUNKS_PER_ROUND, n_tokens),
        piece_tokens=zeros(np.int32, CHUNKS_PER_ROUND, n_pieces),
        n_rows=zeros(np.int64, CHUNKS_PER_ROUND),
        row_words=zeros(np.int32, CHUNKS_PER_ROUND, n_rows + 1),
        row_touches=zeros(np.int32, CHUNKS_PER_ROUND, n_rows + 1, 2),
        row_places=zeros(np.int64, CHUNKS_PER_ROUND, 2, n_rows),
        private_words=zeros(np.int32, CHUNKS_PER_ROUND, 2, n_rows + 1),
        n_private_rows=zeros(np.int64, CHUNKS_PER_ROUND, 2),
        losses=zeros(np.float64, CHUNKS_PER_ROUND, 2),
        rows_of_words=zeros(np.int32, n_threads, n_words),
        own_words=zeros(np.int32, n_threads, n_own + 1),
        own_rows=zeros(np.int32, n_threads, n_rows + 1),
        places=zeros(np.int64, n_threads, 2, PIECE_TOKENS),
        pool_places=zeros(np.int64, n_threads, (PIECE_TOKENS // POOL_INTERVAL + 2) * config.negative),
        floats=aligned_zeros((n_threads, at.errors + at.n_ring * config.n_dims)),
    )

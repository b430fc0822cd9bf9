"""Epochs that give the same bits on any number of threads, compiled.

The notes of an epoch, cut into pieces, form chunks of 2,000 to 4,000 tokens; a few chunks make a round. Within a round
every chunk trains on a private copy of the rows it touches; then the differences of all chunks are added to the
matrices in the order of the chunks. Which thread trained which chunk has no influence on the result, no lock is taken,
and no two threads ever write the same row.
"""

from typing import NamedTuple

import numpy as np

from notelinks.compiled import compiled
from notelinks.word2vec.simd import LANES, fma, load, mul, splat, store
from notelinks.word2vec.step import train_piece

_f32 = np.float32
_u64 = np.uint64

_GOLDEN = _u64(0x9E3779B97F4A7C15)
"""Increment of splitmix64 (Steele, Lea & Flood 2014, OOPSLA, "Fast splittable pseudorandom number generators")."""

INPUT_SETTLING = _f32(0.5)
"""How fast input rows are taken to settle within a chunk, see `merge_scale`. Measured, docs/decisions/0003."""

OUTPUT_SETTLING = _f32(0.1)
"""The same for output rows."""


class Text(NamedTuple):
    """What is trained on. Pieces are runs of at most a chunk's length of one note's words."""

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


class Matrices(NamedTuple):
    """The two matrices and, a word, what merging needs to remember."""

    input_vectors: np.ndarray
    """(n_words * n_dims,) float32."""
    output_vectors: np.ndarray
    """(n_words * n_dims,) float32."""
    n_chunks: np.ndarray
    """(2, n_words) int32, all zero between rounds: how many chunks touched a row."""
    n_touches: np.ndarray
    """(2, n_words) int32, all zero between rounds: how often they did in all."""
    scales: np.ndarray
    """(2, n_words) float32, see `merge_scale`."""


class Workspace(NamedTuple):
    """Private rows, a chunk of the round, and scratch, a thread."""

    rows: np.ndarray
    """(n_chunks, 2, n_rows * n_dims) float32; row 0 is always zero and stands for "no row"."""
    row_words: np.ndarray
    """(n_chunks, 2, n_rows) int32, word id of each private row."""
    row_touches: np.ndarray
    """(n_chunks, 2, n_rows) int32, how often a row took part."""
    n_rows: np.ndarray
    """(n_chunks, 2) int64, private rows in use."""
    losses: np.ndarray
    """(n_chunks, 2) float64, sum of the sampled losses and their number."""
    rows_of_words: np.ndarray
    """(n_threads, 2, n_words) int32, private row of a word in the thread's present chunk, else 0."""
    tokens: np.ndarray
    """(n_threads, 2, n_tokens) int64, offsets of the private rows of a piece's words."""
    noise_rows: np.ndarray
    """(n_threads, n_batches * negative) int64, offsets of the private output rows drawn for each batch."""
    floats: np.ndarray
    """(n_threads, n_floats) float32, see `scratch_layout`."""


@compiled(inline=True)
def next_random(state):
    """One step of splitmix64: a well mixed uint64 from any uint64."""
    z = state + _GOLDEN
    z = (z ^ (z >> _u64(30))) * _u64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> _u64(27))) * _u64(0x94D049BB133111EB)
    return z ^ (z >> _u64(31))


@compiled()
def draw_words(start, stop, random, word_ids, keep_probability, tokens):
    """Writes the word ids that survive subsampling to both rows of `tokens`.

    Subsampling as in Mikolov et al. 2013, arXiv:1310.4546, section 2.3.

    Returns:
        How many there are, and the state of the random numbers.
    """
    n_tokens = 0
    for position in range(start, stop):
        word_id = word_ids[position]
        keep = keep_probability[word_id]
        if keep < _f32(1.0):
            random = next_random(random)
            if _f32(random >> _u64(40)) * _f32(2.0**-24) >= keep:
                continue
        tokens[0, n_tokens] = word_id
        tokens[1, n_tokens] = word_id
        n_tokens += 1
    return n_tokens, random


@compiled()
def draw_noise(n_batches, negative, random, noise, noise_rows):
    """Writes the word ids of each batch's noise words; a word drawn again in a batch becomes -1, no word."""
    for first in range(0, n_batches * negative, negative):
        for i in range(first, first + negative):
            random = next_random(random)
            noise_rows[i] = noise[np.int64(random % _u64(noise.shape[0]))]
            for earlier in range(first, i):
                if noise_rows[earlier] == noise_rows[i]:
                    noise_rows[i] = -1
                    break


@compiled()
def take_rows(ids, touches, matrix, n_dims, rows, row_words, row_touches, n_rows, rows_of_words):
    """Replaces word ids by offsets of private rows; a row is copied when the chunk first meets its word.

    Args:
        ids: (n,) int64, word ids, -1 for no word; changed in place.
        touches: how often each occurrence takes part in the chunk.
        matrix: (n_words * n_dims,) float32, from which rows are copied.
        n_rows: private rows in use.

    Returns:
        Private rows in use afterwards.
    """
    for i in range(ids.shape[0]):
        word_id = ids[i]
        if word_id < 0:
            ids[i] = 0
            continue
        row = np.int64(rows_of_words[word_id])
        if row == 0:
            row = n_rows
            n_rows += 1
            rows_of_words[word_id] = row
            row_words[row] = word_id
            row_touches[row] = 0
            for block in range(0, n_dims, LANES):
                store(rows, row * n_dims + block, load(matrix, word_id * n_dims + block))
        row_touches[row] += touches
        ids[i] = row * n_dims
    return n_rows


@compiled()
def train_chunk(pieces, chunk, thread, text, matrices, work, options, rate, template):
    """Trains one chunk on private rows.

    Args:
        pieces: (n,) int64, numbers of the chunk's pieces in `text`, in order.
        chunk: number of the chunk within its round.
        thread: whose scratch to use.
        rate: learning rate, float32.
        template: see `train_piece`.
    """
    n_dims, batch, negative = options.n_dims, options.batch, len(template) - 1
    rows, floats, loss = work.rows[chunk], work.floats[thread], work.losses[chunk]
    in_words, out_words = work.row_words[chunk, 0], work.row_words[chunk, 1]
    in_touches, out_touches = work.row_touches[chunk, 0], work.row_touches[chunk, 1]
    in_rows_of, out_rows_of = work.rows_of_words[thread, 0], work.rows_of_words[thread, 1]
    n_in, n_out = 1, 1
    loss[:] = 0.0
    for piece in pieces:
        random = next_random(text.seeds[piece] ^ (_u64(options.epoch) * _u64(0xD1342543DE82EF95)))
        start, stop = text.starts[piece], text.stops[piece]
        n_tokens, random = draw_words(start, stop, random, text.word_ids, text.keep_probability, work.tokens[thread])
        if n_tokens < 2:
            continue
        n_batches = (n_tokens + batch - 1) // batch
        tokens, noise_rows = work.tokens[thread, :, :n_tokens], work.noise_rows[thread, : n_batches * negative]
        draw_noise(n_batches, negative, random, text.noise, noise_rows)
        n_in = take_rows(tokens[0], 1, matrices.input_vectors, n_dims, rows[0], in_words, in_touches, n_in, in_rows_of)
        n_out = take_rows(
            tokens[1], 1, matrices.output_vectors, n_dims, rows[1], out_words, out_touches, n_out, out_rows_of
        )
        n_out = take_rows(
            noise_rows, batch, matrices.output_vectors, n_dims, rows[1], out_words, out_touches, n_out, out_rows_of
        )
        train_piece(tokens, noise_rows, rows, options, rate, template, floats, loss)
    work.n_rows[chunk, 0], work.n_rows[chunk, 1] = n_in, n_out
    in_rows_of[in_words[1:n_in]] = 0
    out_rows_of[out_words[1:n_out]] = 0


@compiled(inline=True)
def merge_scale(n_chunks, n_touches, rate, settling):
    """By how much the sum of a row's differences is scaled when `n_chunks` chunks have touched it `n_touches` times.

    Differences of a row that moved little simply add up, as if the chunks had run one after the other. A row that was
    touched so often that it settled within each chunk would overshoot; it gets the mean instead. Between the two:

        1 / (1 + (k - 1) * rho),    rho = 1 - exp(-rate * settling * touches / k),    k = n_chunks
    """
    touches = _f32(n_touches) / _f32(n_chunks)
    settled = _f32(1.0) - _f32(np.exp(-rate * settling * touches))
    return _f32(1.0) / (_f32(1.0) + _f32(n_chunks - 1) * settled)


@compiled()
def merge_side(side, thread, n_threads, n_chunks, matrices, work, n_dims, rate):
    """Adds the scaled differences of all chunks to the rows of one matrix that fall to this thread.

    With base row m and private rows p_1 … p_k the new row is m + s * sum(p_i - m), computed as
    (1 - s * k) * m + s * p_1 + … + s * p_k, always in the order of the chunks.
    """
    matrix = matrices.input_vectors if side == 0 else matrices.output_vectors
    settling = INPUT_SETTLING if side == 0 else OUTPUT_SETTLING
    chunks_of, touches_of, scale_of = matrices.n_chunks[side], matrices.n_touches[side], matrices.scales[side]
    for chunk in range(n_chunks):
        row_words, row_touches = work.row_words[chunk, side], work.row_touches[chunk, side]
        for row in range(1, work.n_rows[chunk, side]):
            word_id = row_words[row]
            if word_id % n_threads == thread:
                chunks_of[word_id] += 1
                touches_of[word_id] += row_touches[row]
    for chunk in range(n_chunks):
        row_words, private = work.row_words[chunk, side], work.rows[chunk, side]
        for row in range(1, work.n_rows[chunk, side]):
            word_id = row_words[row]
            if word_id % n_threads != thread:
                continue
            base_weight = _f32(1.0)
            if chunks_of[word_id] > 0:
                scale = merge_scale(chunks_of[word_id], touches_of[word_id], rate, settling)
                base_weight = _f32(1.0) - scale * _f32(chunks_of[word_id])
                scale_of[word_id] = scale
                chunks_of[word_id] = 0
                touches_of[word_id] = 0
            kept, share = splat(base_weight), splat(scale_of[word_id])
            source, target = row * n_dims, np.int64(word_id) * n_dims
            for block in range(0, n_dims, LANES):
                old = mul(load(matrix, target + block), kept)
                store(matrix, target + block, fma(load(private, source + block), share, old))


@compiled()
def train_chunks(thread, n_threads, chunk_starts, order, text, matrices, work, options, rate, template):
    """The first half of a round: every `n_threads`-th chunk, beginning with number `thread`.

    Args:
        chunk_starts: (n_chunks + 1,) int64, where each chunk of the round begins in `order`.
        order: (n_pieces,) int64, the epoch's order of pieces.
        rate: learning rate, float32.
        template: see `train_piece`.
    """
    for chunk in range(thread, chunk_starts.shape[0] - 1, n_threads):
        pieces = order[chunk_starts[chunk] : chunk_starts[chunk + 1]]
        train_chunk(pieces, chunk, thread, text, matrices, work, options, rate, template)


@compiled()
def merge_chunks(thread, n_threads, n_chunks, matrices, work, options, rate):
    """The second half of a round: the rows of both matrices that fall to this thread."""
    for side in range(2):
        merge_side(side, thread, n_threads, n_chunks, matrices, work, options.n_dims, rate)

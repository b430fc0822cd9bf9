"""Rows that several chunks of a round train, compiled: who has a private copy, and how the copies become one again."""

import numpy as np

from notelinks.compiled import compiled
from notelinks.word2vec.simd import LANES, fma, load, mul, splat, store

_f32 = np.float32

INPUT_SETTLING = _f32(0.5)
"""How fast input rows are taken to settle within a chunk, see `merge_scale`. Measured, docs/decisions/0003."""

OUTPUT_SETTLING = _f32(0.1)
"""The same for output rows."""


@compiled(inline=True)
def owner(word_id, n_threads):
    """The thread that counts and merges a word's rows, between 0 and `n_threads` - 1."""
    mixed = (np.uint64(word_id) * np.uint64(0x9E3779B1)) & np.uint64(0xFFFFFFFF)
    return np.int64((mixed * np.uint64(n_threads)) >> np.uint64(32))


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
def count_words(thread, n_threads, n_chunks, work, rate):
    """Counts how many chunks touch each word's rows, and how often, for the words that fall to this thread; from that,
    the scales of the merge.

    Returns:
        How many words fall to this thread; they stand in `work.own_words[thread]`.
    """
    counts, scales = work.counts, work.scales
    own_words, own_rows, n_words = work.own_words[thread], work.own_rows[thread], 0
    for chunk in range(n_chunks):
        row_words, row_touches, n_own = work.row_words[chunk], work.row_touches[chunk], 0
        for row in range(1, work.n_rows[chunk]):
            own_rows[n_own] = row
            n_own += np.int64(owner(row_words[row], n_threads) == thread)
        for i in range(n_own):
            row = own_rows[i]
            word_id = row_words[row]
            own_words[n_words] = word_id
            n_words += np.int64(counts[word_id, 1] == 0)
            counts[word_id, 0] += np.int32(row_touches[row, 0] > 0)
            counts[word_id, 1] += np.int32(1)
            counts[word_id, 2] += row_touches[row, 0]
            counts[word_id, 3] += row_touches[row, 1]
    for i in range(n_words):
        word_id = own_words[i]
        for side in range(2):
            n_touching = counts[word_id, side]
            if n_touching > 1:
                settling = INPUT_SETTLING if side == 0 else OUTPUT_SETTLING
                scale = merge_scale(n_touching, counts[word_id, 2 + side], rate, settling)
                scales[word_id, side, 0] = scale
                scales[word_id, side, 1] = _f32(1.0) - scale * _f32(n_touching)
    return n_words


@compiled(inline=True)
def first_private_row(chunk, work, n_dims):
    """Place of a chunk's first private row on either side: the row that is always zero and stands for "no row"."""
    return (work.counts.shape[0] + chunk * work.row_places.shape[2]) * n_dims


@compiled()
def place_rows(chunk, work, n_dims):
    """Decides where each row of a chunk is trained: in the matrix if no other chunk of the round touches it, else on a
    private copy, which is made here."""
    first = first_private_row(chunk, work, n_dims)
    for side in range(2):
        places, private_words, n_private = work.row_places[chunk, side], work.private_words[chunk, side], 0
        row_words, row_touches, counts = work.row_words[chunk], work.row_touches[chunk, :, side], work.counts[:, side]
        places[0] = first
        for row in range(1, work.n_rows[chunk]):
            word_id = row_words[row]
            is_shared = counts[word_id] > 1 and row_touches[row] > 0
            places[row] = first + (n_private + 1) * n_dims if is_shared else word_id * n_dims
            private_words[n_private] = word_id
            n_private += np.int64(is_shared)
        work.n_private_rows[chunk, side] = n_private
        copy_rows(private_words[:n_private], work.vectors[side], first + n_dims, n_dims)


@compiled()
def copy_rows(words, vectors, target, n_dims):
    """Copies the matrix rows of some words, one after the other, to `target` and on."""
    for i in range(words.shape[0]):
        source = np.int64(words[i]) * n_dims
        for block in range(0, n_dims, LANES):
            store(vectors, target + i * n_dims + block, load(vectors, source + block))


@compiled()
def merge_rows(thread, n_threads, n_chunks, n_words, work, n_dims):
    """Adds the scaled differences of all private copies to the rows that fall to this thread.

    With base row m and private rows p_1 … p_k the new row is m + s * sum(p_i - m), computed as
    (1 - s * k) * m + s * p_1 + … + s * p_k, always in the order of the chunks.
    """
    counts, scales, own_words, own_rows = work.counts, work.scales, work.own_words[thread], work.own_rows[thread]
    for side in range(2):
        vectors = work.vectors[side]
        for chunk in range(n_chunks):
            private_words, n_own = work.private_words[chunk, side], 0
            first = first_private_row(chunk, work, n_dims) + n_dims
            for i in range(work.n_private_rows[chunk, side]):
                own_rows[n_own] = i
                n_own += np.int64(owner(private_words[i], n_threads) == thread)
            for i in range(n_own):
                row = np.int64(own_rows[i])
                word_id = np.int64(private_words[row])
                share, kept = splat(scales[word_id, side, 0]), splat(scales[word_id, side, 1])
                scales[word_id, side, 1] = _f32(1.0)
                source, target = first + row * n_dims, word_id * n_dims
                for block in range(0, n_dims, LANES):
                    old = mul(load(vectors, target + block), kept)
                    store(vectors, target + block, fma(load(vectors, source + block), share, old))
    for i in range(n_words):
        counts[own_words[i]] = 0

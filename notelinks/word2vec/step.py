"""One pass of CBOW with negative sampling over one piece of a note, compiled.

A piece is a run of words of one note; here it is trained, word after word. Rows lie in flat arrays, and a `place` is
where a row's first float stands. One row is always zero; its place stands for "no row".
"""

from typing import NamedTuple

import numpy as np

from notelinks.compiled import compiled
from notelinks.word2vec.loss import sampled_loss, sigmoid
from notelinks.word2vec.simd import (
    LANES,
    add,
    first_lane_like,
    fma,
    load,
    mul,
    prefetch,
    splat,
    splat_like,
    store,
    store_lanes,
    sub,
)
from notelinks.word2vec.simd_rows import dot_rows, pick_rows, totals, update_rows, wide_steps, zero_sums

_f32 = np.float32

HIDDEN_LIMIT = _f32(8.0)
"""Longest hidden vector; a longer one is taken at this length.

With it an output row grows by at most `rate * HIDDEN_LIMIT` at a touch, and an input row by a bounded multiple of the
touches before: no setting can make a vector overflow. Word vectors of a sensible training have lengths of 1 to 12, and
means of a window are shorter, at most 6 on 17 M words, so it does not bind there.
"""

PREFETCH_DISTANCE = 8
"""A word's rows are asked for so many words before they are needed."""

LOSS_INTERVAL = 64
"""The loss is computed for one word in so many; its logarithms would cost more than the step itself."""


class Options(NamedTuple):
    """Settings that stay the same for a training."""

    n_dims: int
    window: int
    note_share: np.float32
    sums_gradient: bool
    """Give each word of the window the whole error vector instead of its share, as word2vec.c does."""


class Scratch(NamedTuple):
    """Where the parts of `train_piece`'s scratch begin, in floats."""

    window_sum: int
    """Sum of the input rows in the window, the middle word's too."""
    note_sum: int
    """Sum of all input rows of the piece."""
    received: int
    """Weighted sum of the error vectors that reach the position which leaves the window."""
    note_error: int
    """Sum of all error vectors of the piece so far."""
    hidden: int
    """Hidden vector of the present word."""
    vectors: int
    """Ring of the input rows as they entered the window."""
    errors: int
    """Ring of the error vectors of the last words."""
    n_ring: int
    """Vectors in a ring, a power of two."""


@compiled()
def scratch_layout(n_dims, window):
    """The layout of `train_piece`'s scratch; it ends at `errors + n_ring * n_dims`."""
    n_ring = 4
    while n_ring < 2 * window + 2:
        n_ring *= 2
    return Scratch(0, n_dims, 2 * n_dims, 3 * n_dims, 4 * n_dims, 5 * n_dims, (5 + n_ring) * n_dims, n_ring)


@compiled(inline=True)
def n_near(position, n_tokens, window):
    """How many words stand in the window around `position`, itself not counted."""
    return min(n_tokens, position + window + 1) - max(0, position - window) - 1


@compiled()
def start_piece(inputs, tokens, options, at, floats):
    """Clears the scratch and fills the sums and the ring with what stands before the first word's window moves."""
    zero = splat(_f32(0.0))
    for block in range(0, floats.shape[0], LANES):
        store(floats, block, zero)
    for position in range(min(options.window, tokens.shape[0])):
        for block in range(0, options.n_dims, LANES):
            vector = load(inputs, tokens[position] + block)
            store(floats, at.vectors + position * options.n_dims + block, vector)
            store(floats, at.window_sum + block, add(load(floats, at.window_sum + block), vector))
    if options.note_share == _f32(0.0):
        return
    for position in range(tokens.shape[0]):
        for block in range(0, options.n_dims, LANES):
            vector = load(inputs, tokens[position] + block)
            store(floats, at.note_sum + block, add(load(floats, at.note_sum + block), vector))


@compiled(inline=True)
def predict(t, inputs, outputs, tokens, none, picked, weights, options, at, floats):
    """Moves the window on to `t`, computes the hidden vector, and its product with each picked output row.

    Returns:
        The products in the lanes of a vector, and the square of the hidden vector's length.
    """
    entering = tokens[t + options.window] if t + options.window < tokens.shape[0] else none
    at_entering = at.vectors + ((t + options.window) & (at.n_ring - 1)) * options.n_dims
    at_left = at.vectors + ((t - options.window - 1) & (at.n_ring - 1)) * options.n_dims
    at_own = at.vectors + (t & (at.n_ring - 1)) * options.n_dims
    near_weight, note_weight = splat(weights[0]), splat(weights[1])
    sums = zero_sums(picked)
    for block in range(0, options.n_dims, LANES):
        new = load(inputs, entering + block)
        near = add(load(floats, at.window_sum + block), sub(new, load(floats, at_left + block)))
        store(floats, at_entering + block, new)
        store(floats, at.window_sum + block, near)
        own = load(floats, at_own + block)
        far = sub(load(floats, at.note_sum + block), own)
        vector = fma(sub(near, own), near_weight, mul(far, note_weight))
        store(floats, at.hidden + block, vector)
        dot_rows(sums, vector, outputs, picked, block)
    return totals(sums)


@compiled(inline=True)
def learn(t, inputs, outputs, tokens, picked, steps, weights, options, at, floats):
    """Updates the picked output rows, and the input row of the word that leaves the window."""
    at_own = at.errors + (t & (at.n_ring - 1)) * options.n_dims
    row, at_leaving, at_gone = leaving_places(t, tokens, options, at)
    own_weight, leaving_weight, gone_weight = splat(weights[2]), splat(weights[3]), splat(-weights[4])
    for block in range(0, options.n_dims, LANES):
        error = update_rows(steps, load(floats, at.hidden + block), outputs, picked, block)
        store(floats, at_own + block, error)
        store(floats, at.note_error + block, add(load(floats, at.note_error + block), error))
        received = fma(error, own_weight, load(floats, at.received + block))
        received = fma(load(floats, at_gone + block), gone_weight, received)
        store(floats, at.received + block, received)
        if row >= 0:
            change = sub(received, mul(load(floats, at_leaving + block), leaving_weight))
            store(inputs, row + block, add(load(inputs, row + block), change))


@compiled(inline=True)
def release(t, inputs, tokens, weights, options, at, floats):
    """What `learn` does for the word that leaves the window, once there are no more words to learn from."""
    row, at_leaving, at_gone = leaving_places(t, tokens, options, at)
    leaving_weight, gone_weight = splat(weights[3]), splat(-weights[4])
    for block in range(0, options.n_dims, LANES):
        received = fma(load(floats, at_gone + block), gone_weight, load(floats, at.received + block))
        store(floats, at.received + block, received)
        if row >= 0:
            change = sub(received, mul(load(floats, at_leaving + block), leaving_weight))
            store(inputs, row + block, add(load(inputs, row + block), change))


@compiled(inline=True)
def leaving_places(t, tokens, options, at):
    """Row of the word that leaves the window at `t`, -1 if none; places of its error, and of the last one that it
    does not receive any more."""
    row = tokens[t - options.window] if t >= options.window else -1
    at_leaving = at.errors + ((t - options.window) & (at.n_ring - 1)) * options.n_dims
    at_gone = at.errors + ((t - 2 * options.window - 1) & (at.n_ring - 1)) * options.n_dims
    return row, at_leaving, at_gone


@compiled()
def prefetch_rows(vectors, places, first, count, n_dims):
    """Asks the memory for the rows of some places, as far as there are so many."""
    for i in range(first, min(first + count, places.shape[0])):
        for block in range(0, n_dims, LANES):
            prefetch(vectors, places[i] + block)


@compiled()
def train_piece(tokens, pool, runs, none, vectors, options, rate, template, floats, loss):
    """One pass over a piece: every word is predicted from its window and from the whole piece.

    For the word at t, among n words, the hidden vector is (Mikolov et al. 2013, arXiv:1301.3781, CBOW; the second
    term is ours)

        h = (1 - a) * mean(x_p for p in window of t) + a * mean(x_p for p != t)          a = note_share

    the loss is that of negative sampling (Mikolov et al. 2013, arXiv:1310.4546, eq. 4), and the gradient of h reaches
    each context word divided by the same number that the mean divides by (Irsoy et al. 2021, arXiv:2012.15332;
    word2vec.c and gensim leave the division out).

    Both sums are kept running, and so is the sum of error vectors that a position receives from its neighbours, so the
    cost of a word does not depend on the window. Consequences: a word's input row is read when the window reaches it
    and written when the window has left it; the piece's sum is that of its beginning.

    Args:
        tokens: (2, n) int64, places of each word's input and output row.
        pool: (n_pool,) int64, places of the output rows of noise words.
        runs: (n,) int32, where in `pool` the `negative` noise words of each word begin.
        none: place of the row, on both sides, that stands for no row.
        vectors: (2, n_floats) float32, where input and output rows lie, changed in place.
        rate: learning rate, float32.
        template: a tuple of negative + 1 int64; only its length counts, which is fixed when this is compiled.
        floats: scratch, see `scratch_layout`.
        loss: (2,) float64; the loss of every `LOSS_INTERVAL`-th word and 1 are added.
    """
    n_tokens = tokens.shape[1]
    inputs, outputs, in_tokens, out_tokens = vectors[0], vectors[1], tokens[0], tokens[1]
    at = scratch_layout(options.n_dims, options.window)
    logits = np.empty(2 * LANES, np.float32)
    note_weight = options.note_share / _f32(n_tokens - 1)
    start_piece(inputs, in_tokens, options, at, floats)
    prefetch_rows(outputs, pool, 0, pool.shape[0], options.n_dims)
    for t in range(n_tokens):
        weights = context_weights(t, n_tokens, note_weight, options)
        prefetch_rows(inputs, in_tokens, t + options.window + PREFETCH_DISTANCE, 1, options.n_dims)
        prefetch_rows(outputs, out_tokens, t + PREFETCH_DISTANCE, 1, options.n_dims)
        picked = pick_rows(template, pool, np.int64(runs[t]), out_tokens[t], none)
        products, square = predict(t, inputs, outputs, in_tokens, none, picked, weights, options, at, floats)
        scale = _f32(1.0)
        if square > HIDDEN_LIMIT * HIDDEN_LIMIT:
            scale = HIDDEN_LIMIT / np.sqrt(square)
            products = mul(products, splat_like(products, scale))
        if t % LOSS_INTERVAL == 0:
            store_lanes(products, logits)
            loss[0] += sampled_loss(logits, picked, none)
            loss[1] += 1.0
        errors = sub(first_lane_like(products), sigmoid(products))
        steps = wide_steps(picked, none, mul(errors, splat_like(errors, scale * rate)))
        learn(t, inputs, outputs, in_tokens, picked, steps, weights, options, at, floats)
    finish_piece(inputs, in_tokens, note_weight, options, at, floats)


@compiled(inline=True)
def context_weights(t, n_tokens, note_weight, options):
    """Five weights of a context word: in the window's mean at `t`; in the piece's mean; of the error at `t` for the
    words of the window; of the leaving word's own error in all that it has received; of the last error that the
    leaving word does not see any more.
    """
    near_share = _f32(1.0) - options.note_share
    own = near_share / _f32(max(1, n_near(t, n_tokens, options.window)))
    if options.sums_gradient:
        return own, note_weight, near_share, near_share + note_weight, near_share
    leaving = near_share / _f32(max(1, n_near(t - options.window, n_tokens, options.window)))
    gone = near_share / _f32(max(1, n_near(t - 2 * options.window - 1, n_tokens, options.window)))
    return own, note_weight, own, leaving + note_weight, gone


@compiled()
def finish_piece(inputs, tokens, note_weight, options, at, floats):
    """Updates the words that are still in the window, then gives every word its share of the piece's errors."""
    n_tokens = tokens.shape[0]
    for t in range(n_tokens, n_tokens + options.window):
        weights = context_weights(t, n_tokens, note_weight, options)
        release(t, inputs, tokens, weights, options, at, floats)
    if note_weight == _f32(0.0):
        return
    weight = splat(note_weight)
    for position in range(n_tokens):
        for block in range(0, options.n_dims, LANES):
            row = tokens[position] + block
            store(inputs, row, fma(load(floats, at.note_error + block), weight, load(inputs, row)))

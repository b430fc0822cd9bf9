"""The beginning of a round, compiled: which words each chunk trains, and with which noise words."""

import numpy as np

from notelinks.compiled import compiled

_f32 = np.float32
_u64 = np.uint64

_GOLDEN = _u64(0x9E3779B97F4A7C15)
"""Increment of splitmix64 (Steele, Lea & Flood 2014, OOPSLA, "Fast splittable pseudorandom number generators")."""

POOL_INTERVAL = 16
"""A piece draws as many noise words as a target has for every so many of its words; its targets choose among them."""


@compiled(inline=True)
def next_random(state):
    """One step of splitmix64: a well mixed uint64 from any uint64."""
    z = state + _GOLDEN
    z = (z ^ (z >> _u64(30))) * _u64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> _u64(27))) * _u64(0x94D049BB133111EB)
    return z ^ (z >> _u64(31))


@compiled()
def draw_words(start, stop, random, word_ids, keep_probability, drawn):
    """Writes the word ids that survive subsampling (Mikolov et al. 2013, arXiv:1310.4546, section 2.3).

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
        drawn[n_tokens] = word_id
        n_tokens += 1
    return n_tokens, random


@compiled(inline=True)
def pool_size(n_tokens, negative):
    """Places in the pool of a piece at which a run of `negative` noise words can begin."""
    return (n_tokens + POOL_INTERVAL - 1) // POOL_INTERVAL * negative


@compiled()
def draw_pool(negative, random, noise, pool):
    """Fills the pool with word ids; a word that stands among the `negative` - 1 before it becomes -1, no word.

    Returns:
        The state of the random numbers.
    """
    last_slot = _u64(noise.shape[0] - 1)
    for i in range(pool.shape[0]):
        random = next_random(random)
        pool[i] = noise[np.int64(random & last_slot)]
        for earlier in range(max(0, i - negative + 1), i):
            if pool[earlier] == pool[i]:
                pool[i] = -1
                break
    return random


@compiled()
def draw_runs(n_places, random, runs):
    """Writes where in the pool each target's run of noise words begins."""
    for i in range(runs.shape[0]):
        random = next_random(random)
        runs[i] = np.int32(((random >> _u64(32)) * _u64(n_places)) >> _u64(32))


@compiled()
def number_rows(ids, input_touches, output_touches, n_rows, rows_of_words, row_words, row_touches):
    """Replaces word ids by rows of the chunk; a word that the chunk had not met gets the next one.

    Args:
        ids: (n,) int32, word ids, -1 for no word; changed in place.
        input_touches: how often each occurrence takes part as an input row; `output_touches` likewise.
        n_rows: rows in use.

    Returns:
        Rows in use afterwards.
    """
    for i in range(ids.shape[0]):
        word_id = ids[i]
        if word_id < 0:
            ids[i] = 0
            continue
        known = np.int64(rows_of_words[word_id])
        is_new = known == 0
        row = n_rows if is_new else known
        n_rows += np.int64(is_new)
        rows_of_words[word_id] = row
        row_words[row] = word_id
        row_touches[row, 0] = input_touches + (0 if is_new else row_touches[row, 0])
        row_touches[row, 1] = output_touches + (0 if is_new else row_touches[row, 1])
        ids[i] = row
    return n_rows


@compiled()
def draw_chunk(pieces, chunk, thread, text, work, epoch, negative):
    """Draws the words and the noise words of a chunk.

    Args:
        pieces: (n,) int64, numbers of the chunk's pieces in `text`, in order.
        chunk: number of the chunk within its round.
        thread: whose scratch to use.
        epoch: counted from 0; the random numbers change with it.
    """
    rows, pool, runs, piece_tokens = work.rows[chunk], work.pool[chunk], work.runs[chunk], work.piece_tokens[chunk]
    row_words, row_touches, rows_of_words = work.row_words[chunk], work.row_touches[chunk], work.rows_of_words[thread]
    word_ids, keep_probability, noise = text.word_ids, text.keep_probability, text.noise
    n_rows, at, pool_at = 1, 0, 0
    for i in range(pieces.shape[0]):
        piece = pieces[i]
        random = next_random(text.seeds[piece] ^ (_u64(epoch + 1) * _u64(0xD1342543DE82EF95)))
        start, stop = text.starts[piece], text.stops[piece]
        n_tokens, random = draw_words(start, stop, random, word_ids, keep_probability, rows[at:])
        piece_tokens[i] = n_tokens if n_tokens > 1 else 0
        if n_tokens < 2:
            continue
        n_places = pool_size(n_tokens, negative)
        of_piece = pool[pool_at : pool_at + n_places + negative - 1]
        random = draw_pool(negative, random, noise, of_piece)
        draw_runs(n_places, random, runs[at : at + n_tokens])
        n_rows = number_rows(rows[at : at + n_tokens], 1, 1, n_rows, rows_of_words, row_words, row_touches)
        n_rows = number_rows(of_piece, 0, POOL_INTERVAL, n_rows, rows_of_words, row_words, row_touches)
        at += n_tokens
        pool_at += of_piece.shape[0]
    rows_of_words[row_words[1:n_rows]] = 0
    work.n_rows[chunk] = n_rows

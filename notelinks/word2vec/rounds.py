"""Epochs that give the same bits on any number of threads, compiled.

The notes of an epoch, cut into pieces, form chunks of about 2,000 tokens; a few chunks make a round. Within a round
every chunk trains on a private copy of the rows it shares with other chunks; then the differences of all copies are
added to the matrices in the order of the chunks. Which thread trained which chunk has no influence on the result, and
no two threads ever write the same row.
"""

import numpy as np

from notelinks.compiled import compiled
from notelinks.word2vec.draw import draw_chunk, pool_size
from notelinks.word2vec.merge import count_words, first_private_row, merge_rows, place_rows
from notelinks.word2vec.step import train_piece
from notelinks.word2vec.threads import atomic_add, meet


@compiled()
def find_places(rows, row_places, places):
    """`places[i] = row_places[rows[i]]`."""
    for i in range(rows.shape[0]):
        places[i] = row_places[rows[i]]


@compiled()
def train_chunk(n_pieces, chunk, thread, work, options, rate, template):
    """Trains a chunk whose words are drawn and counted.

    Args:
        chunk: number of the chunk within its round.
        thread: whose scratch to use.
        rate: learning rate, float32.
        template: see `train_piece`.
    """
    negative = len(template) - 1
    rows, pool, runs, row_places = work.rows[chunk], work.pool[chunk], work.runs[chunk], work.row_places[chunk]
    vectors, floats, loss = work.vectors, work.floats[thread], work.losses[chunk]
    none = first_private_row(chunk, work, options.n_dims)
    place_rows(chunk, work, options.n_dims)
    loss[:] = 0.0
    at, pool_at = 0, 0
    for i in range(n_pieces):
        n_tokens = np.int64(work.piece_tokens[chunk, i])
        if n_tokens == 0:
            continue
        n_pool = pool_size(n_tokens, negative) + negative - 1
        places, pool_places = work.places[thread, :, :n_tokens], work.pool_places[thread, :n_pool]
        find_places(rows[at : at + n_tokens], row_places[0], places[0])
        find_places(rows[at : at + n_tokens], row_places[1], places[1])
        find_places(pool[pool_at : pool_at + n_pool], row_places[1], pool_places)
        of_piece = runs[at : at + n_tokens]
        train_piece(places, pool_places, of_piece, none, vectors, options, rate, template, floats, loss)
        at += n_tokens
        pool_at += n_pool


@compiled()
def train_rounds(
    thread, n_threads, turns, losses, order, chunk_starts, round_starts, epochs, rates, text, work, options, template
):
    """What one thread does in some rounds; all threads must be in here at the same time.

    Args:
        turns: (2 + 2 * n_rounds,) int64, zero at the beginning: two for `meet`, then how many chunks of each round have
            been given to a thread, to be drawn and to be trained.
        losses: (2,) float64; sampled losses and their number are added.
        order, chunk_starts, round_starts, epochs, rates: see `schedule.Rounds`.
        template: see `train_piece`.
    """
    for number in range(rates.shape[0]):
        starts, rate = chunk_starts[round_starts[number] : round_starts[number + 1] + 1], rates[number]
        n_chunks = starts.shape[0] - 1
        chunk = atomic_add(turns, 2 + 2 * number, 1)
        while chunk < n_chunks:
            pieces = order[starts[chunk] : starts[chunk + 1]]
            draw_chunk(pieces, chunk, thread, text, work, epochs[number], len(template) - 1)
            chunk = atomic_add(turns, 2 + 2 * number, 1)
        if not meet(n_threads, 4 * number + 1, turns):
            return
        n_words = count_words(thread, n_threads, n_chunks, work, rate)
        if not meet(n_threads, 4 * number + 2, turns):
            return
        chunk = atomic_add(turns, 3 + 2 * number, 1)
        while chunk < n_chunks:
            train_chunk(starts[chunk + 1] - starts[chunk], chunk, thread, work, options, rate, template)
            chunk = atomic_add(turns, 3 + 2 * number, 1)
        if not meet(n_threads, 4 * number + 3, turns):
            return
        merge_rows(thread, n_threads, n_chunks, n_words, work, options.n_dims)
        if thread == 0:
            for i in range(n_chunks):
                losses += work.losses[i]
        if not meet(n_threads, 4 * number + 4, turns):
            return

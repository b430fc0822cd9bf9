"""The text to train on: all notes' words as one array of word ids, cut into pieces."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

PIECE_TOKENS = 2_000
"""Longest piece. A longer note is cut, because a mean over more words than this says little about any of them."""


@dataclass(frozen=True)
class Corpus:
    """The words of all notes, one after the other."""

    keys: tuple[str, ...]
    """Key of each note. A note's random numbers come from it, so that other notes do not change them."""
    word_ids: np.ndarray
    """(n_tokens,) int32."""
    starts: np.ndarray
    """(n_notes + 1,) int64, first position of each note; the last is n_tokens."""


@dataclass(frozen=True)
class Pieces:
    """Runs of at most `PIECE_TOKENS` words of one note. Runs of fewer than two words are left out."""

    starts: np.ndarray
    """(n_pieces,) int64, first position."""
    stops: np.ndarray
    """(n_pieces,) int64, position after the last."""
    hashes: np.ndarray
    """(n_pieces,) uint64, of the note's key and the piece's number in it."""


def keep_frequent(corpus: Corpus, n_words: int) -> Corpus:
    """The corpus without its rarer words.

    Args:
        corpus: word ids by descending count, as a `Vocabulary` gives them.
        n_words: how many words stay.
    """
    is_kept = corpus.word_ids < n_words
    if is_kept.all():
        return corpus
    left_out = np.flatnonzero(~is_kept)  # few; a count for each word of the text would take twice as much as the text
    return Corpus(corpus.keys, corpus.word_ids[is_kept], corpus.starts - np.searchsorted(left_out, corpus.starts))


def hash_strings(strings: Sequence[str]) -> np.ndarray:
    """(n,) uint64, equal for equal strings on every machine."""
    digests = [hashlib.blake2b(s.encode("utf-8", "surrogateescape"), digest_size=8).digest() for s in strings]
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


def cut_pieces(corpus: Corpus) -> Pieces:
    """The pieces of all notes, in order."""
    lengths = np.diff(corpus.starts)
    n_pieces = -(-lengths // PIECE_TOKENS)
    note = np.repeat(np.arange(len(lengths)), n_pieces)
    number = np.arange(len(note)) - np.repeat(np.cumsum(n_pieces) - n_pieces, n_pieces)
    starts = corpus.starts[note] + number * PIECE_TOKENS
    stops = np.minimum(starts + PIECE_TOKENS, corpus.starts[note + 1])
    hashes = hash_strings(corpus.keys)[note] + number.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    long_enough = stops - starts > 1
    return Pieces(starts[long_enough], stops[long_enough], hashes[long_enough])

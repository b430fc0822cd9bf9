"""What is drawn once a training or once an epoch. It is drawn from hashes, so that a word or a note more leaves the
others' draws alone; what is drawn for each piece stands in `draw`."""

import numpy as np

_NOISE_FILL = 0.7
"""Share of the noise table's slots that words claim; the rest is filled from neighbours."""

_LEAST_SLOT_BITS = 17
"""The noise table has at least 2 to this power slots, half a megabyte."""

_SLOTS_PER_WORD = 16
"""And at least so many for each word on average, so that rare words get little more than their share."""

_ROWS_AT_ONCE = 4_096
"""Rows of initial vectors made in one go, to bound the memory of the intermediate integers."""


def mix(values: np.ndarray) -> np.ndarray:
    """The finalizer of splitmix64, element by element: uint64 in, well mixed uint64 out."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def fill_initial_vectors(vectors: np.ndarray, word_hashes: np.ndarray, seed: int, *, is_normal: bool = False) -> None:
    """Fills (n_words, n_dims) float32 with rows of about unit length, each drawn from its word's hash.

    Random unit vectors are nearly orthogonal, so before any training a mean of them is random indexing (Kanerva et al.
    2000): notes that share words are already close. Training starts from there.

    Args:
        is_normal: rows of the classic recipe instead, normally distributed with a standard deviation of 0.5 / n_dims.
    """
    n_dims = vectors.shape[1]
    columns = np.arange(1, n_dims + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    salt = mix(np.array([seed], dtype=np.uint64))
    if is_normal:
        for row, word_hash in zip(vectors, word_hashes, strict=True):
            row[:] = np.random.default_rng([seed, int(word_hash)]).normal(scale=0.5 / n_dims, size=n_dims)
        return
    scale = np.float32(np.sqrt(12.0 / n_dims))
    for start in range(0, len(word_hashes), _ROWS_AT_ONCE):
        hashes = word_hashes[start : start + _ROWS_AT_ONCE]
        bits = mix((hashes ^ salt)[:, None] + columns)
        uniform = (bits >> np.uint64(40)).astype(np.float32) * np.float32(2.0**-24) - np.float32(0.5)
        vectors[start : start + _ROWS_AT_ONCE] = uniform * scale


def keep_probabilities(counts: np.ndarray, sample: float) -> np.ndarray:
    """(n_words,) float32: probability that an occurrence of each word is trained on.

    sqrt(t / f) + t / f with f the word's share of all words and t = `sample`, as word2vec.c computes it; the paper
    (Mikolov et al. 2013, arXiv:1310.4546, eq. 5) gives sqrt(t / f).
    """
    if sample <= 0:
        return np.ones(len(counts), dtype=np.float32)
    ratio = sample * counts.sum() / np.maximum(counts, 1)
    return np.minimum(1.0, np.sqrt(ratio) + ratio).astype(np.float32)


def noise_table(word_hashes: np.ndarray, counts: np.ndarray, power: float) -> np.ndarray:
    """(n_slots,) int32 word ids; a uniform draw from it is a draw in proportion to count ** power.

    The power is 0.75 in Mikolov et al. 2013, arXiv:1310.4546, section 2.2; 0 is the uniform distribution.

    Every word claims slots at places given by its own hash (consistent hashing, Karger et al. 1997), so a new word
    takes its own few slots and shifts nobody else's. Of several claims to a slot a hash of each decides; free slots
    belong to the nearest claimed one before them.
    """
    if not len(counts):
        return np.zeros(0, dtype=np.int32)
    n_slots = 1 << max(_LEAST_SLOT_BITS, int(np.ceil(np.log2(_SLOTS_PER_WORD * len(counts)))))
    share = counts.astype(np.float64) ** power
    claims = np.maximum(1, np.round(share / share.sum() * n_slots * _NOISE_FILL)).astype(np.int64)
    word_of_claim = np.repeat(np.arange(len(counts)), claims)
    number = np.arange(len(word_of_claim)) - np.repeat(np.cumsum(claims) - claims, claims)
    hashes = mix(word_hashes[word_of_claim] + (number + 1).astype(np.uint64) * np.uint64(0xA0761D6478BD642F))
    order = np.argsort(mix(hashes), kind="stable")
    table = np.full(n_slots, -1, dtype=np.int32)
    table[(hashes % np.uint64(n_slots)).astype(np.int64)[order]] = word_of_claim[order]
    nearest = np.maximum.accumulate(np.where(table >= 0, np.arange(n_slots), 0))
    table = table[nearest]
    table[table < 0] = table[-1]
    return table


def epoch_order(piece_hashes: np.ndarray, epoch: int, seed: int) -> np.ndarray:
    """(n_pieces,) int64: the pieces in the order of a hash of each and the epoch."""
    salt = mix(np.array([seed * 1_000_003 + epoch + 1], dtype=np.uint64))
    return np.argsort(mix(piece_hashes ^ salt), kind="stable")

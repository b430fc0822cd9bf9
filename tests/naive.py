"""Plain, slow, obviously right versions of the compiled kernels, in float64 and without running sums."""

import math

import numpy as np

_MASK = (1 << 64) - 1


def next_random(state: int) -> int:
    """One step of splitmix64."""
    z = (state + 0x9E3779B97F4A7C15) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


def sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


def near(position: int, n_tokens: int, window: int) -> list[int]:
    """Positions in the window around a position, itself not counted."""
    return [p for p in range(max(0, position - window), min(n_tokens, position + window + 1)) if p != position]


def hidden_vector(vectors: np.ndarray, t: int, window: int, note_share: float) -> np.ndarray:
    """The hidden vector of the word at t from (n_tokens, n_dims) input vectors, one a position."""
    around = near(t, len(vectors), window)
    others = [p for p in range(len(vectors)) if p != t]
    return bounded((1 - note_share) * vectors[around].mean(axis=0) + note_share * vectors[others].mean(axis=0))


def bounded(hidden: np.ndarray) -> np.ndarray:
    """A hidden vector at no more than its greatest length."""
    return hidden * min(1.0, 8.0 / max(np.linalg.norm(hidden), 1e-15))


def loss_of_word(hidden: np.ndarray, outputs: np.ndarray, word: int, noise: list[int]) -> float:
    """Negative sampling's loss of one word; noise that is the word itself does not count."""
    loss = -math.log(sigmoid(hidden @ outputs[word]))
    return loss - sum(math.log(sigmoid(-hidden @ outputs[n])) for n in noise if n not in (word, -1))


def loss_of_piece(inputs, outputs, words, noise, window, note_share) -> float:
    """The sum of the losses of all words of a piece, the matrices staying as they are.

    Args:
        words: word id at each position.
        noise: the noise words of each word; -1 for none.
    """
    vectors = inputs[words]
    return sum(
        loss_of_word(hidden_vector(vectors, t, window, note_share), outputs, word, noise[t])
        for t, word in enumerate(words)
    )


def train_piece(inputs, outputs, words, noise, window, note_share, rate) -> None:
    """One pass over a piece, changing both matrices in place; see `step.train_piece` for what is read when."""
    n_tokens = len(words)
    piece_at_start = inputs[words].copy()
    entered = np.zeros_like(piece_at_start)
    errors = np.zeros_like(piece_at_start)
    for position in range(min(window, n_tokens)):
        entered[position] = inputs[words[position]]

    def near_weight(t: int) -> float:
        return (1 - note_share) / max(1, len(near(t, n_tokens, window)))

    def leave(position: int) -> None:
        change = sum((near_weight(t) * errors[t] for t in near(position, n_tokens, window)), np.zeros(inputs.shape[1]))
        inputs[words[position]] += change - note_share / (n_tokens - 1) * errors[position]

    for t, word in enumerate(words):
        if t + window < n_tokens:
            entered[t + window] = inputs[words[t + window]]
        window_part = sum((entered[p] for p in near(t, n_tokens, window)), np.zeros(inputs.shape[1]))
        note_part = piece_at_start.sum(axis=0) - entered[t]
        free = near_weight(t) * window_part + note_share / (n_tokens - 1) * note_part
        hidden = bounded(free)
        scale = np.linalg.norm(hidden) / max(np.linalg.norm(free), 1e-15)
        rows = [word, *(n for n in noise[t] if n not in (word, -1))]
        labels = [1.0] + [0.0] * (len(rows) - 1)
        steps = [rate * (label - sigmoid(hidden @ outputs[row])) for row, label in zip(rows, labels, strict=True)]
        errors[t] = scale * sum(step * outputs[row] for row, step in zip(rows, steps, strict=True))
        for row, step in zip(rows, steps, strict=True):
            outputs[row] += step * hidden
        if t >= window:
            leave(t - window)
    for position in range(max(0, n_tokens - window), n_tokens):
        leave(position)
    for word in words:
        inputs[word] += note_share / (n_tokens - 1) * errors.sum(axis=0)


def draw_piece(text, piece: int, epoch: int, negative: int) -> tuple[list[int], list[int], list[list[int]]]:
    """The words of a piece that survive subsampling, its pool of noise words, and the noise words of each word."""
    state = next_random(int(text.seeds[piece]) ^ (epoch * 0xD1342543DE82EF95 & _MASK))
    words = []
    for position in range(text.starts[piece], text.stops[piece]):
        word = int(text.word_ids[position])
        keep = text.keep_probability[word]
        if keep < 1:
            state = next_random(state)
            if np.float32(state >> 40) * np.float32(2.0**-24) >= keep:
                continue
        words.append(word)
    if len(words) < 2:
        return [], [], []
    n_places = math.ceil(len(words) / 16) * negative
    pool: list[int] = []
    for _ in range(n_places + negative - 1):
        state = next_random(state)
        word = int(text.noise[state % len(text.noise)])
        drawn = pool[max(0, len(pool) - negative + 1) :]
        pool.append(-1 if word in drawn else word)
    noise = []
    for _ in words:
        state = next_random(state)
        first = (state >> 32) * n_places >> 32
        noise.append(pool[first : first + negative])
    return words, pool, noise


def train_round(inputs, outputs, chunks, text, config, epoch, rate, settling) -> None:
    """One round: every chunk on its own copy, then the scaled differences of all chunks added.

    Args:
        chunks: the pieces of each chunk.
        settling: for input and output rows.
    """
    results = []
    touches = np.zeros((2, len(inputs)))
    n_chunks = np.zeros((2, len(inputs)))
    for pieces in chunks:
        own_in, own_out = inputs.copy(), outputs.copy()
        of_chunk = np.zeros((2, len(inputs)))
        for piece in pieces:
            words, pool, noise = draw_piece(text, piece, epoch, config.negative)
            if not words:
                continue
            for word in words:
                of_chunk[:, word] += 1
            for word in pool:
                of_chunk[1, word] += 16 * (word >= 0)
            train_piece(own_in, own_out, words, noise, config.window, config.note_share, rate)
        touches += of_chunk
        n_chunks += of_chunk > 0
        results.append((own_in, own_out))
    for side, matrix in enumerate((inputs, outputs)):
        base = matrix.copy()
        for row in np.flatnonzero(n_chunks[side]):
            k = n_chunks[side, row]
            settled = 1 - math.exp(-rate * settling[side] * touches[side, row] / k)
            scale = 1 / (1 + (k - 1) * settled)
            matrix[row] += scale * sum(result[side][row] - base[row] for result in results)

"""The compiled pass over a piece against plain NumPy and against numeric gradients."""

import numba
import numpy as np
import pytest

from notelinks.word2vec.loss import sigmoid
from notelinks.word2vec.simd import LANES, load, store
from notelinks.word2vec.step import Options, scratch_layout, train_piece
from tests import naive

N_DIMS = 16


def run_kernel(inputs, outputs, words, noise, *, window, note_share, rate, sums_gradient=False):
    """One pass of the kernel over a piece; the matrices after it, and what was reported as loss."""
    n_words = len(inputs)
    rows = np.zeros((2, (n_words + 1) * N_DIMS), dtype=np.float32)
    rows[0, N_DIMS:] = inputs.ravel()
    rows[1, N_DIMS:] = outputs.ravel()
    offsets = (np.array(words, dtype=np.int64) + 1) * N_DIMS
    pool = (np.array(noise, dtype=np.int64).ravel() + 1) * N_DIMS
    runs = np.arange(len(words), dtype=np.int32) * len(noise[0])
    at = scratch_layout(N_DIMS, window)
    floats = np.zeros(at.errors + at.n_ring * N_DIMS, dtype=np.float32)
    loss = np.zeros(2)
    options = Options(N_DIMS, window, np.float32(note_share), sums_gradient)
    template = (0,) * (len(noise[0]) + 1)
    train_piece(np.stack([offsets, offsets]), pool, runs, 0, rows, options, np.float32(rate), template, floats, loss)
    assert not rows[:, :N_DIMS].any(), "row 0 stands for no row and must stay zero"
    return rows[0, N_DIMS:].reshape(-1, N_DIMS), rows[1, N_DIMS:].reshape(-1, N_DIMS), loss


def make_piece(seed, n_words, n_tokens, negative):
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(n_words, N_DIMS)) / 4
    outputs = rng.normal(size=(n_words, N_DIMS)) / 4
    words = rng.integers(0, n_words, n_tokens).tolist()
    noise = [rng.choice(n_words, negative, replace=False).tolist() for _ in range(n_tokens)]
    return inputs.astype(np.float32).astype(float), outputs.astype(np.float32).astype(float), words, noise


@pytest.mark.parametrize(
    ("n_tokens", "window", "note_share", "negative"),
    [
        (2, 5, 0.5, 5),
        (3, 1, 0.5, 5),
        (9, 3, 0.0, 5),
        (40, 5, 0.5, 5),
        (40, 5, 1.0, 5),
        (23, 50, 0.3, 20),
    ],
)
def test_kernel_agrees_with_the_naive_pass(n_tokens, window, note_share, negative):
    inputs, outputs, words, noise = make_piece(7, 30, n_tokens, negative)
    expected_in, expected_out = inputs.copy(), outputs.copy()
    naive.train_piece(expected_in, expected_out, words, noise, window, note_share, 0.3)

    got_in, got_out, _ = run_kernel(inputs, outputs, words, noise, window=window, note_share=note_share, rate=0.3)

    assert np.abs(expected_in - got_in).max() < 1e-5
    assert np.abs(expected_out - got_out).max() < 1e-5


def test_summed_gradient_gives_each_word_of_the_window_the_whole_error():
    """With one word on each side, a middle word is one of two context words: twice the divided share."""
    inputs, outputs, _, _ = make_piece(2, 6, 3, 5)
    words, noise = [0, 1, 2], [[3, 4, 5, -1, -1]] * 3
    settings = {"window": 1, "note_share": 0.0, "rate": 1e-3}

    divided, _, _ = run_kernel(inputs, outputs, words, noise, **settings)
    summed, _, _ = run_kernel(inputs, outputs, words, noise, **settings, sums_gradient=True)

    change = (summed - inputs)[[0, 2]] / (divided - inputs)[[0, 2]]
    assert np.median(change) == pytest.approx(2, abs=0.02)
    assert summed[1] == pytest.approx(divided[1], abs=1e-6)


def test_long_hidden_vector_is_taken_at_its_greatest_length():
    inputs, outputs, words, noise = make_piece(13, 30, 20, 5)
    inputs *= 60
    expected_in, expected_out = inputs.copy(), outputs.copy()
    naive.train_piece(expected_in, expected_out, words, noise, 5, 0.5, 0.1)

    got_in, got_out, _ = run_kernel(inputs, outputs, words, noise, window=5, note_share=0.5, rate=0.1)

    assert np.linalg.norm(naive.hidden_vector(inputs[words], 3, 5, 0.5)) == pytest.approx(8)
    assert np.abs(expected_in - got_in).max() < 1e-4
    assert np.abs(expected_out - got_out).max() < 1e-4
    assert np.linalg.norm(got_out - outputs, axis=1).max() <= 0.1 * 8 * 20


def numeric_gradients(inputs, outputs, words, noise, window, note_share):
    """Two-sided differences of the loss of a piece by every parameter of both matrices."""
    gradients = []
    for matrix in (inputs, outputs):
        gradient = np.zeros_like(matrix)
        for at in np.ndindex(matrix.shape):
            kept, losses = matrix[at], []
            for shift in (1e-5, -1e-5):
                matrix[at] = kept + shift
                losses.append(naive.loss_of_piece(inputs, outputs, words, noise, window, note_share))
            matrix[at] = kept
            gradient[at] = (losses[0] - losses[1]) / 2e-5
        gradients.append(gradient)
    return gradients


def test_update_is_the_gradient_of_the_loss_for_every_parameter():
    """Including a context word that occurs twice, and a noise word that is the true word of some positions."""
    inputs, outputs, _, _ = make_piece(3, 7, 6, 3)
    words, noise = [1, 2, 1, 3, 4, 2], [[3, 5, 0]] * 4 + [[2, 6, 5]] * 2
    gradient_in, gradient_out = numeric_gradients(inputs, outputs, words, noise, 2, 0.5)
    rate = 1e-3

    got_in, got_out, _ = run_kernel(inputs, outputs, words, noise, window=2, note_share=0.5, rate=rate)

    assert np.abs(-(got_in - inputs) / rate - gradient_in).max() < 3e-3
    assert np.abs(-(got_out - outputs) / rate - gradient_out).max() < 3e-3
    assert np.abs(gradient_in).max() > 0.1


def test_noise_word_that_is_drawn_twice_or_is_the_true_word_counts_once_or_not_at_all():
    inputs, outputs, _, _ = make_piece(5, 4, 2, 3)
    expected_in, expected_out = inputs.copy(), outputs.copy()
    naive.train_piece(expected_in, expected_out, [0, 1], [[0, 2, -1]] * 2, 5, 0.5, 0.5)

    got_in, got_out, _ = run_kernel(inputs, outputs, [0, 1], [[0, 2, -1]] * 2, window=5, note_share=0.5, rate=0.5)

    assert np.abs(expected_in - got_in).max() < 1e-5
    assert np.abs(expected_out - got_out).max() < 1e-5


def test_reported_loss_is_that_of_the_first_word():
    inputs, outputs, words, noise = make_piece(11, 9, 20, 5)
    expected = naive.loss_of_word(naive.hidden_vector(inputs[words], 0, 5, 0.5), outputs, words[0], noise[0])

    _, _, loss = run_kernel(inputs, outputs, words, noise, window=5, note_share=0.5, rate=0.1)

    assert loss[0] == pytest.approx(expected, abs=1e-5)
    assert loss[1] == 1.0


@numba.njit
def sigmoid_of_each(values):
    for block in range(0, len(values), LANES):
        store(values, block, sigmoid(load(values, block)))


def test_sigmoid_is_exact_to_a_millionth():
    x = np.append(np.linspace(-20, 20, 4094, dtype=np.float32), np.array([1e30, -1e30], dtype=np.float32))
    got = x.copy()

    sigmoid_of_each(got)

    assert got[:-2] == pytest.approx([naive.sigmoid(v) for v in x[:-2].tolist()], rel=2e-6)
    assert got[-2] == 1.0
    assert 0.0 <= got[-1] < 1e-8

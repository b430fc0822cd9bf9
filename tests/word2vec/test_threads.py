"""Threads that meet inside kernels: nobody passes early, no number is given twice, and nobody waits for ever."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numba
import numpy as np
import pytest

from notelinks.word2vec.threads import atomic_add, meet
from tests.support import cli_environment, wait_until

_N_THREADS = 4

_DEADLINE_S = 60.0


@numba.njit(nogil=True)
def _write_and_look(thread, n_threads, n_rounds, slots, arrivals):
    """How many slots of other threads were not what they should be between two meetings; -1 if not all came."""
    n_wrong = 0
    for number in range(n_rounds):
        slots[thread, 0] = number
        if not meet(n_threads, 2 * number + 1, arrivals):
            return -1
        for other in range(n_threads):
            n_wrong += slots[other, 0] != number
        if not meet(n_threads, 2 * number + 2, arrivals):
            return -1
    return n_wrong


@numba.njit(nogil=True)
def _take_numbers(n_threads, arrivals, counter, taken):
    meet(n_threads, 1, arrivals)
    for i in range(taken.shape[0]):
        taken[i] = atomic_add(counter, 1, 1)


@contextmanager
def _threads(call: Callable[[int], object], n_threads: int, arrivals: np.ndarray) -> Iterator[dict[int, object]]:
    """Calls on threads of their own; gives their results, all of them once the block is left.

    They are released at the end, so that a thread that hangs cannot disturb other tests.
    """
    results: dict[int, object] = {}

    def run(thread: int) -> None:
        results[thread] = call(thread)

    threads = [threading.Thread(target=run, args=(thread,), daemon=True) for thread in range(n_threads)]
    for thread in threads:
        thread.start()
    try:
        yield results
        wait_until(lambda: not any(thread.is_alive() for thread in threads), _DEADLINE_S)
    finally:
        arrivals[1] = 1


def test_nobody_passes_a_meeting_before_all_have_come():
    slots, arrivals = np.full((_N_THREADS, 8), -1), np.zeros(2, dtype=np.int64)
    n_rounds = 500
    _write_and_look(0, 1, 1, slots[:1].copy(), arrivals.copy())

    def call(thread: int) -> int:
        return _write_and_look(thread, _N_THREADS, n_rounds, slots, arrivals)

    with _threads(call, _N_THREADS, arrivals) as results:
        pass

    assert results == dict.fromkeys(range(_N_THREADS), 0)
    assert arrivals[0] == 2 * n_rounds * _N_THREADS


def test_every_number_is_given_to_one_thread_once():
    counter, arrivals = np.zeros(3, dtype=np.int64), np.zeros(2, dtype=np.int64)
    taken = np.zeros((_N_THREADS, 500_000), dtype=np.int64)
    _take_numbers(1, arrivals.copy(), counter.copy(), taken[0, :1].copy())

    with _threads(lambda thread: _take_numbers(_N_THREADS, arrivals, counter, taken[thread]), _N_THREADS, arrivals):
        pass

    assert (np.sort(taken.ravel()) == np.arange(taken.size)).all()
    assert counter.tolist() == [0, taken.size, 0]


def test_threads_that_wait_for_one_that_does_not_come_are_released():
    arrivals = np.zeros(2, dtype=np.int64)

    with _threads(lambda _: bool(meet(_N_THREADS + 1, 1, arrivals)), _N_THREADS, arrivals) as results:
        wait_until(lambda: arrivals[0] == _N_THREADS)
        before = dict(results)
        arrivals[1] = 1

    assert before == {}
    assert results == dict.fromkeys(range(_N_THREADS), False)


def test_meeting_to_which_all_came_counts_even_if_nobody_shall_wait_any_more():
    assert meet(1, 1, np.array([0, 1], dtype=np.int64))


_TRAINING_WITHOUT_THREADS = """
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from notelinks.config import TrainingConfig
from notelinks.word2vec import train
from notelinks.word2vec.corpus import Corpus
from notelinks.word2vec.vocabulary import Vocabulary

n_started, submit = 0, ThreadPoolExecutor.submit


def fail_late(*arguments):
    global n_started
    n_started += 1
    if n_started > int(sys.argv[1]):
        raise RuntimeError("can't start new thread")
    return submit(*arguments)


def fail_at_once(*_):
    raise RuntimeError("can't start new thread")


word_ids = np.arange(40_000, dtype=np.int32) % 50
vocabulary = Vocabulary(tuple(map(str, range(50))), np.full(50, 800))
corpus = Corpus(tuple(map(str, range(40))), word_ids, np.arange(0, 40_001, 1_000))
trainer = train.Trainer(corpus, vocabulary, TrainingConfig(n_dims=16, n_threads=4))
ThreadPoolExecutor.submit = fail_late
if sys.argv[2:]:
    real = train.train_rounds
    train.train_rounds = lambda thread, *others: (real, fail_at_once)[thread == int(sys.argv[2])](thread, *others)
try:
    trainer.run()
except RuntimeError as error:
    sys.stdout.write(str(error))
"""


@pytest.mark.parametrize("numbers", [("0",), ("1",), ("2",), ("3", "0"), ("3", "2")])
def test_training_whose_threads_cannot_start_fails_and_the_process_ends(warm_kernels: None, numbers: tuple[str, ...]):
    """Some threads come, then the pool cannot start one; or all come, and one fails before it meets the others."""
    done = subprocess.run(
        [sys.executable, "-c", _TRAINING_WITHOUT_THREADS, *numbers],
        env=cli_environment(),
        capture_output=True,
        text=True,
        timeout=_DEADLINE_S,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "can't start new thread"), done.stderr

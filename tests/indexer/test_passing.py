"""Values between processes: all arrive, arrays can be written to, and nothing is copied that is large."""

import threading
import tracemalloc
from multiprocessing import Pipe
from typing import Any

import numpy as np
import pytest

from notelinks.indexer.passing import pass_on, take_over

MB = 1 << 20


def sent_and_received(*values: Any) -> list[Any]:
    theirs, ours = Pipe()
    sender = threading.Thread(target=lambda: [pass_on(theirs, value) for value in values])
    sender.start()
    received = [take_over(ours) for _ in values]
    sender.join()
    return received


def test_values_arrive_one_after_the_other() -> None:
    arrays = {"empty": np.zeros((0, 3), np.int64), "large": np.arange(MB), "by column": np.ones((3, 4), order="F")}
    words, received, nothing = sent_and_received(["some", "words"], arrays, None)

    assert (words, nothing) == (["some", "words"], None)
    for name, array in arrays.items():
        assert np.array_equal(array, received[name]) and array.dtype == received[name].dtype


def test_received_arrays_can_be_written_to() -> None:
    (received,) = sent_and_received(np.zeros(10))
    received += 1

    assert received.sum() == 10


def test_large_array_is_in_memory_once_at_each_end() -> None:
    array = np.ones(64 * MB, dtype=np.uint8)
    tracemalloc.start()
    try:
        sent_and_received(array)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 68 * MB, "what is received, and no copy of what is sent"


def test_end_of_the_other_side_is_an_error() -> None:
    theirs, ours = Pipe()
    theirs.send([10, 20])
    theirs.send_bytes(b"half of it")
    theirs.close()

    with pytest.raises(EOFError):
        take_over(ours)

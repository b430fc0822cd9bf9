"""Values that hold large arrays, from one process to another: an array is sent as it lies in memory, and received where
it stays. A pickle that held it would be a copy of it in both processes, at the moment at which they hold most.

By the out-of-band buffers of pickle's protocol 5 (PEP 574).
"""

import pickle
from multiprocessing.connection import Connection
from typing import Any

_AT_ONCE = 1 << 20
"""Bytes in one message: a connection has a copy of the whole of it before it gives it out."""


def pass_on(connection: Connection, value: Any) -> None:
    """Sends a value to whoever calls `take_over` at the other end.

    Raises:
        OSError: if nobody is there any more.
    """
    buffers: list[pickle.PickleBuffer] = []
    head = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    parts = [buffer.raw() for buffer in buffers]
    connection.send([part.nbytes for part in parts])
    connection.send_bytes(head)
    for part in parts:
        for start in range(0, part.nbytes, _AT_ONCE):
            connection.send_bytes(part[start : start + _AT_ONCE])


def take_over(connection: Connection) -> Any:
    """The next value that was passed on; its arrays can be written to if they could be at the other end.

    Raises:
        EOFError, OSError: if the other end is closed, maybe in the middle of it.
    """
    sizes = connection.recv()
    head = connection.recv_bytes()
    parts = [bytearray(size) for size in sizes]
    for part in parts:
        for start in range(0, len(part), _AT_ONCE):
            connection.recv_bytes_into(part, start)
    return pickle.loads(head, buffers=parts)

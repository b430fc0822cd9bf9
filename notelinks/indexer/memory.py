"""Memory that is free again goes back to the system."""

import contextlib
import ctypes


def give_back_memory() -> None:
    """Has the C library return what was freed after a training; it would keep it for the next one.

    Only glibc has the call (malloc_trim(3)); elsewhere nothing is done.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)

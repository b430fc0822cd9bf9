"""A terminal that does not know its size, as some serial lines and scripts have, is given the usual one.

Rich takes such a terminal for 80 × 25, the standard library for 80 × 24; Textual asks both, and would draw without end
to make them agree.
"""

import os
import struct
import sys

_COLUMNS, _LINES = 80, 24


def give_size() -> None:
    """Sets the size of the terminal where it says 0. A real size that it learns later replaces this one."""
    if os.name == "nt" or sys.__stderr__ is None:
        return
    import fcntl
    import termios

    try:
        columns, lines = os.get_terminal_size(sys.__stderr__.fileno())
        if not (columns and lines):
            size = struct.pack("HHHH", lines or _LINES, columns or _COLUMNS, 0, 0)
            fcntl.ioctl(sys.__stderr__.fileno(), termios.TIOCSWINSZ, size)
    except (OSError, ValueError):
        return

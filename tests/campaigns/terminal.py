"""The program in a pseudo-terminal: keys go in, bytes come out."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

from tests.support import cli_environment

DEADLINE_S = 60.0

RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?2004l")
"""Leave the alternate screen, show the cursor, stop reporting the mouse and pasting."""

_NAMED_KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "backspace": "\x7f", "slash": "/",
    "question_mark": "?", "exclamation_mark": "!",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "space": " ",
    "home": "\x1b[H", "end": "\x1b[F", "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "delete": "\x1b[3~",
}  # fmt: skip


def key_bytes(name: str) -> bytes:
    """What a terminal sends for a key, by Textual's name for it.

    Raises:
        KeyError: if it is not known here.
    """
    *modifiers, key = name.split("+") if name != "+" else [name]
    if modifiers == ["ctrl"] and len(key) == 1:
        return bytes([ord(key) & 0x1F])
    if modifiers == ["alt"]:
        return (
            b"\x1b[1;3" + _NAMED_KEYS[key][-1:].encode()
            if key in ("left", "right", "up", "down")
            else b"\x1b" + (key_bytes(key))
        )
    return key.encode() if len(key) == 1 else _NAMED_KEYS[name if name in _NAMED_KEYS else key].encode()


class Terminal:
    """One run of `notelinks`, for the length of a `with` block."""

    def __init__(
        self,
        arguments: Sequence[str],
        env: Mapping[str, str],
        *,
        columns: int = 120,
        lines: int = 35,
        prefix: Sequence[str] = (),
    ) -> None:
        """
        Args:
            prefix: a command that runs the program.
        """
        self.master, self._slave = pty.openpty()
        self.resize(columns, lines)
        self.settings = termios.tcgetattr(self._slave)
        self.output = b""
        """All that was written so far."""
        self.process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "notelinks", *arguments],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env=cli_environment(env={"TERM": "xterm-256color", "COLORTERM": "truecolor", **env}),
            start_new_session=True,
        )

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)
        os.close(self._slave)

    def resize(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def read_for(self, seconds: float) -> int:
        """Reads for a while; gives how many bytes came."""
        before, end = len(self.output), time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)
        return len(self.output) - before

    def read_until(self, condition: Callable[[], object], deadline_s: float = DEADLINE_S) -> None:
        """Reads until something holds.

        Raises:
            AssertionError: if it does not within the deadline.
        """
        end = time.monotonic() + deadline_s
        while not condition():
            assert time.monotonic() < end, self.output[-1500:]
            self._read(0.05)

    def press(self, *names: str) -> None:
        """Sends keys, and reads what is written meanwhile, so that the program never waits for a reader.

        After an escape nothing follows for a while, or both together would be another key.
        """
        for name in names:
            os.write(self.master, key_bytes(name))
            self.read_for(0.25 if name == "escape" else 0.01)

    def settle(self) -> None:
        """Reads until nothing has come for a while, or the program has ended."""
        while self._read(0.4):
            continue

    def await_end(self) -> int:
        """The exit status."""
        self.read_until(lambda: self.process.poll() is not None)
        self.settle()
        return self.process.returncode

    def has_settings_restored(self) -> bool:
        """Whether echo, line editing and the like are as they were."""
        return termios.tcgetattr(self._slave) == self.settings

    def _read(self, timeout_s: float) -> bool:
        if not select.select([self.master], [], [], timeout_s)[0]:
            return False
        try:
            found = os.read(self.master, 1 << 16)
        except OSError:
            return False
        self.output += found
        return bool(found)

"""The command line as a process: started as a user does it or, where that makes no difference, forked."""

import atexit
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.command_server import Order, send_order

COMMAND_TIMEOUT_S = 120.0
"""No command of a test takes longer, even while the machine is busy."""

_STARTED = (["index"], ["watch"])
"""Commands that are started in any case: what they write is to be the same whatever order an interpreter keeps sets in,
and forked ones share theirs."""

_INTERPRETERS = ("PYTHON", "LANG", "LC_", "OPENBLAS_", "XDG_CACHE_HOME")
"""Beginnings of the variables that are read before a command begins."""


def run_cli(
    *arguments: str | Path,
    home: Path | None = None,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    prefix: Sequence[str] = (),
    **options: Any,
) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end; bytes of its output that are not UTF-8 stand as surrogates.

    Args:
        prefix: a command that runs it, such as `unshare`.
        options: of `subprocess.run`.
    """
    environment = cli_environment(home, env)
    command = [*map(os.fspath, arguments)]
    if not (prefix or options) and command[:1] not in _STARTED and _for_interpreter(environment) == _server().variables:
        return _server().run(Order(command, os.fspath(cwd or Path.cwd()), environment))
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, **options}
    return subprocess.run(
        [*prefix, sys.executable, "-m", "notelinks", *command],
        cwd=cwd,
        env=environment,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=COMMAND_TIMEOUT_S,
        check=False,
        **options,
    )


def cli_environment(home: Path | None = None, env: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a command: the test's own, with another home and other variables if wanted.

    Without the size of a terminal that whatever runs the tests has set: a program would believe it more than its own.
    """
    own = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    return own | ({} if home is None else {"NOTELINKS_HOME": str(home)}) | dict(env or {})


def _for_interpreter(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_INTERPRETERS)}


class _Server:
    """The process of `command_server`."""

    def __init__(self) -> None:
        self._connection, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.variables = _for_interpreter(os.environ)
        """With which its interpreter was started."""
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.command_server", str(theirs.fileno())],
                cwd=Path(__file__).parents[1],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

    def run(self, order: Order) -> subprocess.CompletedProcess[str]:
        """Has a command run to its end.

        Raises:
            subprocess.TimeoutExpired: if there is none.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            with theirs, open(os.devnull, "rb") as nothing:
                streams = [stream.fileno() for stream in (nothing, output, errors)]
                send_order(self._connection, order, streams, theirs.fileno())
            process_id = int(ours.recv(64))
            ours.settimeout(COMMAND_TIMEOUT_S)
            try:
                status = int(ours.recv(64))
            except TimeoutError:
                os.kill(process_id, signal.SIGKILL)
                raise subprocess.TimeoutExpired(order.arguments, COMMAND_TIMEOUT_S) from None
            written = [_read(stream) for stream in (output, errors)]
        return subprocess.CompletedProcess(order.arguments, status, *written)

    def close(self) -> None:
        self._connection.close()
        self._process.wait()


def _read(stream: Any) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")


@cache
def _server() -> _Server:
    made = _Server()
    atexit.register(made.close)
    return made

"""A process that has imported what commands import, which takes longer than most of them, and forks for each command.

What it forks is a process of its own, from `__main__` to the end of the interpreter: it has its own streams, folder,
environment and exit status. `tests.commands` asks for it.
"""

import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
from collections.abc import Iterable
from dataclasses import dataclass

_IMPORTED = ("notelinks.cli", "notelinks.query", "notelinks.store", "notelinks.notes", "notelinks.linking")
"""What commands import that need neither compiled code nor the screen."""

_MAX_ORDER_BYTES = 1 << 17

_N_DESCRIPTORS = 4


@dataclass(frozen=True)
class Order:
    """A command to run."""

    arguments: list[str]
    folder: str
    environment: dict[str, str]

    def run(self, streams: Iterable[int]) -> None:
        """Becomes the command."""
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.chdir(self.folder)
        os.environ.clear()
        os.environ.update(self.environment)
        sys.argv[1:] = self.arguments
        runpy.run_module("notelinks", run_name="__main__", alter_sys=True)


def send_order(connection: socket.socket, order: Order, streams: Iterable[int], reply: int) -> None:
    """Asks a server for a command.

    Args:
        streams: what the command reads from and writes to.
        reply: a socket, to which the process id of the command is written, and its exit status when it has ended.
    """
    message = json.dumps([order.arguments, order.folder, order.environment]).encode("ascii")
    socket.send_fds(connection, [message], [*streams, reply])


def main() -> None:
    """Forks for each order that comes in, until nobody can send one any more."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    for package in map(importlib.import_module, _IMPORTED):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # those who wait for commands are not waited for
    while True:
        message, descriptors, _, _ = socket.recv_fds(connection, _MAX_ORDER_BYTES, _N_DESCRIPTORS)
        if not message:
            return
        if not os.fork():
            break
        for descriptor in descriptors:
            os.close(descriptor)
    connection.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    *streams, reply = descriptors
    if command := os.fork():
        _report(command, socket.socket(fileno=reply))
    os.close(reply)
    Order(*json.loads(message)).run(streams)


def _report(command: int, reply: socket.socket) -> None:
    """Tells of a command's beginning and end, and ends this process."""
    reply.send(b"%d" % command)
    _, status = os.waitpid(command, 0)
    reply.send(b"%d" % os.waitstatus_to_exitcode(status))
    os._exit(0)


if __name__ == "__main__":
    main()

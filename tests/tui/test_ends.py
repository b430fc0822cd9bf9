"""However the program ends, the terminal is restored, the exit code is right and no text of a note is left behind."""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time

import pytest
from driving import GARDEN

from notelinks.tui.crash import refuse_without_terminal
from notelinks.tui.memory import recall

PROGRAM = """
import asyncio, sys
from pathlib import Path
from notelinks.tui import app, help_screen, main_screen, run
from notelinks.tui.child import IndexerChild
from notelinks.tui.views import view

def fail(*_):
    note = "canary of a note"
    raise KeyError(note)

async def fail_when_ended():
    try:
        await asyncio.sleep(60)
    finally:
        fail()

def paint_without_end(self):
    while True:
        self.app._driver.write(".")

def fail_elsewhere(self):
    if sys.argv[3] == "timer":
        self.set_timer(0.01, fail)
    elif sys.argv[3] == "worker":
        self.run_worker(fail, thread=True)
    elif sys.argv[3] == "task":
        self.task = asyncio.create_task(fail_when_ended())
        self.set_timer(0.1, lambda: self.app.exit(return_code=1))
    else:
        fail()

main_screen.MainScreen.action_cycle_order = fail_elsewhere
if sys.argv[3] == "handler":
    view.View.on_answered = fail
elif sys.argv[3] == "compose":
    help_screen.HelpScreen.compose = fail
main_screen.MainScreen.action_cycle_links = paint_without_end
sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
app.IndexerChild = lambda vault, folder: IndexerChild(vault, folder, sleeper)
sys.exit(run.run_app(Path(sys.argv[1]), Path(sys.argv[2])))
"""

RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l")
"""Leave the alternate screen, show the cursor, stop reporting the mouse and pasting."""

DEADLINE_S = 20.0


class Terminal:
    """The program in a pseudo-terminal."""

    def __init__(self, vault, mistake: str = "key") -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 35, 120, 0, 0))
        editor = f"{sys.executable} -c 'import time; time.sleep(60)'"
        environment = {**os.environ, "TERM": "xterm-256color", "VISUAL": editor}
        command = [sys.executable, "-c", PROGRAM, str(vault.path), str(vault.folder), mistake]
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)
        self.output = b""

    def read_until(self, condition) -> None:
        deadline = time.monotonic() + DEADLINE_S
        while not condition():
            assert time.monotonic() < deadline, self.output[-2000:]
            if select.select([self.master], [], [], 0.05)[0]:
                try:
                    self.output += os.read(self.master, 65536)
                except OSError:
                    return

    def await_screen(self) -> None:
        self.read_until(lambda: b"Compost" in self.output)
        self.output = b""

    def await_end(self) -> int:
        self.read_until(lambda: self.process.poll() is not None)
        self.read_until(lambda: not select.select([self.master], [], [], 0.1)[0])
        return self.process.wait(DEADLINE_S)


@pytest.fixture
def terminal(vault, request):
    vault.build(GARDEN)
    started = Terminal(vault, getattr(request, "param", "key"))
    started.await_screen()
    yield started
    with contextlib.suppress(ProcessLookupError):
        os.killpg(started.process.pid, signal.SIGKILL)
    started.process.wait()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_signals_restore_the_terminal(terminal, name):
    number = getattr(signal, name)
    terminal.process.send_signal(number)

    assert terminal.await_end() == 128 + number
    assert [code for code in RESTORED if code not in terminal.output] == []
    assert b"Traceback" not in terminal.output


@pytest.mark.parametrize(
    ("terminal", "key"),
    [("key", b"r"), ("timer", b"r"), ("worker", b"r"), ("handler", b"S"), ("compose", b"?")],
    indirect=["terminal"],
)
def test_mistake_of_ours_leaves_a_short_message_without_values(terminal, vault, key):
    os.write(terminal.master, key)

    assert terminal.await_end() == 1
    assert [code for code in RESTORED if code not in terminal.output] == []
    after = terminal.output.split(RESTORED[0])[-1]
    assert b"something went wrong in the program (KeyError" in after
    assert b"canary" not in terminal.output and b"Traceback" not in terminal.output
    log = (vault.folder / "crash.log").read_text()
    assert "in fail" in log and "canary" not in log


@pytest.mark.parametrize("terminal", ["task"], indirect=True)
def test_mistake_while_all_is_ended_leaves_no_values_either(terminal):
    os.write(terminal.master, b"r")

    assert terminal.await_end() == 1
    assert [code for code in RESTORED if code not in terminal.output] == []
    assert b"something went wrong in the program (KeyError" in terminal.output
    assert b"canary" not in terminal.output and b"Traceback" not in terminal.output


def test_q_ends_the_indexer_too(terminal, vault):
    os.write(terminal.master, b"q")

    assert terminal.await_end() == 0
    assert [code for code in RESTORED if code not in terminal.output] == []


def test_closed_terminal_ends_the_program(terminal):
    os.close(terminal.master)
    os.killpg(terminal.process.pid, signal.SIGHUP)

    assert terminal.process.wait(DEADLINE_S) != 0


def test_terminal_that_goes_without_a_signal_ends_the_program(terminal, vault):
    """SIGHUP reaches the session that owns the terminal; a program in a session of its own gets none."""
    os.close(terminal.master)

    assert terminal.process.wait(DEADLINE_S) == 129
    assert recall(vault.folder).note == "Clover.md", "the shown note is remembered"


def test_terminal_that_goes_while_an_editor_runs_ends_the_program(terminal):
    """The event loop stands still meanwhile."""
    os.write(terminal.master, b"e")
    terminal.read_until(lambda: RESTORED[0] in terminal.output)
    os.close(terminal.master)

    assert terminal.process.wait(DEADLINE_S) == 129


def test_terminal_that_goes_while_much_is_painted_ends_the_program(terminal):
    """What cannot be written fills the queue of Textual's writer, and the event loop waits for it."""
    os.write(terminal.master, b"f")
    terminal.read_until(lambda: b"." * 100 in terminal.output)
    os.close(terminal.master)

    assert terminal.process.wait(DEADLINE_S) == 129


def test_without_a_terminal_there_is_one_line_and_no_escape(vault):
    vault.build(GARDEN)
    command = [sys.executable, "-c", PROGRAM, str(vault.path), str(vault.folder), ""]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)

    assert ended.returncode == 2
    assert ended.stdout == b"" and ended.stderr.count(b"\n") == 1 and b"\x1b" not in ended.stderr
    assert refuse_without_terminal() != ""


def test_nothing_heavy_is_imported_before_the_first_paint():
    program = "import sys, notelinks.tui.app; print([m for m in sys.argv[1:] if m in sys.modules])"
    heavy = ["numpy", "numba", "llvmlite", "watchdog", "markdown_it", "rich.markdown"]
    ended = subprocess.run([sys.executable, "-c", program, *heavy], capture_output=True, check=True, text=True)

    assert ended.stdout.strip() == "[]"

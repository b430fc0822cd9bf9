"""Measures the terminal interface in a pseudo-terminal: how soon it is painted, and how soon it answers a key.

usage: .venv/bin/python tests/benchmarks/screen.py [N_NOTES]

The first paint is compared with that of an empty Textual program in the same run, one after the other, so that what the
machine does meanwhile hits both. Keys are pressed in a vault of generated notes while its indexer trains, and in a bare
list of the same titles beside the same training. Prints medians and the 95th percentile in milliseconds.
"""

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from notelinks.store.reader import StoreReader
from tests.benchmarks.vault_maker import make_vault
from tests.support import TINY_CONFIG, Watcher, index_vault, make_home, open_index, wait_until

N_NOTES = 10_000
"""Notes of the generated vault."""

N_STARTS = 21
"""Starts of each program."""

N_KEYS = 200
"""Keys that are pressed."""

N_SHOWN = 20
"""Characters of a title that a list has room for."""

GAPS_S = {"held": 0.03, "one by one": 0.15}
"""Between an answer and the next key: a key that is held, and somebody who goes from note to note, each of which is
shown with all that belongs to it."""

DEADLINE_S = 60.0

TRAINING_CONFIG = "[training]\nn_dims = 256\ntarget_budget = 2000000000\nmax_epochs = 5000\n"
"""A training that outlasts the keys."""

EMPTY_PROGRAM = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("painted")

Empty().run()
"""


LIST_PROGRAM = """
import sys
from textual.app import App
from textual.widgets import OptionList

class Titles(App):
    BINDINGS = [("j", "down")]
    def compose(self):
        yield OptionList(*open(sys.argv[1], encoding="utf-8").read().splitlines())
    def action_down(self):
        self.query_one(OptionList).action_cursor_down()

Titles().run()
"""
"""Textual's own list of the same titles, which does nothing but move its cursor."""


class Terminal:
    """A program in a pseudo-terminal of 120 × 35 cells."""

    def __init__(self, command: list[str]) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 35, 120, 0, 0))
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
        self.output = b""
        self.started_s = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)

    def wait_for(self, condition: Callable[[bytes], bool]) -> float:
        """Reads until what was written satisfies a condition; gives the moment."""
        end = time.perf_counter() + DEADLINE_S
        while not condition(self.output):
            if time.perf_counter() > end:
                raise TimeoutError(self.output[-500:])
            if select.select([self.master], [], [], 0.5)[0]:
                self.output += os.read(self.master, 1 << 16)
        return time.perf_counter()

    def read_on(self, seconds: float) -> None:
        """Reads what is written meanwhile, and forgets it."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self.master], [], [], left)[0]:
                os.read(self.master, 1 << 16)
        self.output = b""

    def close(self) -> None:
        """Ends the program."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.master)


def measure_first_paint(command: list[str], sign: bytes) -> float:
    """Seconds from the start of a program until it has drawn `sign`."""
    terminal = Terminal(command)
    try:
        return terminal.wait_for(lambda output: sign in output) - terminal.started_s
    finally:
        terminal.close()


def measure_keys(command: list[str], titles: list[str], is_training: Callable[[], bool], gap_s: float) -> list[float]:
    """Seconds from a key to the repainted row, for keys that were pressed while the indexer trained.

    Args:
        gap_s: between an answer and the next key.
    """
    terminal = Terminal(command)
    found = []
    try:
        terminal.wait_for(partial(is_shown, titles[0]))
        end = time.perf_counter() + DEADLINE_S
        while not is_training() and time.perf_counter() < end:
            terminal.read_on(0.5)
        os.write(terminal.master, b"\x1b[H")
        terminal.read_on(1.0)
        for title in titles[1 : N_KEYS + 1]:
            pressed = time.perf_counter()
            os.write(terminal.master, b"j")
            answered = terminal.wait_for(partial(is_shown, title))
            if is_training():
                found.append(answered - pressed)
            terminal.read_on(gap_s)
    finally:
        terminal.close()
    return found


def is_shown(title: str, output: bytes) -> bool:
    """Whether what a list shows of a title was written."""
    return title[:N_SHOWN].encode() in output


def main() -> None:
    n_notes = int(sys.argv[1]) if len(sys.argv) > 1 else N_NOTES
    with tempfile.TemporaryDirectory() as temporary:
        home = make_home(Path(temporary) / "home", TINY_CONFIG)
        os.environ["NOTELINKS_HOME"] = str(home)
        vault = make_vault(Path(temporary) / "vault", n_notes)
        index_vault(vault)
        ours = [sys.executable, "-m", "notelinks", str(vault)]
        empty = [sys.executable, "-c", EMPTY_PROGRAM]
        paints: tuple[list[float], list[float]] = ([], [])
        measure_first_paint(ours, b"notelinks")
        for _ in range(N_STARTS):
            paints[0].append(measure_first_paint(empty, b"painted"))
            paints[1].append(measure_first_paint(ours, b"notelinks"))
        of_empty, of_ours = map(statistics.median, paints)
        print(f"first paint, median of {N_STARTS}: empty Textual program {1000 * of_empty:.0f} ms, ", end="")
        print(
            f"notelinks with {n_notes:,} notes {1000 * of_ours:.0f} ms: {1000 * (of_ours - of_empty):+.0f} ms",
            flush=True,
        )
        make_home(home, TRAINING_CONFIG)
        titles = sorted_titles(vault)
        (list_of_titles := Path(temporary) / "titles").write_text("\n".join(titles), encoding="utf-8")
        bare_list = [*empty[:2], LIST_PROGRAM, str(list_of_titles)]
        with open_index(vault) as reader:
            is_training = partial(training_goes_on, reader)
            for name, gap_s in GAPS_S.items():
                with Watcher(vault, home) as watcher:
                    wait_until(is_training, DEADLINE_S)
                    of_list = measure_keys(bare_list, titles, is_training, gap_s)
                    watcher.stop()  # so that the index no longer says that a training goes on
                of_ours = measure_keys(ours, titles, is_training, gap_s)
                print(f"key to repaint while training, {name}, in Textual's own list: {describe_keys(of_list)}")
                print(f"key to repaint while training, {name}, in notelinks: {describe_keys(of_ours)}", flush=True)


def describe_keys(seconds: list[float]) -> str:
    """Median, 95th percentile and worst of some keys."""
    cuts = statistics.quantiles(seconds, n=20)
    figures = {"median": statistics.median(seconds), "p95": cuts[-1], "worst": max(seconds)}
    return f"{len(seconds)} keys, " + ", ".join(f"{name} {1000 * value:.0f} ms" for name, value in figures.items())


def sorted_titles(vault: Path) -> list[str]:
    """Titles in the order in which they are listed."""
    return sorted((path.stem for path in vault.rglob("*.md")), key=lambda title: title.casefold())


def training_goes_on(reader: StoreReader) -> bool:
    """What the index says; asked after every key, so it must not take a processor away from what is measured."""
    return reader.status().activity == "training"


if __name__ == "__main__":
    main()

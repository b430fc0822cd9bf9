"""However many start at once, one process writes an index; and no reader is told that it is locked."""

import json
import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from notelinks.cli.exits import FOUND, INDEXER_RUNNING, NOTHING_FOUND, VAULT_AWAY
from notelinks.config import index_folder
from notelinks.store.lock import is_indexer_running
from tests.campaigns.test_stateful import fresh_digest, store_digest
from tests.campaigns.watching import WatchedVault
from tests.support import Watcher, index_vault, make_notes, run_cli, wait_until, write_vault

_ROOT = Path(__file__).parents[2]
_N_READERS = 20

_RACES = """
import os, sys
from pathlib import Path
from notelinks.errors import IndexerRunningError
from notelinks.store.lock import IndexLock

def compete(folder, gate, answers, hold):
    os.read(gate, 1)
    lock = IndexLock(folder)
    try:
        lock.acquire()
        os.write(answers, b"1")
    except IndexerRunningError:
        os.write(answers, b"0")
    os.read(hold, 1)
    os._exit(0)

races = []
for number in range(50):
    (gate, opener), (answer, answers), (hold, end) = os.pipe(), os.pipe(), os.pipe()
    for _ in range(2):
        if not os.fork():
            compete(Path(sys.argv[1], str(number)), gate, answers, hold)
    os.write(opener, b"go")
    races.append((answer, end))
for answer, end in races:
    print(sorted(os.read(answer, 1) for _ in range(2)))
    os.write(end, b"go")
"""


ONE_WINNER = "[b'0', b'1']"
"""How a race ends if the lock is one."""


def race(folder: Path, before: str = "") -> set[str]:
    """How fifty races of two processes for a lock end.

    Args:
        before: what is done first in all of these processes.
    """
    command = [sys.executable, "-c", before + _RACES, folder]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout.count("\n")) == (0, 50), done.stderr[-2000:]
    return {*done.stdout.splitlines()}


def test_of_two_processes_that_want_the_lock_at_once_one_gets_it(tmp_path: Path) -> None:
    assert race(tmp_path) == {ONE_WINNER}


@pytest.mark.slow
def test_of_two_indexers_that_start_at_once_one_writes(tmp_path: Path, warm_kernels: None) -> None:
    """Five hundred times; the one that writes is killed at once or somewhat later, and the index can be completed."""
    rng = random.Random(1)
    vault = write_vault(tmp_path / "vault", make_notes(12, 1))
    folder = index_folder(vault)
    for number in range(500):
        write_vault(vault, make_notes(rng.randrange(1, 4), number))
        with Watcher(vault) as one, Watcher(vault) as other:
            wait_until(lambda: one.process.poll() is not None or other.process.poll() is not None)
            winner, loser = (one, other) if one.process.poll() is None else (other, one)
            assert (winner.process.poll(), is_indexer_running(folder)) == (None, True), number
            errors = loser.process.stderr.read().decode()
            assert (loser.process.returncode, errors.count("\n")) == (INDEXER_RUNNING, 1), (number, errors)
            assert "already running" in errors
            time.sleep(rng.choice((0, 0, 0, 0, rng.uniform(0, 3))))

    index_vault(vault)
    assert store_digest(folder) == fresh_digest(vault)


def _read_and_write(folder: Path, seconds: float) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.campaigns.crowd", os.fspath(folder), str(seconds)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, timeout=seconds + 120)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_twenty_readers_of_an_index_that_is_written_all_the_time_meet_no_error(tmp_path: Path) -> None:
    rounds = _read_and_write(tmp_path / "index", 5.0)

    assert min(rounds["written"], rounds["least_read"]) > 3, rounds


@pytest.mark.slow
def test_twenty_readers_meet_no_error_in_five_minutes(tmp_path: Path) -> None:
    rounds = _read_and_write(tmp_path / "index", 300.0)
    print(rounds)

    assert min(rounds["written"], rounds["least_read"]) > 100


_COMMANDS = (["related", "--all"], ["status"], ["concepts", "--all"], ["search", "flour"], ["words", "dough"])


@pytest.mark.slow
def test_twenty_readers_of_a_busy_watcher_meet_no_error(tmp_path: Path, warm_kernels: None) -> None:
    """Two minutes of operations, with twenty commands running at any time."""
    watched = WatchedVault(tmp_path, 3)
    end = time.monotonic() + 120

    def read(number: int) -> int:
        n_read = 0
        while time.monotonic() < end:
            arguments = _COMMANDS[(number + n_read) % len(_COMMANDS)]
            done = run_cli(*arguments, "--vault", watched.vault, home=watched.home)
            assert done.returncode in (FOUND, NOTHING_FOUND, VAULT_AWAY), (arguments, done.stderr)
            n_read += 1
        return n_read

    with watched.watcher, ThreadPoolExecutor(_N_READERS) as pool:
        watched.watcher.settle()
        counts = pool.map(read, range(_N_READERS))
        while time.monotonic() < end:
            watched.operate(50)
        print(sum(counts), "commands", watched.counts.total(), "operations")
        watched.catch_up()

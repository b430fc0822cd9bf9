"""Killed at any moment, at random or at every single system call that writes, the index is the old or the new one."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.campaigns.kill_writer import check

_ROOT = Path(__file__).parents[2]
_USUAL_SHARE = 1 / 3
"""Of the calls of an update at which the usual run kills; each takes half a second."""

WRITING = "pwrite64,write,fdatasync,fsync,rename,renameat2,unlink,unlinkat,mkdir,ftruncate,rmdir"

_ONE_UPDATE = """
import sys
from pathlib import Path
from tests.campaigns.kill_writer import StoreWriter, write_next
writer = StoreWriter(Path(sys.argv[1]), str.casefold)
write_next(writer)
writer.close()
"""


def _kill_many(folder: Path, n_kills: int, seed: int) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.campaigns.kill_writer", os.fspath(folder), str(n_kills), str(seed)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_three_hundred_killed_writers_leave_the_old_or_the_new_index(tmp_path: Path) -> None:
    outcomes = _kill_many(tmp_path / "index", 300, 1)

    assert min(outcomes["advanced"], outcomes["as before"]) > 30, outcomes


@pytest.mark.slow
def test_a_thousand_killed_writers_leave_the_old_or_the_new_index(tmp_path: Path) -> None:
    assert _kill_many(tmp_path / "index", 1000, 2)["advanced"] > 100


def _trace(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = ["strace", "-f", "-qq", "-e", f"trace={WRITING}", *options, sys.executable, "-B", "-c", _ONE_UPDATE]
    return subprocess.run([*command, os.fspath(folder)], cwd=_ROOT, capture_output=True, text=True, timeout=120)


_needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")


@pytest.mark.slow
@_needs_strace
@pytest.mark.parametrize("is_first", [True, False], ids=["first index", "update"])
def test_kill_at_every_system_call_that_writes_leaves_the_old_or_the_new_index(tmp_path: Path, is_first: bool) -> None:
    _kill_at(tmp_path, is_first=is_first, share=1.0)


@_needs_strace
def test_kill_at_some_system_calls_that_write_leaves_the_old_or_the_new_index(tmp_path: Path) -> None:
    _kill_at(tmp_path, is_first=False, share=_USUAL_SHARE)


def _kill_at(tmp_path: Path, *, is_first: bool, share: float) -> None:
    """Each call is reached once with a kill in its place; then the next run must end as if nothing had happened.

    Args:
        share: of the calls.
    """
    before = tmp_path / "before"
    if not is_first:
        assert _trace(before).returncode == 0
    old = check(before) if before.exists() else 0
    trial = tmp_path / "trial"
    calls = re.findall(r"^(?:\[pid +\d+\] )?(\w+)\(", _trace_copy(before, trial).stderr, re.M)
    places = [(name, number) for name in sorted(set(calls)) for number in range(1, calls.count(name) + 1)]
    seen = set()
    for name, number in sorted(random.Random(1).sample(places, round(share * len(places)))):
        killed = _trace_copy(before, trial, "-e", f"inject={name}:signal=KILL:when={number}")
        assert killed.returncode != 0, (name, number)
        found = check(trial)
        assert found in (old, old + 1), (name, number)
        seen.add(found)
        finished = _trace(trial)
        assert finished.returncode == 0, (name, number, finished.stderr[-2000:])
        assert check(trial) == found + 1, (name, number)

    assert len(calls) > 20
    assert seen == {old, old + 1}


def _trace_copy(before: Path, trial: Path, *options: str) -> subprocess.CompletedProcess[str]:
    shutil.rmtree(trial, ignore_errors=True)
    if before.exists():
        shutil.copytree(before, trial)
    return _trace(trial, *options)

"""Killed at any moment, an index can be read, and the next run makes it equal to a fresh one."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support import (
    index_vault,
    json_lines,
    make_home,
    make_notes,
    read_everything,
    run_cli,
    tells_mistake,
    wait_until,
    write_vault,
)

_N_NOTES = 150


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", make_notes(_N_NOTES, 5))


def _start_indexing(vault: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "notelinks", "index", os.fspath(vault)],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _start_indexing_more(vault: Path, number: int) -> subprocess.Popen[bytes]:
    """The same after another note was written."""
    write_vault(vault, {f"new/Added {number}.md": f"Flour, dough and addition{number}. [[Bread 0]]"})
    return _start_indexing(vault)


def _assert_next_run_equals_a_fresh_one(vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finished = run_cli("index", vault)
    grown = read_everything(vault)
    monkeypatch.setenv("NOTELINKS_HOME", str(make_home(tmp_path / "other home")))
    index_vault(vault)

    assert finished.returncode == 0, finished.stderr
    assert read_everything(vault) == grown


def _children(process_id: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()]
    except OSError:
        return []


def _is_alive(process_id: int) -> bool:
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("n_kills", [30, pytest.param(200, marks=pytest.mark.slow)])
def test_index_can_be_read_after_any_kill_and_ends_equal_to_a_fresh_one(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm_kernels: None, n_kills: int
) -> None:
    rng = random.Random(11)
    outcomes = []
    for number in range(n_kills):
        process = _start_indexing_more(vault, number)
        time.sleep(rng.uniform(0.2, 1.8))
        process.kill()
        process.communicate()
        status, related = (run_cli(*c, "--json", "--vault", vault) for c in (("status",), ("related", "--all")))
        if status.returncode == 2:
            assert all("no index yet" in result.stderr for result in (status, related))
        else:
            assert (status.returncode, status.stderr) == (0, "")
            assert related.returncode in (0, 1), related.stderr
            assert json_lines(status)[0]["notes"] == len(json_lines(related))
        outcomes.append(status.returncode)

    assert 0 in outcomes
    _assert_next_run_equals_a_fresh_one(vault, tmp_path, monkeypatch)


@pytest.mark.parametrize("n_kills", [10, pytest.param(100, marks=pytest.mark.slow)])
def test_kill_of_a_process_of_the_indexer_costs_one_run_at_most(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm_kernels: None, n_kills: int
) -> None:
    rng = random.Random(12)
    ends = []
    for number in range(n_kills):
        process = _start_indexing_more(vault, number)
        wait_until(lambda process=process: len(_children(process.pid)) > 1 or process.poll() is not None)
        time.sleep(rng.uniform(0.0, 1.5))
        if children := _children(process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(children[number % len(children)], signal.SIGKILL)
        _, errors = process.communicate(timeout=60)
        assert not tells_mistake(errors), errors
        assert process.returncode == 0 or b"SIGKILL" in errors, errors
        ends.append(process.returncode)

    assert any(ends), "no kill hit anything"
    _assert_next_run_equals_a_fresh_one(vault, tmp_path, monkeypatch)


def test_kill_while_reading_takes_the_workers_along(vault: Path) -> None:
    process = _start_indexing(vault)
    workers = wait_until(lambda: _children(process.pid))

    process.kill()

    wait_until(lambda: not [worker for worker in workers if _is_alive(worker)], 10)


def test_interrupt_from_the_terminal_while_reading_ends_in_order(vault: Path) -> None:
    process = _start_indexing(vault)
    wait_until(lambda: _children(process.pid))

    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)

    assert not tells_mistake(errors)
    assert process.returncode == 130

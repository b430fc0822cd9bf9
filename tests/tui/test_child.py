"""The indexer that the screen starts, ends, and starts again."""

import os
import signal
import stat
import sys
import time
from pathlib import Path

from driving import DEADLINE_S

from notelinks.store.lock import IndexLock
from notelinks.tui.child import MAX_STARTS, NICENESS, SESSION_NICENESS, IndexerChild


def wait_for(condition):
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def child_of(tmp_path, program):
    return IndexerChild(tmp_path, tmp_path / "index", [sys.executable, "-c", program])


def test_child_runs_until_it_is_stopped(tmp_path):
    child = child_of(tmp_path, "import time; time.sleep(60)")

    assert child.tend() and child.tend()
    process = child._process
    child.stop()
    assert process.returncode == -signal.SIGTERM
    assert stat.S_IMODE(os.stat(child.log_file).st_mode) == 0o600
    assert os.getpgid(os.getpid()) != process.pid


def test_child_gives_way_and_its_session_when_there_are_lists(tmp_path):
    child = child_of(tmp_path, "import time; time.sleep(60)")
    child.tend()
    pid = child._process.pid
    group = Path(f"/proc/{pid}/autogroup")
    try:
        assert os.getpriority(os.PRIO_PROCESS, pid) == NICENESS
        if group.exists():  # Linux, if it was built so
            assert group.read_text().endswith("nice 0\n")
            child.give_way()
            assert group.read_text().endswith(f"nice {SESSION_NICENESS}\n")
    finally:
        child.stop()


def test_child_that_will_not_end_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("notelinks.tui.child.STOP_WAIT_S", 0.1)
    program = "import os, signal, time; signal.signal(15, signal.SIG_IGN); os.write(2, b'ready'); time.sleep(60)"
    child = child_of(tmp_path, program)
    child.tend()
    wait_for(lambda: child.log_file.read_bytes())
    process = child._process
    child.stop()

    assert process.returncode == -signal.SIGKILL


def test_no_child_is_started_beside_a_running_indexer(tmp_path):
    child = child_of(tmp_path, "raise SystemExit('started')")
    with IndexLock(tmp_path / "index"):
        assert child.tend()
        assert child._process is None


def test_lost_child_is_started_again_a_few_times_and_told(tmp_path):
    child = child_of(tmp_path, "import sys; sys.exit('first line\\nwhy it ended [/x]')")
    for _ in range(MAX_STARTS):
        assert child.tend()
        wait_for(lambda: child._process.poll() is not None)

    assert not child.tend()
    assert child.problem == "The indexer ended with code 1: why it ended [/x]"


def test_child_that_found_another_indexer_is_no_problem(tmp_path):
    child = child_of(tmp_path, "raise SystemExit(3)")
    child.tend()
    wait_for(lambda: child._process.poll() is not None)
    child.tend()
    child.stop()

    assert child.problem == ""


def test_command_that_cannot_be_started_is_a_problem(tmp_path):
    child = IndexerChild(tmp_path, tmp_path / "index", ["/no/such/program"])

    assert not child.tend()
    assert "cannot be started" in child.problem


# Crash

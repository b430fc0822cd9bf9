"""One process writes an index, and the lock that says so ends with the process."""

import subprocess
import sys
from pathlib import Path

import pytest

from notelinks.errors import IndexerRunningError
from notelinks.store.lock import IndexLock, is_indexer_running
from notelinks.store.purge import purge_index
from tests.support import wait_until

_HOLDER = """
import sys, time
from pathlib import Path
from notelinks.store.lock import IndexLock
with IndexLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path: Path):
    """Another process that holds the lock of `tmp_path / "index"`."""
    process = subprocess.Popen([sys.executable, "-c", _HOLDER, str(tmp_path / "index")], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_second_process_is_refused(tmp_path: Path, holder: subprocess.Popen[bytes]) -> None:
    with pytest.raises(IndexerRunningError, match="already running"):
        IndexLock(tmp_path / "index").acquire()


def test_indexer_is_running_while_its_lock_is_held(tmp_path: Path, holder: subprocess.Popen[bytes]) -> None:
    assert is_indexer_running(tmp_path / "index")


def test_kill_releases_the_lock(tmp_path: Path, holder: subprocess.Popen[bytes]) -> None:
    holder.kill()
    holder.wait()

    assert not is_indexer_running(tmp_path / "index")
    IndexLock(tmp_path / "index").acquire()


def test_lock_is_not_passed_on_to_processes_started_while_it_is_held(tmp_path: Path) -> None:
    with IndexLock(tmp_path / "index"):
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False)

    wait_until(lambda: not is_indexer_running(tmp_path / "index"))
    assert child.poll() is None
    child.communicate(b"\n")


def test_no_indexer_runs_after_release(tmp_path: Path) -> None:
    with IndexLock(tmp_path):
        assert is_indexer_running(tmp_path)

    assert not is_indexer_running(tmp_path)


def test_no_indexer_runs_where_there_is_no_index(tmp_path: Path) -> None:
    assert not is_indexer_running(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_asking_does_not_keep_an_indexer_from_starting(tmp_path: Path) -> None:
    asker = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from notelinks.store.lock import is_indexer_running\n"
            "while True: is_indexer_running(Path(sys.argv[1]))",
            str(tmp_path),
        ]
    )
    try:
        wait_until(lambda: asker.poll() is None)
        for _ in range(200):
            with IndexLock(tmp_path):
                pass
    finally:
        asker.kill()
        asker.wait()


def test_purge_is_refused_while_an_indexer_runs(tmp_path: Path, holder: subprocess.Popen[bytes]) -> None:
    with pytest.raises(IndexerRunningError):
        purge_index(tmp_path / "index")

    assert (tmp_path / "index" / "lock").exists()


def test_purge_removes_the_folder_and_says_whether_there_was_one(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    with IndexLock(folder):
        pass
    (folder / "generations").mkdir()

    assert (purge_index(folder), purge_index(folder)) == (True, False)
    assert not folder.exists()

"""One process writes an index, and the lock that says so ends with the process."""

import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from notelinks.errors import IndexerRunningError, StoreError
from notelinks.store import lock, shared_file
from notelinks.store.lock import IndexLock, is_indexer_running
from notelinks.store.purge import purge_index
from notelinks.store.shared_file import hold_lock
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


def test_lock_that_was_removed_while_it_was_waited_for_keeps_nobody_out(tmp_path: Path) -> None:
    folder, locked = tmp_path / "index", []
    purger, second, third = IndexLock(folder), IndexLock(folder), IndexLock(folder)
    purger.acquire()
    tries = lock.try_lock

    def purge_meanwhile(descriptor: int) -> bool:
        """The purge comes between the opening of the file and its lock."""
        if not locked:
            locked.append(descriptor)
            shutil.rmtree(folder)
            purger.release()
        return tries(descriptor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lock, "try_lock", purge_meanwhile)
        second.acquire()

    with pytest.raises(IndexerRunningError):
        third.acquire()
    assert is_indexer_running(folder)
    second.release()


def test_shared_lock_that_was_removed_while_it_was_waited_for_is_taken_anew(tmp_path: Path) -> None:
    path, locked = tmp_path / "links.lock", []
    tries = lock.try_lock

    def remove_meanwhile(descriptor: int) -> bool:
        if not locked:
            locked.append(descriptor)
            path.unlink()
        return tries(descriptor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shared_file, "try_lock", remove_meanwhile)
        patch.setattr(shared_file, "_LOCK_WAIT_S", 0.1)
        with hold_lock(path), pytest.raises(StoreError, match="keeps changing links"), hold_lock(path):
            pass


def test_purge_spares_what_an_indexer_makes_as_soon_as_the_lock_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    with IndexLock(folder):
        (folder / "index.db").write_text("old")
    unlink, newcomer = Path.unlink, IndexLock(folder)

    def unlink_and_begin(path: Path, **options: bool) -> None:
        unlink(path, **options)
        if path.name == "lock":
            newcomer.acquire()
            (folder / "index.db").write_text("new")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", unlink_and_begin)
        purge_index(folder)

    assert (folder / "index.db").read_text() == "new"
    with pytest.raises(IndexerRunningError):
        IndexLock(folder).acquire()
    newcomer.release()


def test_purges_and_indexers_at_once_leave_one_writer(tmp_path: Path) -> None:
    folder, inside, most, errors = tmp_path / "index", [], [0], []
    end = time.monotonic() + 2.0

    def work(number: int) -> None:
        while time.monotonic() < end:
            try:
                if number == 0:
                    purge_index(folder)
                    continue
                with IndexLock(folder):
                    inside.append(number)
                    most[0] = max(most[0], len(inside))
                    time.sleep(0.001)
                    inside.remove(number)
            except IndexerRunningError:
                continue
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (most[0], errors) == (1, [])

"""What a kill, a user or another version has left in the folder of an index does not come back and does not stay."""

import contextlib
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from notelinks.errors import StoreError
from notelinks.store import schema
from notelinks.store.reader import StoreReader
from notelinks.store.schema import SCHEMA_VERSION, database_file
from tests.store.literal_notes import note_ids, open_writer, store

_KILLED = """
import os, signal, sys
from pathlib import Path
from tests.store.literal_notes import open_writer, store
writer = open_writer(Path(sys.argv[1]))
store(writer, {"old.md": "xylocanaria"})
os.kill(os.getpid(), signal.SIGKILL)
"""

_CANARY = b"xylocanaria"


def _leave_log(folder: Path) -> None:
    """A database with a note that stands in its log alone."""
    done = subprocess.run([sys.executable, "-c", _KILLED, str(folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert _CANARY in database_file(folder).with_suffix(".db-wal").read_bytes()


def _keys(folder: Path) -> list[str]:
    writer = open_writer(folder)
    keys = list(note_ids(writer))
    writer.close()
    return keys


def _canaries(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.is_file() and _CANARY in path.read_bytes()]


def test_log_without_its_database_does_not_come_back(folder: Path) -> None:
    _leave_log(folder)
    database_file(folder).unlink()

    assert _keys(folder) == []
    assert _canaries(folder) == []


def test_note_in_the_log_of_a_killed_writer_is_there(folder: Path) -> None:
    _leave_log(folder)

    assert _keys(folder) == ["old.md"]


@pytest.mark.parametrize("n_unlinked", [1, 2, 3, 4])
def test_kill_while_a_database_is_removed_brings_nothing_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch, n_unlinked: int
) -> None:
    _leave_log(folder)
    unlink, left = Path.unlink, [n_unlinked]

    def unlink_some(path: Path, **options: bool) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise InterruptedError
        unlink(path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", unlink_some)
        with contextlib.suppress(InterruptedError):
            schema._remove_database(database_file(folder))

    assert _keys(folder) == []
    assert _canaries(folder) == []


# Other versions

_OLDER = SCHEMA_VERSION - 1
_OLDER_FILES = (
    f"index-{_OLDER}.db",
    f"index-{_OLDER}.db-wal",
    f"index-{_OLDER}.db-shm",
    f"index-{_OLDER}.db.new",
    f"index-{_OLDER}.seal",
    f".index-{_OLDER}.4711.tmp",
    "index-1.db",
    "index-1.db-journal",
)


def _write_files(folder: Path, names: tuple[str, ...]) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(_CANARY)


def test_index_of_an_older_version_is_removed_once_there_is_one_of_this(folder: Path) -> None:
    _write_files(folder, _OLDER_FILES)
    writer = open_writer(folder)
    store(writer, {"a.md": "one"})
    writer.close()

    assert _canaries(folder) == []
    assert {path.name for path in folder.iterdir()} == {f"index-{SCHEMA_VERSION}.db", f"index-{SCHEMA_VERSION}.seal"}


def test_removal_that_was_interrupted_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write_files(folder, _OLDER_FILES)
    unlink, left = Path.unlink, [3]

    def unlink_some(path: Path, **options: bool) -> None:
        if path.name in _OLDER_FILES:
            left[0] -= 1
            if left[0] < 0:
                raise OSError("killed")
        unlink(path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", unlink_some)
        with pytest.raises(StoreError, match="killed"):
            open_writer(folder)
    assert len(_canaries(folder)) == len(_OLDER_FILES) - 3
    open_writer(folder).close()

    assert _canaries(folder) == []


def test_index_of_a_newer_version_stays_and_is_told_of_once(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    newer = tuple(f"index-{SCHEMA_VERSION + 1}.{suffix}" for suffix in ("db", "db-wal", "seal"))
    others = ("index-x.db", "stop_words.txt", f"my index-{_OLDER}.db")
    _write_files(folder, newer + others)
    writer = open_writer(folder)
    store(writer, {"a.md": "one"})
    writer.close()

    assert sorted(_canaries(folder)) == sorted(newer + others)
    assert [record.getMessage() for record in caplog.records] == [
        f"{folder / newer[0]} is the index of a newer version; this version makes and uses one of its own"
    ]
    with StoreReader(folder) as reader:
        assert [note.key for note in reader.notes()] == ["a.md"]

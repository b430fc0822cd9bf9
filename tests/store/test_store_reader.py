"""A reader sees one state or the next, writes nothing, and says clearly what is wrong with an index."""

import os
import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from notelinks.errors import IndexMissingError, StoreError
from notelinks.records import LinkEnd
from notelinks.store.reader import StoreReader
from notelinks.store.schema import database_file
from tests.store.literal_notes import note_ids, open_writer, publish, store

_WITHOUT_ROOTS_POWERS = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all"]

_READ = """
import sys
from pathlib import Path
from notelinks.store.reader import StoreReader
folder = Path(sys.argv[1])
try:
    (folder / "canary").write_text("")
except OSError:
    with StoreReader(folder) as reader:
        print([note.key for note in reader.notes()])
else:
    print("the folder can be written to: this test tests nothing")
"""


def _make_index(folder: Path, notes: dict[str, str] | None = None) -> Path:
    writer = open_writer(folder)
    store(writer, {"a.md": "one [[b]]", "b.md": "two"} if notes is None else notes)
    publish(writer, {key: {} for key in note_ids(writer)})
    writer.close()
    return database_file(folder)


# Old, then new


def test_open_reader_sees_the_old_state_until_the_commit_and_the_new_one_after(tmp_path: Path) -> None:
    writer = open_writer(tmp_path)
    store(writer, {"a.md": "one"})
    seen = []
    with StoreReader(tmp_path) as reader:

        def look(*_):
            seen.append([note.key for note in reader.notes()])
            return None, LinkEnd.NOTHING

        writer.apply_changes([], ["a.md"], {}, look)
        store(writer, {"b.md": "[[x]]"})
        writer.apply_changes([], ["b.md"], {}, look)
        store(writer, {"c.md": "[[x]]"})
        writer.apply_changes([], [], {}, look)
        seen.append([note.key for note in reader.notes()])
    writer.close()

    assert seen == [["c.md"], ["c.md"]]


class _InterruptedReader(StoreReader):
    """Between any two of its queries, something is committed."""

    def __init__(self, folder: Path, interrupt) -> None:
        super().__init__(folder)
        self._interrupt = interrupt

    def _rows(self, query, *values):
        rows = super()._rows(query, *values)
        self._interrupt()
        return rows


def test_one_answer_never_mixes_two_states(tmp_path: Path) -> None:
    writer = open_writer(tmp_path)
    states = [{"a.md": "[[b]]", "b.md": "one"}, {"a.md": "alone"}]
    turn = 0

    def change() -> None:
        nonlocal turn
        turn += 1
        notes = states[turn % 2]
        store(writer, notes, removed=set(states[0]) - set(notes))
        publish(writer, {key: {other: 0.5 for other in notes if other != key} for key in notes}, pending=turn % 2)

    change()
    change()
    a = note_ids(writer)["a.md"]
    with _InterruptedReader(tmp_path, change) as reader:
        answers = {(found.n_notes, found.n_links, found.pending) for found in (reader.status() for _ in range(6))}
        related = {tuple((r.key, r.links_there) for r in reader.related(a)) for _ in range(6)}
        links = {(len(found.outgoing), len(found.unresolved)) for found in (reader.links(a) for _ in range(6))}
    writer.close()

    assert answers <= {(2, 1, 0), (1, 0, 1)}
    assert related <= {(("b.md", True),), ()}
    assert links <= {(1, 0), (0, 0)}


def test_readers_in_threads_never_see_half_a_publish(tmp_path: Path) -> None:
    writer = open_writer(tmp_path)
    store(writer, {"a.md": "", "b.md": "", "c.md": ""})
    publish(writer, {"a.md": {"b.md": 0.0, "c.md": 0.0}}, generation=0)
    a = note_ids(writer)["a.md"]
    mixed: list[list[float]] = []
    seen: set[float] = set()
    stop = threading.Event()

    def read() -> None:
        with StoreReader(tmp_path) as reader:
            while not stop.is_set():
                scores = [row.score for row in reader.related(a)]
                seen.update(scores)
                if len(scores) != 2 or len(set(scores)) != 1:
                    mixed.append(scores)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(1, 101):
        publish(writer, {"a.md": {"b.md": float(number), "c.md": float(number)}}, generation=number)
    stop.set()
    for thread in threads:
        thread.join()
    writer.close()

    assert mixed == []
    assert len(seen) > 1


# Never writing


def test_reader_leaves_every_byte_of_the_folder_as_it_was(tmp_path: Path) -> None:
    file = _make_index(tmp_path)
    before = file.read_bytes()

    with StoreReader(tmp_path) as reader:
        reader.status(with_digest=True)

    assert before == file.read_bytes()


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv")
def test_index_in_a_folder_that_cannot_be_written_to_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    file = _make_index(folder)
    file.chmod(0o400)
    folder.chmod(0o500)
    command = [*(_WITHOUT_ROOTS_POWERS if os.getuid() == 0 else []), sys.executable, "-c", _READ, str(folder)]

    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    folder.chmod(0o700)
    assert (result.stdout, result.stderr) == ("['a.md', 'b.md']\n", "")


# What is wrong


def test_missing_index_is_told_apart_from_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="no index yet"):
        StoreReader(tmp_path)


_DAMAGES = {
    "0 bytes": lambda raw: b"",
    "random bytes": lambda raw: random.Random(1).randbytes(len(raw)),
    "half of it": lambda raw: raw[: len(raw) // 2],
    "first page only": lambda raw: raw[:4096],
    "zeros in the middle": lambda raw: raw[:4096] + bytes(len(raw) - 8192) + raw[-4096:],
    "another program's database": lambda raw: None,
}


def _damage(file: Path, kind: str) -> None:
    raw = _DAMAGES[kind](file.read_bytes())
    if raw is not None:
        file.write_bytes(raw)
        return
    import sqlite3

    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE people (name)")
    connection.close()


@pytest.mark.parametrize("kind", _DAMAGES)
def test_damaged_index_is_an_error_that_says_what_to_do(tmp_path: Path, kind: str) -> None:
    _damage(_make_index(tmp_path), kind)

    with pytest.raises(StoreError, match="notelinks index"), StoreReader(tmp_path) as reader:
        reader.status(with_digest=True)
        for note in reader.notes():
            reader.related(note.note_id)


@pytest.mark.parametrize("kind", _DAMAGES)
def test_damaged_index_is_made_anew_by_the_writer(tmp_path: Path, kind: str) -> None:
    _damage(_make_index(tmp_path), kind)

    _make_index(tmp_path, {"c.md": "three"})

    with StoreReader(tmp_path) as reader:
        assert [note.key for note in reader.notes()] == ["c.md"]


def test_index_that_cannot_be_made_is_an_error_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="cannot be"):
        open_writer(tmp_path / "file" / "index")

"""A note that hangs, kills its reader or wants all memory is skipped with a reason; all others are read."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from notelinks.indexer.readers import NoteReaders, ReadingLimits
from notelinks.indexer.reading import read_and_pack
from notelinks.records import SkippedFile
from notelinks.store.packed_note import PackedNote
from tests.support import index_vault, open_index, write_vault

_LIMITS = ReadingLimits(cpu_s=1, silence_s=10.0, memory_bytes=2**29)
_PLANTED = ("abort", "loop", "sleep", "greedy", "raise")


def read_planted(vault: Path, key: str) -> PackedNote | SkippedFile:
    """Reads a note, and does what the first word of its text says if that is a misdeed."""
    found = read_and_pack(vault, key)
    word = found.forms[found.words[0]] if isinstance(found, PackedNote) and found.words else ""
    if word == "abort":
        os.abort()
    while word == "loop":
        pass
    while word == "work" and time.process_time() < 2.5:
        pass
    if word == "sleep":
        time.sleep(1000)
    if word == "greedy":
        return SkippedFile(key, str(len(b"x" * 10**10)))
    if word == "raise":
        raise KeyError("the text of a note")
    return found


@pytest.fixture
def readers() -> Iterator[NoteReaders]:
    made = NoteReaders(read_planted, _LIMITS)
    yield made
    made.close()


def _read(readers: NoteReaders, vault: Path, keys: list[str]) -> dict[str, str]:
    """Reason by key; empty for what was read."""
    found = list(readers.read_all(vault, keys))
    return {r.key: r.reason for r in found if isinstance(r, SkippedFile)} | {
        r.key: "" for r in found if isinstance(r, PackedNote)
    }


def test_note_that_takes_longer_than_silence_may_is_read_while_work_is_seen(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, {"work.md": "work", "sleep.md": "sleep"})
    readers = NoteReaders(read_planted, ReadingLimits(cpu_s=20, silence_s=1.0))

    found = _read(readers, vault, ["work.md", "sleep.md"])

    readers.close()
    assert found["work.md"] == ""
    assert "no answer within 1 s" in found["sleep.md"]


def test_each_bad_note_costs_itself_and_is_named_with_the_reason(tmp_path: Path, readers: NoteReaders) -> None:
    good = {f"good {number}.md": "flour and water" for number in range(40)}
    vault = write_vault(tmp_path, good | {f"{word}.md": word for word in _PLANTED})
    keys = sorted([*good, *(f"{word}.md" for word in _PLANTED)], key=lambda key: hash(key) % 7)

    found = {r.key: r for r in readers.read_all(vault, keys)}

    reasons = {key: result.reason for key, result in found.items() if isinstance(result, SkippedFile)}
    assert set(keys) == set(found)
    assert reasons == {
        "abort.md": "reading it ended the reader (SIGABRT); skipped until it changes",
        "loop.md": "takes more than 1 s to read; skipped until it changes",
        "sleep.md": "cannot be read: no answer within 10 s",
        "greedy.md": "takes more than 512 MB to read; skipped until it changes",
        "raise.md": "cannot be parsed (KeyError); skipped until it changes",
    }


def test_bad_note_is_left_alone_until_it_changes(tmp_path: Path, readers: NoteReaders, monkeypatch) -> None:
    vault = write_vault(tmp_path / "vault", {"a.md": "abort", "b.md": "flour", "c.md": "[[a]] and water"})
    n_started = []
    monkeypatch.setattr("tests.support.shared_readers", lambda: readers)
    start = NoteReaders.read_all
    monkeypatch.setattr(NoteReaders, "read_all", lambda self, v, keys: n_started.append(keys) or start(self, v, keys))

    states = []
    for text in (None, None, "water and flour"):
        if text:
            write_vault(vault, {"a.md": text})
        index_vault(vault)
        with open_index(vault) as reader:
            states.append((reader.status().n_notes, [(file.key, file.reason[:26]) for file in reader.skipped()]))

    assert states == [(2, [("a.md", "reading it ended the reade")])] * 2 + [(3, [])]
    assert [sorted(keys) for keys in n_started] == [["a.md", "b.md", "c.md"], ["a.md"]]


def test_reader_that_somebody_else_kills_costs_no_note(tmp_path: Path, readers: NoteReaders) -> None:
    keys = [f"{number}.md" for number in range(60)]
    vault = write_vault(tmp_path, dict.fromkeys(keys, "flour and water"))
    read = []
    for result in readers.read_all(vault, keys):
        read.append(result)
        if len(read) in (5, 30):
            os.kill(readers._workers[0]._process.pid, signal.SIGKILL)

    assert sorted(r.key for r in read if isinstance(r, PackedNote)) == sorted(keys)


def test_idle_reader_that_has_died_is_replaced(tmp_path: Path, readers: NoteReaders) -> None:
    vault = write_vault(tmp_path, {"a.md": "flour"})
    readers.warm_up()
    os.kill(readers._workers[0]._process.pid, signal.SIGKILL)

    (found,) = readers.read_all(vault, ["a.md"])

    assert isinstance(found, PackedNote)


def test_reading_that_is_broken_off_leaves_at_most_one_process(tmp_path: Path, readers: NoteReaders) -> None:
    keys = [f"{number}.md" for number in range(400)]
    vault = write_vault(tmp_path, dict.fromkeys(keys, "flour and water"))
    found = readers.read_all(vault, keys)
    next(iter(found))
    workers = list(readers._workers)

    found.close()

    alive = [worker for worker in workers if worker._process._popen is not None and worker._process.is_alive()]
    assert len(alive) <= 1
    assert not [worker for worker in readers._workers if worker.unanswered]

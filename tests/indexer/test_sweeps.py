"""When the whole vault is looked at, and that it finds what no event has told of."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from watchdog.events import FileSystemEvent

from notelinks.config import IndexerConfig, Settings, index_folder
from notelinks.errors import StoreError
from notelinks.indexer import mentions, sweeps, watch
from notelinks.indexer.mentions import MentionSearch
from notelinks.indexer.report import SilentReporter
from notelinks.indexer.service import Indexer
from notelinks.indexer.sweeps import Sweeps
from notelinks.store.reader import StoreReader
from tests.support import index_vault, open_index, shared_readers, shared_trainer, wait_until, write_vault

_SWEEP_S = 300.0


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time; only a test moves it."""
    clock = [1000.0]
    monkeypatch.setattr(sweeps.time, "monotonic", lambda: clock[0])
    return clock


def test_first_sweep_is_due_at_once(now: list[float]) -> None:
    assert Sweeps(_SWEEP_S).due_in_s <= 0


@pytest.mark.parametrize(
    ("seconds", "relies_on_events", "next_in_s"),
    [(0.5, True, _SWEEP_S), (0.01, False, 2.0), (0.5, False, 10.0), (30.0, False, 60.0)],
    ids=["events", "polling", "polling_slow_vault", "polling_huge_vault"],
)
def test_time_to_the_next_sweep(now: list[float], seconds: float, relies_on_events: bool, next_in_s: float) -> None:
    due = Sweeps(_SWEEP_S)
    due.done(seconds, relies_on_events=relies_on_events)

    assert due.due_in_s == pytest.approx(next_in_s)


def test_looks_at_some_folders_are_confirmed_soon_and_none_of_them_puts_that_off(now: list[float]) -> None:
    due = Sweeps(_SWEEP_S)
    due.done(0.1, relies_on_events=True)
    for _ in range(3):
        due.done_in_part()
        now[0] += 1.0

    assert due.due_in_s == pytest.approx(7.0)


@contextlib.contextmanager
def watched(vault: Path) -> Iterator[StoreReader]:
    """An indexer that watches a vault from a thread, and a reader of its index."""
    settings = Settings(indexer=IndexerConfig(quiet_s=0.05, sweep_s=_SWEEP_S))
    stop = threading.Event()

    def keep_current() -> None:
        reporter, helpers = SilentReporter(), (shared_readers(), shared_trainer())
        with contextlib.closing(Indexer(vault, index_folder(vault), settings, reporter, stop, *helpers)) as indexer:
            indexer.watch()

    loop = threading.Thread(target=keep_current)
    index_vault(vault)
    loop.start()
    try:
        with open_index(vault) as reader:
            wait_until(lambda: reader.meta("watcher") == "events")
            yield reader
    finally:
        stop.set()
        loop.join()


def test_what_no_event_tells_is_found_soon_after_a_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = write_vault(tmp_path / "vault", {"a/seen.md": "one", "b/missed.md": "two"})
    heeds = watch.concerns_notes

    def heeds_some(vault: Path, event: FileSystemEvent) -> bool:
        return "missed" not in str(event.src_path) and heeds(vault, event)

    monkeypatch.setattr(watch, "concerns_notes", heeds_some)
    monkeypatch.setattr(sweeps, "_CONFIRM_S", 0.5)
    with watched(vault) as reader:
        (vault / "b/missed.md").write_text("two and more")
        (vault / "a/seen.md").write_text("one and more")
        sizes = {"a/seen.md": 12, "b/missed.md": 12}
        wait_until(lambda: {key: about.size for key, about in reader.signatures().items()} == sizes)


def test_what_a_failure_has_left_undone_is_done_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a disk that was full for a moment, while nobody saves anything."""
    vault = write_vault(tmp_path / "vault", {"Compost.md": "one", "b.md": "two"})
    write, failures = MentionSearch.go_on, [StoreError("the disk is full")]

    def fail_once(search: MentionSearch, *arguments: Any) -> None:
        if failures:
            raise failures.pop()
        write(search, *arguments)

    monkeypatch.setattr(sweeps, "_CONFIRM_S", _SWEEP_S)
    with watched(vault) as reader:
        monkeypatch.setattr(MentionSearch, "go_on", fail_once)
        (vault / "b.md").write_text("two, and Compost")
        note_id = reader.note_ids()[b"b.md"]
        wait_until(lambda: [mention.key for mention in reader.links(note_id).mentions] == ["Compost.md"])

    assert not failures


def test_save_is_followed_while_mentions_are_searched_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = write_vault(tmp_path / "vault", {"Compost.md": "one"})
    find, may_hurry = MentionSearch._find, threading.Event()

    def find_slowly(search: MentionSearch, *arguments: Any) -> Any:
        may_hurry.wait(0.1)
        return find(search, *arguments)

    def count_unsearched() -> int:
        return reader._rows("SELECT count(*) FROM searches WHERE NOT is_searched")[0][0]

    monkeypatch.setattr(mentions, "_NOTES_AT_ONCE", 1)
    with watched(vault) as reader:
        monkeypatch.setattr(MentionSearch, "_find", find_slowly)
        write_vault(vault, {f"{i}.md": f"Compost {i}" for i in range(100)})
        wait_until(lambda: len(reader.signatures()) == 101 and count_unsearched() in range(1, 100))
        (vault / "0.md").write_text("Compost again")
        wait_until(lambda: reader.signatures()["0.md"].size == 13)
        n_left = count_unsearched()
        may_hurry.set()
        wait_until(lambda: not count_unsearched() and not reader.meta("pending"))
        note_id = reader.note_ids()[b"Compost.md"]

        assert n_left > 10
        assert len(reader.links(note_id).mentioned_in) == 100

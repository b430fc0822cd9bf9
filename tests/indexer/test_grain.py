"""Time stamps that are too coarse to tell two saves apart, and notes that are missing for a moment."""

from collections.abc import Callable, Set
from pathlib import Path

import pytest

from notelinks.indexer import looking
from notelinks.indexer.reading import refresh_store
from notelinks.notes.excluded import NO_EXCLUSIONS, Exclusions
from notelinks.notes.scan import VaultScanner
from notelinks.notes.words import fold_word
from notelinks.records import Snapshot
from notelinks.store.writer import StoreWriter
from tests.support import write_vault

_START_S = 1_000_000.25


class _Clock:
    """Stands in for `time`: it moves when somebody sleeps, and does then what was planned."""

    def __init__(self) -> None:
        self.now_s = _START_S
        self.slept_s = 0.0
        self.plans: list[tuple[float, Callable[[], object]]] = []

    def monotonic(self) -> float:
        return self.now_s

    def time_ns(self) -> int:
        return round(self.now_s * 1e9)

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.slept_s += seconds
        self.go_on(seconds)

    def go_on(self, seconds: float) -> None:
        end_s = self.now_s + seconds
        while due := sorted((plan for plan in self.plans if plan[0] <= end_s), key=lambda plan: plan[0]):
            self.plans.remove(due[0])
            self.now_s = due[0][0]
            due[0][1]()
        self.now_s = end_s


class _CoarseDisk(VaultScanner):
    """A vault of notes whose signatures hold nothing but the tick of the clock in which they were written."""

    def __init__(self, root: Path, clock: _Clock, grain_s: float) -> None:
        super().__init__(root)
        self.root, self._clock, self._grain_ns = root, clock, round(grain_s * 1e9)
        self._written_ns: dict[str, int] = {}

    def write(self, key: str, text: str) -> None:
        write_vault(self.root, {key: text})
        self._written_ns[key] = self._clock.time_ns() // self._grain_ns * self._grain_ns

    def scan(self, exclusions: Exclusions = NO_EXCLUSIONS, folders: Set[str] | None = None) -> Snapshot:
        snapshot = super().scan(exclusions, folders)
        for key, seen in snapshot.notes.items():
            snapshot.notes[key] = seen._replace(
                mtime_ns=self._written_ns[key], ctime_ns=self._written_ns[key], size=1, inode=1
            )
        return snapshot


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    made = _Clock()
    monkeypatch.setattr(looking, "time", made)
    return made


@pytest.fixture
def writer() -> StoreWriter:
    return StoreWriter(None, fold_word)


def _words(writer: StoreWriter) -> dict[str, list[str]]:
    forms = {form_id: written for form_id, written, _ in writer.forms()}
    return {note.key: [forms[i] for i in memoryview(note.forms).cast("i")] for note in writer.stored_notes()}


@pytest.mark.parametrize(("grain_s", "later_s"), [(1.0, 0.5), (0.01, 0.004)], ids=["seconds", "ticks"])
def test_note_that_is_written_twice_in_a_tick_is_read_as_it_is_at_last(
    tmp_path: Path, clock: _Clock, writer: StoreWriter, grain_s: float, later_s: float
) -> None:
    disk = _CoarseDisk(tmp_path, clock, grain_s)
    disk.write("a.md", "flour")
    clock.plans.append((clock.now_s + later_s, lambda: disk.write("a.md", "water")))
    refresh_store(tmp_path, writer, scanner=disk)
    clock.go_on(5.0)
    refresh_store(tmp_path, writer, scanner=disk)

    assert _words(writer) == {"a.md": ["water"]}


def test_note_that_is_written_again_when_the_wait_is_over_is_read_by_the_next_look(
    tmp_path: Path, clock: _Clock, writer: StoreWriter
) -> None:
    disk = _CoarseDisk(tmp_path, clock, 1.0)
    disk.write("a.md", "flour")
    clock.plans.append((_START_S + 1.75, lambda: disk.write("a.md", "water")))
    refresh_store(tmp_path, writer, scanner=disk)
    disk.write("a.md", "salt")
    clock.go_on(5.0)
    refresh_store(tmp_path, writer, scanner=disk)
    changes = refresh_store(tmp_path, writer, scanner=disk)

    assert (_words(writer), bool(changes)) == ({"a.md": ["salt"]}, False)


def test_note_that_never_rests_is_read_all_the_same(tmp_path: Path, clock: _Clock, writer: StoreWriter) -> None:
    disk = _CoarseDisk(tmp_path, clock, 0.01)
    disk.write("a.md", "flour")
    clock.plans = [(_START_S + i / 100, lambda: disk.write("a.md", "water")) for i in range(200)]
    refresh_store(tmp_path, writer, scanner=disk)

    assert _words(writer) == {"a.md": ["water"]}
    assert clock.slept_s < 0.5


def test_note_that_is_old_is_read_at_once(tmp_path: Path, clock: _Clock, writer: StoreWriter) -> None:
    disk = _CoarseDisk(tmp_path, clock, 1.0)
    disk.write("a.md", "flour")
    clock.go_on(10.0)
    refresh_store(tmp_path, writer, scanner=disk)

    assert (_words(writer), clock.slept_s) == ({"a.md": ["flour"]}, 0.0)


# Notes that are missing


@pytest.fixture
def disk(tmp_path: Path, clock: _Clock, writer: StoreWriter) -> _CoarseDisk:
    """With notes that are stored already."""
    made = _CoarseDisk(tmp_path, clock, 0.01)
    for key in ("a.md", "b.md", "in/c.md"):
        made.write(key, "flour")
    clock.go_on(10.0)
    refresh_store(tmp_path, writer, scanner=made)
    clock.slept_s = 0.0
    return made


@pytest.mark.parametrize("gap_s", [0.001, 0.03])
def test_note_that_is_removed_and_written_anew_is_never_gone(
    disk: _CoarseDisk, clock: _Clock, writer: StoreWriter, gap_s: float
) -> None:
    before = writer.note_ids()
    (disk.root / "a.md").unlink()
    clock.plans.append((clock.now_s + gap_s, lambda: disk.write("a.md", "water")))
    changes = refresh_store(disk.root, writer, scanner=disk)

    assert (changes.added, changes.modified, changes.removed) == ((), ("a.md",), ())
    assert (writer.note_ids(), _words(writer)["a.md"]) == (before, ["water"])


def test_note_that_is_missing_now_and_then_is_never_gone(disk: _CoarseDisk, clock: _Clock, writer: StoreWriter) -> None:
    """At the first look and the last: it was there between them."""
    path, away = disk.root / "a.md", disk.root / ".a"
    path.rename(away)
    clock.plans = [
        (clock.now_s + at_s, lambda one=one, other=other: one.rename(other))
        for at_s, one, other in ((0.03, away, path), (0.05, path, away), (0.09, away, path))
    ]

    assert not refresh_store(disk.root, writer, scanner=disk).removed


def test_note_that_is_deleted_is_gone_after_one_short_look(
    disk: _CoarseDisk, clock: _Clock, writer: StoreWriter
) -> None:
    (disk.root / "a.md").unlink()
    changes = refresh_store(disk.root, writer, scanner=disk)

    assert changes.removed == ("a.md",)
    assert clock.slept_s < 0.1


def test_notes_of_a_folder_that_is_gone_are_gone_at_once(disk: _CoarseDisk, clock: _Clock, writer: StoreWriter) -> None:
    (disk.root / "in").rename(disk.root / ".in")
    changes = refresh_store(disk.root, writer, scanner=disk)

    assert (changes.removed, clock.slept_s) == (("in/c.md",), 0.0)

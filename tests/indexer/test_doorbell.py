"""When the doorbell rings, and which events ring it."""

import errno
import logging
import threading
from pathlib import Path

import pytest
from watchdog.events import (
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
)

from notelinks.config import IndexerConfig
from notelinks.indexer import watch
from notelinks.indexer.mounts import count_unwatched, remote_file_system
from notelinks.indexer.watch import Doorbell, concerns_notes
from tests.support import wait_until

_VAULT = Path("/vault")
_CONFIG = IndexerConfig(quiet_s=0.3, max_wait_s=3.0)


class _Clock:
    """Stands in for `time` and only moves when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

        self.slept = 0.0
        """Seconds that only the wall clock has counted."""

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now + self.slept


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    made = _Clock()
    monkeypatch.setattr(watch, "time", made)
    return made


@pytest.fixture
def bell(clock: _Clock) -> Doorbell:
    return Doorbell(_VAULT, _CONFIG, threading.Event())


def _event(name: str = "a.md") -> FileModifiedEvent:
    return FileModifiedEvent(f"{_VAULT}/{name}")


def test_bell_is_silent_while_nothing_happens(bell: Doorbell, clock: _Clock) -> None:
    clock.now += 1000

    assert not bell.has_rung()


def test_bell_rings_when_events_have_been_quiet_for_a_while(bell: Doorbell, clock: _Clock) -> None:
    bell.on_any_event(_event())
    rings = []
    for seconds in (0.0, 0.29, 0.02):
        clock.now += seconds
        rings.append(bell.has_rung())

    assert rings == [False, False, True]


def test_each_event_begins_the_quiet_time_anew(bell: Doorbell, clock: _Clock) -> None:
    rings = []
    for _ in range(5):
        bell.on_any_event(_event())
        clock.now += 0.2
        rings.append(bell.has_rung())

    assert rings == [False] * 5


def test_bell_rings_after_the_longest_wait_although_events_go_on(bell: Doorbell, clock: _Clock) -> None:
    n_events = 0
    while not bell.has_rung() and n_events < 100:
        bell.on_any_event(_event())
        clock.now += 0.1
        n_events += 1

    assert 29 <= n_events <= 31


def test_answered_bell_is_silent_until_the_next_event(bell: Doorbell, clock: _Clock) -> None:
    bell.on_any_event(_event())
    clock.now += 1
    bell.answer()
    after_answer = bell.has_rung()
    bell.on_any_event(_event())
    clock.now += 1

    assert (after_answer, bell.has_rung()) == (False, True)


@pytest.mark.parametrize("call", ["__init__", "start"])
def test_bell_polls_where_no_events_are_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """watchdog opens its descriptor when an observer is made, or when it starts; each may find none left."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "inotify instance limit reached")

    monkeypatch.setattr(watch.Observer, call, fail)
    bell = Doorbell(tmp_path, _CONFIG, threading.Event())
    bell.arm()

    assert (bell.mode, bell.distrust) == ("polling", "no events from the system (inotify instance limit reached)")


@pytest.mark.parametrize("seconds", [3600.0, -3600.0])
def test_bell_rings_when_the_machine_has_slept_or_the_clock_was_set(
    bell: Doorbell, clock: _Clock, seconds: float
) -> None:
    rings = [bell.has_rung()]
    clock.slept = seconds
    bell.has_rung()
    clock.now += 1
    rings.append(bell.has_rung())
    bell.answer()
    rings.append(bell.has_rung())

    assert rings == [False, True, False]


def test_bell_rings_when_watchdog_complains(tmp_path: Path) -> None:
    """It logs a warning when the kernel's queue has overflowed, and raises nothing."""
    bell = Doorbell(tmp_path, IndexerConfig(quiet_s=0.01), threading.Event())
    bell.arm()
    try:
        before = bell.has_rung()
        logging.getLogger("watchdog.observers").warning("Inotify queue overflowed; filesystem events were lost")
        wait_until(bell.has_rung, 10)
    finally:
        bell.close()

    assert not before


def test_event_in_a_hidden_folder_does_not_ring(bell: Doorbell, clock: _Clock) -> None:
    bell.on_any_event(_event(".obsidian/workspace.json"))
    clock.now += 1000

    assert not bell.has_rung()


def test_wait_ends_when_everything_is_to_stop() -> None:
    stop = threading.Event()
    bell = Doorbell(_VAULT, _CONFIG, stop)
    waiting = threading.Thread(target=bell.wait, args=(60.0,))
    waiting.start()
    stop.set()

    waiting.join(timeout=10.0)

    assert not waiting.is_alive()


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (FileModifiedEvent("/vault/a.md"), True),
        (FileModifiedEvent("/vault/deep/er/a.md"), True),
        (FileModifiedEvent(b"/vault/caf\xe9.md"), True),
        (FileCreatedEvent("/vault/picture.png"), True),
        (FileCreatedEvent("/vault/.a.md.swp"), False),
        (FileModifiedEvent("/vault/.obsidian/app.json"), True),
        (FileMovedEvent("/vault/.phone/app.json.tmp", "/vault/.phone/app.json"), True),
        (FileCreatedEvent("/vault/.obsidian/templates.json"), True),
        (FileCreatedEvent("/vault/.obsidian/daily-notes.json"), True),
        (FileModifiedEvent("/vault/.obsidian/workspace.json"), False),
        (FileModifiedEvent("/vault/.obsidian/plugins/x/app.json"), False),
        (FileModifiedEvent("/vault/x/.git/index"), False),
        (FileMovedEvent("/vault/.a.md.tmp", "/vault/a.md"), True),
        (FileMovedEvent("/vault/a.md", "/vault/.trash/a.md"), True),
        (FileMovedEvent("/vault/.git/a", "/vault/.git/b"), False),
        (DirMovedEvent("/vault/old", "/vault/new"), True),
        (DirDeletedEvent("/vault"), True),
        (DirDeletedEvent("/vault/folder"), True),
    ],
    ids=lambda value: str(getattr(value, "dest_path", "") or getattr(value, "src_path", value)),
)
def test_events_concern_notes_unless_all_they_touch_is_hidden(event, expected: bool) -> None:
    assert expected == concerns_notes(_VAULT, event)


def test_vault_below_a_hidden_folder_is_watched() -> None:
    assert concerns_notes(Path("/home/.notes"), FileModifiedEvent("/home/.notes/a.md"))


def test_real_change_rings_and_the_mode_is_events(tmp_path: Path) -> None:
    bell = Doorbell(tmp_path, IndexerConfig(quiet_s=0.01), threading.Event())
    bell.arm()
    try:
        mode = bell.mode
        (tmp_path / "a.md").write_text("text")
        wait_until(bell.has_rung, 10)
    finally:
        bell.close()

    assert (mode, bell.mode) == ("events", "polling")


def test_folder_that_was_replaced_is_watched_anew(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    bell = Doorbell(vault, IndexerConfig(quiet_s=0.01), threading.Event())
    bell.arm()
    try:
        vault.rename(tmp_path / "old")
        vault.mkdir()
        bell.arm()
        bell.answer()
        (vault / "a.md").write_text("text")
        wait_until(bell.has_rung, 10)
    finally:
        bell.close()


def test_folder_that_is_missing_cannot_be_watched_and_nothing_breaks(tmp_path: Path) -> None:
    bell = Doorbell(tmp_path / "nothing", _CONFIG, threading.Event())

    bell.arm()

    assert bell.mode == "polling"
    bell.close()


# Where events do not tell all


def test_folders_without_a_watch_are_counted_and_the_mode_is_polling(tmp_path: Path) -> None:
    for name in ("a/b", "c", ".hidden/d"):
        (tmp_path / name).mkdir(parents=True)
    bell = Doorbell(tmp_path, _CONFIG, threading.Event())
    bell.arm()
    counted = [count_unwatched(tmp_path)]
    found = [(bell.mode, bell.distrust)]
    inotify = bell._observer.emitters.copy().pop()._inotify
    wds = {path: wd for wd, path in inotify._active_callbacks_by_watch.items()}
    inotify._remove_callbacks([wds[bytes(tmp_path / "c")]])
    counted.append(count_unwatched(tmp_path))
    bell._events_lost()
    bell.arm()
    found.append((bell.mode, bell.distrust))
    bell.close()

    assert counted == [(0, 4), (1, 4)]
    assert found == [("events", ""), ("polling", "the system watches 3 of 4 folders")]


_MOUNTS = b"""27 1 254:0 / / rw - ext4 /dev/vda rw
40 27 0:40 / /mnt/notes rw - nfs4 server:/notes rw
41 27 0:41 / /mnt/my\\040notes rw - fuse.sshfs me@host: rw
42 40 0:42 / /mnt/notes/local rw - ext4 /dev/vdb rw
43 27 0:43 / /mnt/stick rw - fuseblk /dev/sda1 rw
"""


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/home/notes", ""),
        ("/mnt/notes", "nfs4"),
        ("/mnt/notes/deep/er", "nfs4"),
        ("/mnt/notes2", ""),
        ("/mnt/my notes/a", "fuse.sshfs"),
        ("/mnt/notes/local/a", ""),
        ("/mnt/stick/notes", ""),
    ],
)
def test_disks_that_others_change_are_known_by_their_file_system(
    monkeypatch: pytest.MonkeyPatch, folder: str, expected: str
) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda path: _MOUNTS)

    assert remote_file_system(Path(folder)) == expected


def test_vault_on_such_a_disk_is_polled_though_events_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "remote_file_system", lambda folder: "nfs4")
    bell = Doorbell(tmp_path, IndexerConfig(quiet_s=0.01), threading.Event())
    bell.arm()
    try:
        (tmp_path / "a.md").write_text("text")
        wait_until(bell.has_rung, 10)
        found = (bell.mode, bell.distrust)
    finally:
        bell.close()

    assert found == ("polling", "changes on this disk (nfs4) may come without events")

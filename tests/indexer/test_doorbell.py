"""When the doorbell rings, and which events ring it."""

import threading
from pathlib import Path

import pytest
from watchdog.events import DirDeletedEvent, DirMovedEvent, FileCreatedEvent, FileModifiedEvent, FileMovedEvent

from notelinks.config import IndexerConfig
from notelinks.indexer import watch
from notelinks.indexer.watch import Doorbell, concerns_notes
from tests.support import wait_until

_VAULT = Path("/vault")
_CONFIG = IndexerConfig(quiet_s=0.3, max_wait_s=3.0)


class _Clock:
    """Stands in for `time` and only moves when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


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

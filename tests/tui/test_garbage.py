"""No time before the first paint, nor while keys are pressed, is spent on looking for garbage."""

import gc

import pytest
from driving import GARDEN, drive, until

from notelinks.tui import garbage
from notelinks.tui.garbage import PAUSE_S, GarbageCollector, put_off_collecting


@pytest.fixture
def collecting():
    """Garbage is looked for again afterwards, as ever and in everything."""
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.enable()
    gc.unfreeze()


def test_garbage_is_looked_for_after_the_first_paint(vault, collecting):
    vault.build(GARDEN)
    put_off_collecting()

    async def steps(app, pilot):
        await until(pilot, gc.isenabled)
        assert gc.get_freeze_count()

    drive(vault, steps)


@pytest.mark.parametrize(
    ("pause_s", "n_rounds", "is_due"), [(PAUSE_S, 3, True), (0.5 * PAUSE_S, 3, False), (60, 2, False)]
)
def test_all_is_looked_at_in_a_pause_if_there_is_much(monkeypatch, pause_s, n_rounds, is_due):
    collected, clock = [], [1000.0]
    monkeypatch.setattr(garbage.gc, "get_count", lambda: (0, 0, n_rounds))
    monkeypatch.setattr(garbage.gc, "collect", lambda: collected.append(True))
    monkeypatch.setattr(garbage.time, "monotonic", lambda: clock[0])
    collector = GarbageCollector()
    collector.note_input()
    clock[0] += pause_s
    collector.collect_in_pause()

    assert bool(collected) == is_due


def test_all_is_looked_at_once_a_minute_if_there_is_no_pause(monkeypatch):
    collected, clock = [], [1000.0]
    monkeypatch.setattr(garbage.gc, "get_count", lambda: (0, 0, 3))
    monkeypatch.setattr(garbage.gc, "collect", lambda: collected.append(clock[0]))
    monkeypatch.setattr(garbage.time, "monotonic", lambda: clock[0])
    collector = GarbageCollector()
    for _ in range(150):
        clock[0] += 1.0
        collector.note_input()
        collector.collect_in_pause()

    assert collected == [1060.0, 1120.0]


def test_keys_put_the_next_look_at_all_off(vault, monkeypatch):
    vault.build(GARDEN)
    heard = []
    monkeypatch.setattr(GarbageCollector, "note_input", lambda self: heard.append(True))

    async def steps(app, pilot):
        await until(pilot, lambda: app.main.shown_id)
        before = len(heard)
        await pilot.press("j", "k")
        assert len(heard) - before >= 2

    drive(vault, steps)

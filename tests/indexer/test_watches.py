"""Watches that run out, and events that are lost, while the doorbell hangs there already."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchdog.events import DirCreatedEvent, DirMovedEvent, FileModifiedEvent, FileSystemEvent

from notelinks.config import IndexerConfig
from notelinks.indexer import watch
from notelinks.indexer.watch import Doorbell


@pytest.fixture
def armed(tmp_path: Path) -> Iterator[Doorbell]:
    bell = Doorbell(tmp_path, IndexerConfig(quiet_s=0.01), threading.Event())
    bell.arm()
    yield bell
    bell.close()


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (DirCreatedEvent("new"), ("polling", "the system watches 3 of 4 folders")),
        (DirMovedEvent("new", "newer"), ("polling", "the system watches 3 of 4 folders")),
        (FileModifiedEvent("a.md"), ("events", "")),
    ],
    ids=["came", "moved", "none"],
)
def test_watches_are_counted_again_when_a_folder_has_come(
    armed: Doorbell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event: FileSystemEvent, expected: tuple[str, str]
) -> None:
    """watchdog keeps silent about a folder that it cannot watch."""
    monkeypatch.setattr(watch, "count_unwatched", lambda folder: (1, 4))
    armed.on_any_event(type(event)(f"{tmp_path}/{event.src_path}", f"{tmp_path}/{event.dest_path}"))
    armed.answer()
    armed.arm()

    assert (armed.mode, armed.reason) == expected


def test_lost_events_are_told_though_events_go_on(armed: Doorbell) -> None:
    before = armed.reason
    logging.getLogger("watchdog.observers").warning("Inotify queue overflowed; filesystem events were lost")
    armed.answer()
    armed.arm()

    assert (before, armed.mode) == ("", "events")
    assert armed.reason.startswith("events were lost at ")

"""Which folders the doorbell names, and when it names none because something else may have changed as well."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
)

from notelinks.config import IndexerConfig
from notelinks.indexer.watch import Doorbell
from tests.support import wait_until


@pytest.fixture
def armed(tmp_path: Path) -> Iterator[Doorbell]:
    (tmp_path / "a/deep").mkdir(parents=True)
    bell = Doorbell(tmp_path, IndexerConfig(quiet_s=0.01), threading.Event())
    bell.arm()
    yield bell
    bell.close()


def test_bell_names_the_folders_in_which_files_have_changed(armed: Doorbell, tmp_path: Path) -> None:
    (tmp_path / "a/deep/1.md").write_text("new")
    (tmp_path / "2.md").write_text("new")
    named: set[str] = set()

    def name_more() -> bool:
        named.update(armed.answer() or ())
        return named == {"", "a/deep"}

    assert wait_until(name_more)


def test_bell_names_both_folders_of_a_moved_file(armed: Doorbell, tmp_path: Path) -> None:
    armed.on_any_event(FileMovedEvent(f"{tmp_path}/a/x.md", f"{tmp_path}/a/deep/x.md"))

    assert armed.answer() == {"a", "a/deep"}
    assert armed.answer() is None


@pytest.mark.parametrize("event", [DirDeletedEvent("/x"), DirMovedEvent("/x", "/y"), DirCreatedEvent("/x")])
def test_bell_names_no_folder_if_one_has_changed_itself(
    armed: Doorbell, tmp_path: Path, event: FileSystemEvent
) -> None:
    armed.on_any_event(FileModifiedEvent(f"{tmp_path}/a/x.md"))
    armed.on_any_event(type(event)(f"{tmp_path}{event.src_path}", f"{tmp_path}{event.dest_path}"))
    armed.on_any_event(FileModifiedEvent(f"{tmp_path}/a/x.md"))

    assert armed.answer() is None


def test_bell_names_no_folder_if_events_were_lost(armed: Doorbell, tmp_path: Path) -> None:
    armed.on_any_event(FileModifiedEvent(f"{tmp_path}/a/x.md"))
    logging.getLogger("watchdog.observers").warning("Inotify queue overflowed; filesystem events were lost")

    assert armed.answer() is None


def test_bell_names_no_folder_where_events_do_not_tell_all(armed: Doorbell, tmp_path: Path) -> None:
    armed.distrust = "changes on this disk (nfs) may come without events"
    armed.on_any_event(FileModifiedEvent(f"{tmp_path}/a/x.md"))

    assert armed.answer() is None

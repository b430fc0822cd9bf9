"""Lists of a first reading, before any training: they are there early, and the training leaves nothing of them."""

import threading
from pathlib import Path

import pytest

from notelinks.config import index_folder, load_settings
from notelinks.errors import NotelinksError
from notelinks.indexer import early_lists as module
from notelinks.indexer.contents import load_contents
from notelinks.indexer.early_lists import EarlyLists
from notelinks.indexer.publishing import Publisher
from notelinks.indexer.reading import refresh_store
from notelinks.indexer.report import SilentReporter
from notelinks.indexer.retraining import carry_out
from notelinks.indexer.service import Indexer
from notelinks.indexer.training_order import Order, Vectors
from notelinks.indexer.training_process import TrainingProcess
from notelinks.notes.words import fold_word
from notelinks.query.reasons import ReasonFinder
from notelinks.query.status_facts import status_facts
from notelinks.store.writer import StoreWriter
from tests.support import (
    index_vault,
    make_home,
    make_notes,
    open_index,
    read_everything,
    shared_readers,
    training_order,
    write_vault,
)


def read_half(vault: Path) -> StoreWriter:
    writer = StoreWriter(index_folder(vault), fold_word)
    refresh_store(vault, writer, on_progress=lambda n_read, n_notes: n_read < 8)
    return writer


def publish_early(vault: Path, n_read_meanwhile: int = 0) -> Publisher:
    writer = read_half(vault)
    publisher = Publisher(writer, load_settings())
    made = carry_out(training_order(writer, vectors=Vectors.NONE), lambda progress: None)
    if n_read_meanwhile:
        refresh_store(vault, writer, on_progress=lambda n_read, n_notes: n_read < n_read_meanwhile)
    publisher.publish(made, made.contents)
    assert publisher.needs_training(load_contents(writer))
    writer.close()
    return publisher


def test_notes_that_have_been_read_get_lists_of_equal_words(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(16, 1))

    publish_early(vault)

    with open_index(vault) as reader:
        notes = reader.notes()
        lists = {note.note_id: reader.related(note.note_id) for note in notes}
        note_id, rows = next((note_id, rows) for note_id, rows in lists.items() if rows)
        (reason,) = ReasonFinder(reader).reasons(note_id, [rows[0].note_id])
        concepts, status = reader.concepts(note_id), reader.status()
    facts = dict(status_facts(status, vault, vault, is_watched=True))
    assert (status.generation, facts["trained"]) == (1, "not yet; notes are compared by equal words alone")
    assert len(notes) == 8
    assert reason.total == pytest.approx(rows[0].score, abs=1e-5)
    assert concepts


def test_first_training_leaves_nothing_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = write_vault(tmp_path / "vault", {**make_notes(16, 1), "z.md": "Words that no other note holds: qwertz."})
    publish_early(vault, n_read_meanwhile=9)

    index_vault(vault)

    with open_index(vault) as reader:
        assert reader.status().generation == 2
    found = read_everything(vault)
    monkeypatch.setenv("NOTELINKS_HOME", str(make_home(tmp_path / "other home")))
    index_vault(vault)
    assert found == read_everything(vault)


class WrittenTrainer:
    """Notes its orders instead of carrying them out, and says what it is told to say."""

    def __init__(self, *, is_ready: bool = True) -> None:
        self.is_ready = is_ready
        self.orders: list[Order] = []
        self.says: list[object] = []

    def begin(self, order: Order) -> None:
        self.orders.append(order)

    def take(self) -> object | None:
        said = self.says.pop() if self.says else None
        if isinstance(said, Exception):
            raise said
        return said


class WrittenPublisher:
    def __init__(self) -> None:
        self.published: list[object] = []

    def publish(self, made, contents) -> None:
        self.published.append(made)


@pytest.mark.parametrize(
    ("n_read", "n_notes", "after_s", "is_ready", "n_orders"),
    [
        (300, 600, 0.0, True, 1),
        (300, 599, 0.0, True, 0),
        (300, 600, 60.0, True, 0),
        (100, 600, 0.0, True, 0),
        (15_000, 40_000, 0.0, True, 0),
        (300, 600, 0.0, False, 0),
    ],
)
def test_they_are_ordered_once_if_reading_takes_long(
    monkeypatch, n_read: int, n_notes: int, after_s: float, is_ready: bool, n_orders: int
) -> None:
    monkeypatch.setattr(module, "_AFTER_S", after_s)
    trainer = WrittenTrainer(is_ready=is_ready)
    early = EarlyLists(WrittenPublisher(), trainer)

    for _ in range(3):
        early.go_on(n_read, n_notes, training_order(StoreWriter(None, fold_word)))

    assert len(trainer.orders) == n_orders


def test_they_are_published_when_they_are_there_and_not_missed_if_they_never_come() -> None:
    trainer, publisher, order = WrittenTrainer(), WrittenPublisher(), training_order(StoreWriter(None, fold_word))
    early = EarlyLists(publisher, trainer)

    class Some:
        contents = None

    for said in (None, NotelinksError("The process was killed."), Some()):
        trainer.says = [said]
        early.go_on(300, 900, order)

    assert [type(made) for made in publisher.published] == [Some]


def test_first_training_needs_no_rest_after_them(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(8, 1))
    trainer = TrainingProcess()
    indexer = Indexer(
        vault, index_folder(vault), load_settings(), SilentReporter(), threading.Event(), shared_readers(), trainer
    )
    indexer._look()
    trainer.seconds = 60.0

    indexer._finish_retraining(carry_out(training_order(indexer._writer, vectors=Vectors.NONE), lambda progress: None))

    waits_s = indexer._patience_s()
    indexer.close()
    assert waits_s == 0.0

"""The process that trains: what it makes is what this process would make, and its end costs one training."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from notelinks.config import index_folder
from notelinks.errors import NotelinksError, StoreError
from notelinks.indexer import training_process as module
from notelinks.indexer.contents import load_contents
from notelinks.indexer.reading import refresh_store
from notelinks.indexer.retraining import carry_out
from notelinks.indexer.training_order import Made, Order, Vectors
from notelinks.indexer.training_process import TrainingProcess
from notelinks.notes.words import fold_word
from notelinks.store.writer import StoreWriter
from tests.support import make_notes, training_order, wait_until, write_vault


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[StoreWriter]:
    vault = write_vault(tmp_path / "vault", make_notes(12, 1))
    writer = StoreWriter(index_folder(vault), fold_word)
    refresh_store(vault, writer)
    yield writer
    writer.close()


@pytest.fixture
def order(writer: StoreWriter) -> Order:
    return training_order(writer)


@pytest.fixture
def trainer() -> Iterator[TrainingProcess]:
    trainer = TrainingProcess()
    yield trainer
    trainer.stop()


def carry_out_there(trainer: TrainingProcess, order: Order) -> Made:
    trainer.begin(order)
    return wait_until(trainer.take, 120)


def kill(trainer: TrainingProcess) -> None:
    os.kill(trainer._process.pid, signal.SIGKILL)
    trainer._process.join()


def test_it_makes_what_this_process_would_make_to_the_bit(trainer: TrainingProcess, order: Order) -> None:
    there, here = carry_out_there(trainer, order), carry_out(order, lambda progress: None)

    assert there.lists == here.lists
    assert there.contents.lists_digest == here.contents.lists_digest
    assert there.used_form_ids.tolist() == here.used_form_ids.tolist()
    assert there.generation.word_vectors.tobytes() == here.generation.word_vectors.tobytes()


def test_its_listing_follows_as_the_one_of_this_process_does(
    trainer: TrainingProcess, order: Order, writer: StoreWriter, tmp_path: Path
) -> None:
    there, here = carry_out_there(trainer, order), carry_out(order, lambda progress: None)
    write_vault(tmp_path / "vault", {"new.md": "Flour, dough and unheard words."})
    refresh_store(tmp_path / "vault", writer)
    contents = load_contents(writer)
    changed = contents.changed_since(here.contents)

    followed = [list(made.listing.follow(contents, changed, writer)) for made in (there, here)]

    assert len(changed) == 1
    assert len(followed[0]) > 1
    assert followed[0] == followed[1]


@pytest.mark.parametrize("is_awaited", [True, False])
def test_it_gives_way_unless_somebody_waits(trainer: TrainingProcess, order: Order, is_awaited: bool) -> None:
    carry_out_there(trainer, replace(order, is_awaited=is_awaited))

    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, trainer._process.pid) == (own if is_awaited else 19)


def test_killed_at_work_it_says_so_and_the_next_order_is_carried_out(trainer: TrainingProcess, order: Order) -> None:
    trainer.begin(order)
    kill(trainer)

    with pytest.raises(NotelinksError, match=r"without a result \(SIGKILL\)"):
        wait_until(trainer.take)

    assert not trainer.is_busy
    assert carry_out_there(trainer, order).lists


def test_killed_at_rest_it_is_started_again_without_a_word(trainer: TrainingProcess, order: Order) -> None:
    carry_out_there(trainer, order)
    kill(trainer)

    assert trainer.take() is None
    assert carry_out_there(trainer, order).lists


def test_what_is_in_its_way_is_raised_here_and_costs_one_order(trainer: TrainingProcess, order: Order) -> None:
    trainer.begin(replace(order, vectors=Vectors.CURRENT, generation=7))

    with pytest.raises(StoreError, match="000007"):
        wait_until(trainer.take)

    assert carry_out_there(trainer, order).lists


def test_mistake_in_the_program_names_its_place_and_no_text(trainer: TrainingProcess, order: Order) -> None:
    trainer.warm_up(order.settings.training)
    wrong = replace(order, settings=replace(order.settings, ranking=None))
    trainer.begin(wrong)

    with pytest.raises(NotelinksError, match=r"training failed \(AttributeError at notelinks/[\w/]+\.py:\d+\)"):
        wait_until(trainer.take, 120)


@pytest.mark.parametrize(("kept_s", "long_s", "is_kept"), [(60.0, 60.0, True), (0.0, 60.0, False), (60.0, 0.0, False)])
def test_it_is_ended_after_a_rest_or_a_long_training(
    monkeypatch: pytest.MonkeyPatch, trainer: TrainingProcess, order: Order, kept_s: float, long_s: float, is_kept: bool
) -> None:
    monkeypatch.setattr(module, "_KEPT_S", kept_s)
    monkeypatch.setattr(module, "_LONG_S", long_s)
    trainer.warm_up(order.settings.training)
    trainer.rest()
    assert trainer._process is not None
    carry_out_there(trainer, order)
    process = trainer._process

    trainer.rest()

    assert process.is_alive() == is_kept
    assert (trainer.rests_in_s > 0) or not is_kept

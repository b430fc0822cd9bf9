"""Lists of a first reading, before any training: they are there early, and the training leaves nothing of them."""

from pathlib import Path

import pytest

from notelinks.config import index_folder, load_settings
from notelinks.indexer import early_lists as module
from notelinks.indexer.contents import load_contents
from notelinks.indexer.early_lists import EarlyLists
from notelinks.indexer.publishing import Publisher
from notelinks.indexer.reading import refresh_store
from notelinks.notes.words import fold_word
from notelinks.query.reasons import ReasonFinder
from notelinks.query.status_facts import status_facts
from notelinks.store.writer import StoreWriter
from tests.support import index_vault, make_home, make_notes, open_index, read_everything, write_vault


def read_half(vault: Path) -> StoreWriter:
    writer = StoreWriter(index_folder(vault), fold_word)
    refresh_store(vault, writer, on_progress=lambda n_read, n_notes: n_read < 8)
    return writer


def test_notes_that_have_been_read_get_lists_of_equal_words(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(16, 1))
    writer = read_half(vault)
    publisher = Publisher(writer, load_settings())

    publisher.publish_untrained(load_contents(writer))

    needs_training = publisher.needs_training(load_contents(writer))
    writer.close()
    with open_index(vault) as reader:
        notes = reader.notes()
        lists = {note.note_id: reader.related(note.note_id) for note in notes}
        note_id, rows = next((note_id, rows) for note_id, rows in lists.items() if rows)
        (reason,) = ReasonFinder(reader).reasons(note_id, [rows[0].note_id])
        concepts, status = reader.concepts(note_id), reader.status()
    assert needs_training
    facts = dict(status_facts(status, vault, vault, is_watched=True))
    assert (status.generation, facts["generation"]) == (1, "1, from equal words alone, not trained yet")
    assert len(notes) == 8
    assert reason.total == pytest.approx(rows[0].score, abs=1e-5)
    assert concepts


def test_first_training_leaves_nothing_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(16, 1))
    writer = read_half(vault)
    Publisher(writer, load_settings()).publish_untrained(load_contents(writer))
    writer.close()

    index_vault(vault)

    with open_index(vault) as reader:
        assert reader.status().generation == 2
    found = read_everything(vault)
    monkeypatch.setenv("NOTELINKS_HOME", str(make_home(tmp_path / "other home")))
    index_vault(vault)
    assert found == read_everything(vault)


class CountingPublisher:
    def __init__(self) -> None:
        self.n_published = 0

    def publish_untrained(self, contents) -> None:
        self.n_published += 1


@pytest.mark.parametrize(
    ("n_read", "after_s", "n_published"), [(300, 0.0, 1), (300, 60.0, 0), (100, 0.0, 0), (9000, 0.0, 0)]
)
def test_they_are_published_once_if_reading_takes_long(monkeypatch, n_read, after_s, n_published) -> None:
    monkeypatch.setattr(module, "_AFTER_S", after_s)
    publisher = CountingPublisher()
    early = EarlyLists(StoreWriter(None, fold_word))

    for _ in range(3):
        early.publish(publisher, n_read)

    assert publisher.n_published == n_published

"""Words that came since the last training are found at once, and count as the indexer counts them in its lists."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from notelinks.config import index_folder, load_settings
from notelinks.errors import WordNotFoundError
from notelinks.indexer.contents import load_contents
from notelinks.indexer.publishing import Publisher
from notelinks.indexer.reading import refresh_store
from notelinks.indexer.retraining import carry_out
from notelinks.notes.words import fold_word
from notelinks.query.concept import explore_word
from notelinks.query.ranking import NoteRanking
from notelinks.query.reasons import ReasonFinder
from notelinks.query.search import search_notes
from notelinks.query.vectors import open_generation
from notelinks.query.words import WordFinder
from notelinks.selection import Selection
from notelinks.store.reader import StoreReader
from notelinks.store.writer import StoreWriter
from tests.support import index_vault, make_home, make_notes, training_order, write_vault

RETURNED = "Zeppelin.md"


@pytest.fixture(scope="module")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreReader]:
    """A note was away during the training, and has come back since."""
    root = tmp_path_factory.mktemp("untrained")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOTELINKS_HOME", str(make_home(root / "home")))
        vault = write_vault(root / "vault", make_notes(20, 7))
        index_vault(vault)
        write_vault(vault, {RETURNED: "The zeppelin was built in 1908."})
        writer = StoreWriter(index_folder(vault), fold_word)
        refresh_store(Path(vault), writer)
        writer.close()
        with StoreReader(index_folder(vault)) as reader:
            yield reader


def test_note_is_found_by_a_word_that_came_with_it(untrained) -> None:
    notes = {note.note_id: note for note in untrained.notes()}

    result = search_notes(NoteRanking(untrained), notes, "Zeppelin", Selection())

    assert [note.key for note, _ in result.found] == [RETURNED]
    assert (result.unknown, result.remark) == ((), "")


def test_newer_word_is_the_reason_and_a_hidden_one_is_none(untrained) -> None:
    note_id = next(note.note_id for note in untrained.notes() if note.key == RETURNED)

    (reason,) = ReasonFinder(untrained).text_reasons(["zeppelin", "1908"], [note_id])

    assert [word.lower() for word, _ in reason.words] == ["zeppelin"]


def test_word_of_a_note_that_was_away_for_the_training_alone_is_found(tmp_path, monkeypatch) -> None:
    """Its forms were stored then, and in no note."""
    monkeypatch.setenv("NOTELINKS_HOME", str(make_home(tmp_path / "home")))
    vault = write_vault(tmp_path / "vault", {**make_notes(20, 7), RETURNED: "The zeppelin was built in 1908."})
    index_vault(vault)
    with contextlib.closing(StoreWriter(index_folder(vault), fold_word)) as writer:
        (vault / RETURNED).unlink()
        refresh_store(vault, writer)
        made = carry_out(training_order(writer), lambda progress: None)
        write_vault(vault, {RETURNED: "The zeppelin was built in 1908."})
        refresh_store(vault, writer)
        Publisher(writer, load_settings()).publish(made, load_contents(writer))
    with StoreReader(index_folder(vault)) as reader:
        near = NoteRanking(reader).near_text(["zeppelin"])
        assert [note_id for note_id, _ in near] == [note.note_id for note in reader.notes() if note.key == RETURNED]


def test_newer_word_is_not_compared_with_others_and_said_to_be_new(untrained) -> None:
    with pytest.raises(WordNotFoundError, match="too new"):
        WordFinder(open_generation(untrained).generation).nearest(["zeppelin"], [], 5)


def test_newer_word_leads_to_its_notes_and_to_no_words(untrained) -> None:
    notes = {note.note_id: note for note in untrained.notes()}
    finder = WordFinder(open_generation(untrained).generation)

    around = explore_word(NoteRanking(untrained), finder, notes, "Zeppelin", Selection(), 5)

    assert [note.key for note, _ in around.notes] == [RETURNED]
    assert (around.words, around.n_notes) == ((), 1)


def test_generation_without_newer_words_is_as_it_was_trained(full) -> None:
    generation = open_generation(full).generation

    assert len(generation.words) == len(generation.word_vectors)

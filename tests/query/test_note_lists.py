"""Lists that are computed when they are asked for: those that would be published."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from notelinks.config import index_folder, load_settings
from notelinks.errors import StoreError
from notelinks.indexer.contents import load_contents
from notelinks.indexer.publishing import Publisher
from notelinks.indexer.reading import refresh_store
from notelinks.notes.words import fold_word
from notelinks.query.note_lists import NoteLists
from notelinks.query.related import RelatedFinder
from notelinks.query.suggestions import find_orphans, find_pairs
from notelinks.selection import Selection
from notelinks.store.reader import StoreReader
from notelinks.store.writer import StoreWriter
from tests.query.conftest import index_some
from tests.support import index_vault, write_vault

FEWER = "[ranking]\nmax_listed = 5\n"
"""Than there are notes."""


@pytest.fixture(scope="session")
def unlisted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreReader]:
    """A reader of the notes of `full`, in an index without lists."""
    with index_some(tmp_path_factory.mktemp("unlisted"), FEWER) as reader:
        yield reader


def test_nothing_is_published_where_there_are_more_notes_than_are_listed(unlisted) -> None:
    assert [packed.neighbours for packed in unlisted.packed_lists().values()] == [b""] * len(unlisted.notes())
    assert unlisted.status().pending == 0


def test_lists_are_those_that_would_be_published(full, unlisted) -> None:
    lists, ids = NoteLists(unlisted), {note.key: note.note_id for note in full.notes()}

    for note in unlisted.notes():
        published, computed = full.related(ids[note.key]), lists.related(note.note_id)
        assert [row.key for row in computed] == [row.key for row in published], note.key
        assert [row.score for row in computed] == pytest.approx([row.score for row in published], abs=2e-5)
        assert [row.is_linked for row in computed] == [row.is_linked for row in published]
        concepts = [(concept.text, concept.weight) for concept in full.concepts(ids[note.key])]
        found = {concept.text: concept.weight for concept in lists.concepts(note.note_id)}
        assert list(found) == [text for text, _ in concepts], note.key
        assert found == pytest.approx(dict(concepts), abs=1e-3)


def test_published_lists_are_given_as_they_are(full) -> None:
    lists = NoteLists(full)

    for note in full.notes():
        assert lists.related(note.note_id) == full.related(note.note_id)
        assert lists.concepts(note.note_id) == full.concepts(note.note_id)


def test_choice_of_related_notes_is_the_same(full, unlisted) -> None:
    wanted = Selection(folder="Daily")

    def found(reader: StoreReader) -> list[tuple[str, list[str]]]:
        notes = sorted(reader.notes(), key=lambda note: note.key)
        finder = RelatedFinder(reader, notes)
        return [(note.key, [row.key for row in finder.find(note, wanted, 3)]) for note in notes]

    assert found(unlisted) == found(full)


def test_notes_without_a_link_are_suggested_and_pairs_are_refused_with_the_reason(full, unlisted) -> None:
    orphans = [find_orphans(reader, reader.notes(), Selection(), 3) for reader in (unlisted, full)]

    found, expected = ({o.keys: [row.key for row in o.nearest] for o in of_one} for of_one in orphans)
    assert found == expected != {}
    with pytest.raises(StoreError, match="max_listed"):
        find_pairs(unlisted, unlisted.notes(), Selection())


def test_note_that_has_gone_has_no_lists(unlisted) -> None:
    assert (NoteLists(unlisted).related(10_000), NoteLists(unlisted).concepts(10_000)) == ([], [])


def test_saves_show_in_the_lists_before_any_training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed note, a new one and one that is gone: as in lists that are followed in the indexer."""
    found = []
    for name, config in (("listed", ""), ("unlisted", FEWER)):
        with index_some(tmp_path / name, config) as reader:
            vault = Path(os.fsdecode(reader.meta("vault")))
            monkeypatch.setenv("NOTELINKS_HOME", str(tmp_path / name / "home"))
            _follow(vault, {"Lone.md": "Sourdough, flour, yeast.", "New.md": "Zeppelin. Flour, dough, loaf."}, "42.md")
            with StoreReader(index_folder(vault)) as after:
                lists = NoteLists(after)
                ids = {note.key: note.note_id for note in after.notes()}
                found.append(
                    {
                        key: (
                            [row.key for row in lists.related(ids[key])][:5],
                            [concept.text for concept in lists.concepts(ids[key])],
                        )
                        for key in ("Lone.md", "New.md")
                    }
                )
                assert after.status().pending == 2
    assert found[0] == found[1]
    assert "Zeppelin" in found[1]["New.md"][1]


def _follow(vault: Path, notes: dict[str, str], removed: str) -> None:
    """Brings an index up to some saves, without any training."""
    with contextlib.closing(StoreWriter(index_folder(vault), fold_word)) as writer:
        publisher = Publisher(writer, load_settings())
        publisher.prepare(load_contents(writer))
        write_vault(vault, notes)
        (vault / removed).unlink()
        refresh_store(vault, writer)
        publisher.follow(load_contents(writer))
        writer.set_status(pending=publisher.count_pending(load_contents(writer)))


def test_lists_come_and_go_with_the_number_of_notes_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with index_some(tmp_path, FEWER) as reader:
        vault = Path(os.fsdecode(reader.meta("vault")))
        monkeypatch.setenv("NOTELINKS_HOME", str(tmp_path / "home"))
        config = tmp_path / "home" / "config.toml"
        is_published = []
        for n_notes in ("1000", "5"):
            config.write_text(config.read_text().replace("max_listed = ", f"max_listed = {n_notes} # "))
            index_vault(vault)
            is_published.append(any(packed.neighbours for packed in reader.packed_lists().values()))
            assert any(NoteLists(reader).related(note.note_id) for note in reader.notes())
    assert is_published == [True, False]

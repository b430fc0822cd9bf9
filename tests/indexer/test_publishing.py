"""Today's word vectors in the word ids of a newer corpus, and lists that follow a save before any training."""

import contextlib
import threading
from pathlib import Path

import numpy as np

from notelinks.config import index_folder, load_settings
from notelinks.indexer.contents import load_contents
from notelinks.indexer.publishing import Publisher
from notelinks.indexer.reading import refresh_store
from notelinks.indexer.retraining import carry_out
from notelinks.notes.words import fold_word
from notelinks.query.reasons import ReasonFinder
from notelinks.query.vectors import open_generation
from notelinks.store.writer import StoreWriter
from tests.support import index_vault, make_notes, open_index, training_order, write_vault


def _open_writer(vault: Path) -> StoreWriter:
    return StoreWriter(index_folder(vault), fold_word)


def _follow(writer: StoreWriter, vault: Path, notes: dict[str, str], removed: tuple[str, ...] = ()) -> Publisher:
    """Changes notes of an indexed vault and brings the lists up to them, without any training."""
    publisher = Publisher(writer, load_settings())
    publisher.prepare(load_contents(writer))
    publisher.count_pending(load_contents(writer))
    write_vault(vault, notes)
    for key in removed:
        (vault / key).unlink()
    refresh_store(vault, writer)
    publisher.follow(load_contents(writer))
    return publisher


def test_new_word_is_a_concept_before_any_training(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(8, 1))
    index_vault(vault)
    writer = _open_writer(vault)

    publisher = _follow(writer, vault, {"new.md": "Xylophone xylophone xylophone and dough, flour, yeast."})

    n_pending = publisher.count_pending(load_contents(writer))
    writer.close()

    with open_index(vault) as reader:
        ids = {note.key: note.note_id for note in reader.notes()}
        concepts = [concept.text for concept in reader.concepts(ids["new.md"])]
        nearest = reader.related(ids["new.md"])[0]
        mirrored = [row.score for row in reader.related(nearest.note_id) if row.key == "new.md"]
        generation = reader.status().generation
    assert "xylophone" in [text.lower() for text in concepts]
    assert (generation, n_pending, nearest.key.split("/")[0]) == (1, 1, "bread")
    assert [nearest.score] == mirrored


def test_deleted_note_leaves_the_lists_before_any_training(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(8, 1))
    index_vault(vault)
    writer = _open_writer(vault)

    _follow(writer, vault, {}, removed=("bread/Bread 0.md",))

    writer.close()

    with open_index(vault) as reader:
        related = {row.key for note in reader.notes() for row in reader.related(note.note_id)}
    assert "bread/Bread 0.md" not in related


def test_notes_that_changed_since_the_training_are_counted(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(8, 1))
    index_vault(vault)
    writer = _open_writer(vault)
    publisher = Publisher(writer, load_settings())
    counts = [publisher.count_pending(load_contents(writer))]
    write_vault(vault, {"new.md": "One more.", "newer.md": "And one more."})
    refresh_store(vault, writer)
    counts.append(publisher.count_pending(load_contents(writer)))
    writer.close()

    assert counts == [0, 2]


def test_notes_that_changed_since_the_training_are_counted_in_a_later_run(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(8, 1))
    index_vault(vault)
    write_vault(vault, {"new.md": "One more."})
    (vault / "bread" / "Bread 0.md").write_text("Other words than before.")
    with contextlib.closing(_open_writer(vault)) as writer:
        refresh_store(vault, writer)

    with contextlib.closing(_open_writer(vault)) as writer:
        n_pending = Publisher(writer, load_settings()).count_pending(load_contents(writer))

    assert n_pending == 2


def test_note_that_changes_while_it_is_trained_on_is_the_only_one_pending_afterwards(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(8, 1))
    index_vault(vault)
    write_vault(vault, {"new.md": "Flour, dough and an oven."})
    writer = _open_writer(vault)
    refresh_store(vault, writer)
    publisher = Publisher(writer, load_settings())
    made = carry_out(training_order(writer), lambda progress: None)
    write_vault(vault, {"newer.md": "Oven, flour and salt."})
    refresh_store(vault, writer)

    publisher.publish(made, load_contents(writer))

    n_pending = publisher.count_pending(load_contents(writer))
    writer.close()
    with open_index(vault) as reader:
        related = {note.key for note in reader.notes() if reader.related(note.note_id)}
    assert n_pending == 1
    assert {"new.md", "newer.md"} <= related


def test_parts_of_a_reason_add_up_to_the_published_score(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(8, 1))
    index_vault(vault)

    with open_index(vault) as reader:
        note = reader.notes()[0]
        rows = reader.related(note.note_id)[:3]
        reasons = ReasonFinder(reader).reasons(note.note_id, [row.note_id for row in rows])

    assert np.allclose([row.score for row in rows], [reason.total for reason in reasons], atol=1e-5)
    assert all(reason.words for reason in reasons)


def test_reading_stops_when_it_is_told_to_and_keeps_what_it_read(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(10, 1))
    writer = _open_writer(vault)
    stop = threading.Event()

    refresh_store(vault, writer, on_progress=lambda n_read, n_notes: n_read < 3)
    n_first = len(list(writer.stored_notes()))
    refresh_store(vault, writer, on_progress=lambda n_read, n_notes: not stop.is_set())
    n_second = len(list(writer.stored_notes()))
    writer.close()

    assert (n_first, n_second) == (3, 10)


def test_new_link_moves_both_of_its_ends_before_any_training(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(12, 1))
    hub = "see [[Bread 0]], [[Music 2]] and [[Walks 3]]"
    write_vault(vault, {"hub.md": hub, "alone.md": "quiet words only"})
    index_vault(vault)
    before = _read_scores(vault, "alone.md")
    writer = _open_writer(vault)

    _follow(writer, vault, {"hub.md": hub + " [[alone|here]]"})

    writer.close()

    after = _read_scores(vault, "alone.md")
    ends = {"bread/Bread 0.md", "music/Music 2.md", "walks/Walks 3.md"}
    assert not ends & before.keys()
    assert ends <= after.keys()
    assert all(_read_scores(vault, key)["alone.md"] == after[key] for key in ends)


def test_link_alone_belongs_to_the_contents(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"a.md": "to [[b|it]]", "b.md": "water", "c.md": "salt"})
    writer = _open_writer(vault)
    refresh_store(vault, writer)
    old = load_contents(writer)
    write_vault(vault, {"a.md": "to [[c|it]]"})
    refresh_store(vault, writer)
    new = load_contents(writer)
    writer.close()

    assert (old.links.tolist(), new.links.tolist()) == ([[0, 1]], [[0, 2]])
    assert old.digest != new.digest


def test_link_share_is_published_with_the_generation(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(12, 1))
    index_vault(vault)

    with open_index(vault) as reader:
        shares = reader.status().shares
        generation = open_generation(reader).generation

    assert 0.05 <= shares["shared_links"] <= 0.2
    assert shares == generation.shares


def _read_scores(vault: Path, key: str) -> dict[str, float]:
    with open_index(vault) as reader:
        ids = {note.key: note.note_id for note in reader.notes()}
        return {row.key: row.score for row in reader.related(ids[key])}

"""What changes in an index, what is gone from it, and what it says of itself."""

import os
import stat
from pathlib import Path

import pytest

from notelinks.store.reader import StoreReader
from notelinks.store.schema import database_file
from notelinks.store.writer import StoreWriter
from tests.store.literal_notes import keys_of, note_ids, open_writer, packed, publish, signature, store, words_of


def test_forgetting_removes_notes_and_lists_but_ids_stay_used(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "[[b]]", "b.md": "word"}, skipped={"c.md": "binary"})
    publish(writer, {"a.md": {"b.md": 0.5}})

    writer.forget_all()
    left = (reader.notes(), reader.skipped(), list(reader.forms()), reader.related(1), reader.concepts(1))
    store(writer, {"b.md": "word"})

    assert left == ([], [], [], [], [])
    assert note_ids(writer)["b.md"] > 2
    assert [form for _, form, _ in reader.forms() if form != "b"] == ["word"]


# What is dropped


def test_words_of_a_deleted_note_leave_the_files_of_the_index(folder: Path) -> None:
    writer = open_writer(folder)
    store(writer, {"a.md": "common words", "b.md": "common xylocanaria [[xylocanaria]]"})
    publish(writer, {}, generation=1)
    was_there = any(b"xylocanaria" in path.read_bytes() for path in folder.glob("index*"))
    store(writer, {}, removed=["b.md"])
    used = {form_id for form_id, written, _ in writer.forms() if written in ("common", "words", "a")}

    publish(writer, {}, generation=2, used_form_ids=used)

    assert was_there
    assert [path.name for path in folder.rglob("*") if path.is_file() and b"xylocanaria" in path.read_bytes()] == []
    writer.close()


def test_dropped_form_can_be_stored_again(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "old"})
    store(writer, {"a.md": "new"})
    publish(writer, {}, used_form_ids={i for i, written, _ in writer.forms() if written != "old"})

    store(writer, {"a.md": "old"})

    words = reader.note_words(1)
    assert words is not None
    assert words_of(reader, words.forms) == ["old"]


# Transactions


def test_failed_change_leaves_everything_as_it_was(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "one"})
    revision = reader.revision()

    def fail(*_):
        raise RuntimeError("resolver broke")

    with pytest.raises(RuntimeError):
        writer.apply_changes([(packed("b.md", "newword [[a]]"), signature(""))], ["a.md"], {}, fail)

    assert (["a.md"], revision) == (keys_of(reader.notes()), reader.revision())
    assert "newword" not in [written for _, written, _ in reader.forms()]


def test_word_of_a_failed_change_can_be_stored_afterwards(writer: StoreWriter, reader: StoreReader) -> None:
    def fail(*_):
        raise RuntimeError("resolver broke")

    with pytest.raises(RuntimeError):
        writer.apply_changes([(packed("a.md", "newword [[a]]"), signature(""))], (), {}, fail)

    store(writer, {"b.md": "newword"})

    words = reader.note_words(note_ids(writer)["b.md"])
    assert words is not None
    assert words_of(reader, words.forms) == ["newword"]


def test_revision_grows_with_what_readers_show_and_not_with_progress(writer: StoreWriter, reader: StoreReader) -> None:
    revisions = [reader.revision()]
    store(writer, {"a.md": "one"})
    revisions.append(reader.revision())
    publish(writer, {})
    revisions.append(reader.revision())
    writer.set_status(activity="training")
    revisions.append(reader.revision())

    assert revisions == [0, 1, 2, 2]


def test_data_version_changes_with_every_commit(writer: StoreWriter, reader: StoreReader) -> None:
    versions = [reader.data_version(), reader.data_version()]
    writer.set_status(activity="training")
    versions.append(reader.data_version())

    assert versions[0] == versions[1] != versions[2]


def test_status_says_what_was_set(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "One one two [[b]] [[none]]", "b.md": ""}, skipped={"c.md": "binary"})
    writer.set_status(vault=b"/v/\xff", activity="reading", reading="[3, 9]", watcher="events", problem="p", pending=2)
    publish(writer, {}, generation=4, trained_s=5.0, corpus_digest="abc")

    found = reader.status()
    assert (found.n_notes, found.n_words, found.n_links, found.generation, found.pending) == (2, 5, 1, 4, 2)
    assert (found.activity, found.reading, found.watcher, found.problem) == ("reading", (3, 9), "events", "p")
    assert (found.vault, found.trained_s, found.corpus_digest, found.index_digest) == ("/v/\udcff", 5.0, "abc", "")
    assert keys_of(found.skipped) == ["b.md", "c.md"]


# Digest


def test_digest_does_not_depend_on_how_the_index_came_to_be(tmp_path: Path) -> None:
    digests = []
    for steps in (
        [({"a.md": "[[b]] x", "b.md": "y"}, ())],
        [({"b.md": "y"}, ()), ({"c.md": "z"}, ()), ({"a.md": "[[b]] x"}, ("c.md",))],
    ):
        writer = open_writer(tmp_path / str(len(digests)))
        for notes, removed in steps:
            store(writer, notes, removed=removed)
        writer.close()
        with StoreReader(writer.folder) as reader:
            digests.append(reader.index_digest())

    assert digests[0] == digests[1]


@pytest.mark.parametrize(
    "notes",
    [
        {"a.md": "[[b]] x", "b.md": "y z"},
        {"a.md": "[[c]] x", "b.md": "y"},
        {"a.md": "[[b]] x", "c.md": "y"},
        {"a.md": "[[b]] x"},
    ],
)
def test_digest_differs_for_different_folders(tmp_path: Path, notes: dict[str, str]) -> None:
    digests = []
    for of_vault in ({"a.md": "[[b]] x", "b.md": "y"}, notes):
        writer = open_writer(tmp_path / str(len(digests)))
        store(writer, of_vault)
        with StoreReader(writer.folder) as reader:
            digests.append(reader.index_digest())
        writer.close()

    assert digests[0] != digests[1]


# Files


def test_files_and_folders_are_private_whatever_the_umask(folder: Path) -> None:
    old = os.umask(0)
    try:
        writer = open_writer(folder)
        store(writer, {"a.md": "word"})
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
        writer.close()
    finally:
        os.umask(old)

    name = database_file(folder).name
    assert {name: 0o600, f"{name}-wal": 0o600, f"{name}-shm": 0o600} == modes
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_closing_folds_the_log_into_the_database(folder: Path) -> None:
    writer = open_writer(folder)
    store(writer, {"a.md": "word"})

    writer.close()

    database = database_file(folder)
    assert {database.name, database.with_suffix(".seal").name} == {path.name for path in folder.iterdir()}


def test_status_counts_anew_after_a_change_and_not_while_a_training_goes_on(
    writer: StoreWriter, reader: StoreReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    count = StoreReader._count
    monkeypatch.setattr(StoreReader, "_count", lambda r, query: counted.append(query) or count(r, query))
    store(writer, {"a.md": "one"})
    before = reader.status()
    n_queries = len(counted)
    writer.set_status(activity="training")
    meanwhile = reader.status()

    assert (meanwhile.activity, meanwhile.n_notes, len(counted)) == ("training", before.n_notes, n_queries)
    store(writer, {"b.md": "two [[a]]"}, skipped={"c.md": "too large"})
    after = reader.status()
    assert (after.n_notes, after.n_links, [file.key for file in after.skipped]) == (2, 1, ["c.md"])

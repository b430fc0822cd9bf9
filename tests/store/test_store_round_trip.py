"""What the writer stores is what the reader gives, and what is gone is gone everywhere."""

import array
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from notelinks.records import (
    Concept,
    FileSignature,
    Link,
    LinkEnd,
    LinkKind,
    Mention,
    NoteLink,
    NoteSummary,
    ParsedNote,
    RelatedNote,
    SectionStart,
    SkippedFile,
    TokenizedNote,
    UnresolvedLink,
)
from notelinks.store.reader import StoreReader
from notelinks.store.schema import database_file
from notelinks.store.writer import StoreWriter
from tests.store.literal_notes import note_ids, open_writer, publish, signature, store, tokenized

_ODD_KEY = os.fsdecode(b"caf\xe9/\xff.md")
"""A path that is not UTF-8."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def writer(folder: Path) -> Iterator[StoreWriter]:
    made = open_writer(folder)
    yield made
    made.close()


@pytest.fixture
def reader(writer: StoreWriter) -> Iterator[StoreReader]:
    with StoreReader(writer.folder) as made:
        yield made


def _keys(rows) -> list[str]:
    return [row.key for row in rows]


def _words(reader: StoreReader, packed: bytes) -> list[str]:
    written = {form_id: form for form_id, form, _ in reader.forms()}
    return [written[form_id] for form_id in array.array("i", packed)]


# Notes


def test_note_summary_holds_what_was_stored(writer: StoreWriter, reader: StoreReader) -> None:
    note = tokenized(_ODD_KEY, "one two one [[b]]", title="Ünïcode", aliases=("x", "y"), tags=("t/u",))
    writer.apply_changes(
        [(note, signature("", 5)), (tokenized("b.md", "[[B]]"), signature("", 6))],
        (),
        {},
        lambda target, _: ({"b": "b.md", "B": _ODD_KEY}[target], LinkEnd.NOTE),
    )

    expected = NoteSummary(1, _ODD_KEY, "Ünïcode", ("x", "y"), ("t/u",), 5, 4, 1, 1)
    assert expected == {n.key: n for n in reader.notes()}[_ODD_KEY]


def test_notes_come_in_order_of_title_without_case(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"b.md": "", "A.md": "", "C.md": "", "x/a.md": ""})

    assert _keys(reader.notes()) == ["A.md", "x/a.md", "b.md", "C.md"]


def test_signatures_come_back_in_order_of_key(writer: StoreWriter, reader: StoreReader) -> None:
    signatures = {"b.md": FileSignature(1, 2, 3, 2**62, 5), "a.md": FileSignature(-6, 7, 8, 9, 10)}
    writer.apply_changes(
        [(tokenized(k, ""), s) for k, s in signatures.items()], (), {}, lambda *_: (None, LinkEnd.NOTHING)
    )

    assert sorted(signatures.items()) == list(reader.signatures().items())
    assert reader.signatures() == writer.signatures()


def test_words_come_back_in_their_written_form(writer: StoreWriter, reader: StoreReader) -> None:
    sections = (SectionStart("", 0, 1, 0), SectionStart("Köpfe", 2, 9, 3))
    parsed = ParsedNote("a.md", "The Title", (), (), (), ())
    note = TokenizedNote(parsed, ("The", "Title"), ("Bread", "bread", "é"), sections, "en", "digest", "words")
    writer.apply_changes([(note, signature(""))], (), {}, lambda *_: (None, LinkEnd.NOTHING))

    words = reader.note_words(1)
    assert words is not None
    assert _words(reader, words.forms) == ["Bread", "bread", "é"]
    assert _words(reader, words.title_forms) == ["The", "Title"]
    assert sections == words.sections
    assert {"Bread": "bread", "bread": "bread"}.items() <= {form: word for _, form, word in reader.forms()}.items()


def test_unknown_note_has_no_words_no_lists_and_no_tags(reader: StoreReader) -> None:
    assert reader.note_words(99) is None
    assert (reader.related(99), reader.concepts(99), reader.tags(99)) == ([], [], ())


def test_skipped_files_are_listed_with_notes_that_have_problems(writer: StoreWriter, reader: StoreReader) -> None:
    notes = {"empty.md": tokenized("empty.md", ""), "odd.md": tokenized("odd.md", "text", problems=("odd thing",))}
    skipped = {"z.md": (SkippedFile("z.md", "binary"), signature("z"))}
    indexed = [(note, signature("")) for note in notes.values()]
    writer.apply_changes(indexed, (), skipped, lambda *_: (None, LinkEnd.NOTHING))

    expected = [("empty.md", "no words in it"), ("odd.md", "odd thing"), ("z.md", "binary")]
    assert expected == [(file.key, file.reason) for file in reader.skipped()]
    assert skipped == writer.skipped()
    assert signature("z") == reader.signatures()["z.md"]


def test_skipped_list_is_replaced_by_the_next_look(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "x"}, skipped={"b.md": "a device, not a file"})

    store(writer, {}, skipped={})

    assert reader.skipped() == []


def test_note_that_could_not_be_read_again_is_read_at_every_look(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "x"})

    store(writer, {}, skipped={"a.md": "cannot be read: Permission denied"})

    assert signature("x") != reader.signatures()["a.md"]
    assert _keys(reader.notes()) == ["a.md"]


# Links


def test_links_are_seen_from_both_ends(writer: StoreWriter, reader: StoreReader) -> None:
    link = Link(LinkKind.WIKILINK, "b", "Head", "the alias", 4, "See the alias here.")
    indexed = [(tokenized("a.md", "", links=(link,)), signature("")), (tokenized("b.md", ""), signature(""))]
    writer.apply_changes(indexed, (), {}, lambda *_: ("b.md", LinkEnd.NOTE))

    rest = ("the alias", "Head", 4, "See the alias here.")
    assert (NoteLink(2, "b.md", "b", *rest),) == reader.links(1).outgoing
    assert (NoteLink(1, "a.md", "a", *rest),) == reader.links(2).backlinks
    assert (frozenset({2}), frozenset({1})) == (reader.linked_ids(1), reader.linked_ids(2))


def test_unresolved_link_says_how_many_notes_want_its_target(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "[[Wanted]] [[Wanted]]", "b.md": "[[Wanted]]", "c.md": "[[picture.png]]"})

    wanted = UnresolvedLink("Wanted", "", 0, 2)
    assert (wanted, wanted) == reader.links(note_ids(writer)["a.md"]).unresolved
    assert reader.links(note_ids(writer)["c.md"]).unresolved == ()


def test_link_resolves_when_its_note_appears(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "[[b]]"})

    store(writer, {"b.md": "here"})

    links = reader.links(note_ids(writer)["a.md"])
    assert (_keys(links.outgoing), links.unresolved) == (["b.md"], ())


def test_link_is_unresolved_when_its_note_goes(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "[[b]]", "b.md": "here"})

    store(writer, {}, removed=["b.md"])

    links = reader.links(note_ids(writer)["a.md"])
    assert (_keys(links.outgoing), [link.target for link in links.unresolved]) == ([], ["b"])


def test_changed_note_has_only_its_present_links(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "[[b]]", "b.md": "", "c.md": ""})

    store(writer, {"a.md": "[[c]]"})

    assert _keys(reader.links(note_ids(writer)["a.md"]).outgoing) == ["c.md"]
    assert reader.links(note_ids(writer)["b.md"]).backlinks == ()


def test_link_of_a_note_to_itself_is_in_no_list(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "[[a]]"})

    links = reader.links(note_ids(writer)["a.md"])
    assert (links.outgoing, links.backlinks, links.unresolved) == ((), (), ())
    assert (reader.notes()[0].n_links, reader.notes()[0].n_backlinks) == (0, 0)


# Lists


def test_lists_come_back_best_first_with_links(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "[[b]]", "b.md": "", "c.md": "[[a]]"})
    concepts = (Concept("Bread", 0.5), Concept("été", 0.25))
    publish(writer, {"a.md": {"c.md": 0.75, "b.md": 0.5}}, concepts={"a.md": concepts}, mentions=[("a.md", "c.md")])

    a, b, c = (note_ids(writer)[key] for key in ("a.md", "b.md", "c.md"))
    expected = [RelatedNote(c, "c.md", "c", 0.75, False, True), RelatedNote(b, "b.md", "b", 0.5, True, False)]
    assert expected == reader.related(a)
    assert list(concepts) == reader.concepts(a)
    assert reader.links(a).mentions == (Mention(c, "c.md", "c", 3, "A sentence."),)
    assert reader.links(c).mentioned_in == (Mention(a, "a.md", "a", 3, "A sentence."),)


def test_deleted_note_is_in_no_list_even_before_the_next_publish(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "", "b.md": "", "c.md": ""})
    scores = {"b.md": 0.5, "c.md": 0.25}
    publish(writer, {"a.md": scores}, mentions=[("a.md", "b.md"), ("b.md", "a.md")])

    store(writer, {}, removed=["b.md"])

    a = note_ids(writer)["a.md"]
    assert _keys(reader.related(a)) == ["c.md"]
    assert (reader.links(a).mentions, reader.links(a).mentioned_in) == ((), ())


def test_id_of_a_deleted_note_is_never_used_again(writer: StoreWriter) -> None:
    store(writer, {"a.md": "", "b.md": ""})
    old_id = note_ids(writer)["b.md"]
    store(writer, {}, removed=["b.md"])

    store(writer, {"b.md": ""})

    assert note_ids(writer)["b.md"] > old_id


def test_changed_note_keeps_its_id(writer: StoreWriter) -> None:
    store(writer, {"a.md": "one"})
    old_id = note_ids(writer)["a.md"]

    store(writer, {"a.md": "two"})

    assert old_id == note_ids(writer)["a.md"]


def test_complete_publish_replaces_all_lists_and_a_partial_one_adds(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "", "b.md": ""})
    a, b = note_ids(writer).values()
    publish(writer, {"a.md": {"b.md": 0.5}, "b.md": {"a.md": 0.5}})

    publish(writer, {"a.md": {"b.md": 0.75}}, is_complete=False)
    after_partial = [reader.related(a)[0].score, reader.related(b)[0].score]
    publish(writer, {"a.md": {"b.md": 0.25}})
    after_complete = [reader.related(a)[0].score, len(reader.related(b))]

    assert after_partial == [0.75, 0.5]
    assert after_complete == [0.25, 0]


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
    assert _words(reader, words.forms) == ["old"]


# Transactions


def test_failed_change_leaves_everything_as_it_was(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "one"})
    revision = reader.revision()

    def fail(*_):
        raise RuntimeError("resolver broke")

    with pytest.raises(RuntimeError):
        writer.apply_changes([(tokenized("b.md", "newword [[a]]"), signature(""))], ["a.md"], {}, fail)

    assert (["a.md"], revision) == (_keys(reader.notes()), reader.revision())
    assert "newword" not in [written for _, written, _ in reader.forms()]


def test_word_of_a_failed_change_can_be_stored_afterwards(writer: StoreWriter, reader: StoreReader) -> None:
    def fail(*_):
        raise RuntimeError("resolver broke")

    with pytest.raises(RuntimeError):
        writer.apply_changes([(tokenized("a.md", "newword [[a]]"), signature(""))], (), {}, fail)

    store(writer, {"b.md": "newword"})

    words = reader.note_words(note_ids(writer)["b.md"])
    assert words is not None
    assert _words(reader, words.forms) == ["newword"]


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
    assert _keys(found.skipped) == ["b.md", "c.md"]


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

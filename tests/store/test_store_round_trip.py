"""What the writer stores is what the reader gives, and what is gone is gone everywhere."""

import os

from notelinks.records import (
    Concept,
    FileSignature,
    LinkEnd,
    Mention,
    NoteSummary,
    ParsedNote,
    RelatedNote,
    SectionStart,
    SkippedFile,
    TokenizedNote,
)
from notelinks.store.packed_note import pack_note
from notelinks.store.reader import StoreReader
from notelinks.store.writer import StoreWriter
from tests.store.literal_notes import keys_of, note_ids, packed, publish, signature, store, words_of

_ODD_KEY = os.fsdecode(b"caf\xe9/\xff.md")
"""A path that is not UTF-8."""


# Notes


def test_note_summary_holds_what_was_stored(writer: StoreWriter, reader: StoreReader) -> None:
    note = packed(_ODD_KEY, "one two one [[b]]", title="Ünïcode", aliases=("x", "y"), tags=("t/u",))
    writer.apply_changes(
        [(note, signature("", 5)), (packed("b.md", "[[B]]"), signature("", 6))],
        (),
        {},
        lambda target, _: ({"b": "b.md", "B": _ODD_KEY}[target], LinkEnd.NOTE),
    )

    expected = NoteSummary(1, _ODD_KEY, "Ünïcode", ("x", "y"), ("t/u",), 5, 4, 1, 1)
    assert expected == {n.key: n for n in reader.notes()}[_ODD_KEY]


def test_notes_come_in_order_of_title_without_case(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"b.md": "", "A.md": "", "C.md": "", "x/a.md": ""})

    assert keys_of(reader.notes()) == ["A.md", "x/a.md", "b.md", "C.md"]


def test_signatures_come_back_in_order_of_key(writer: StoreWriter, reader: StoreReader) -> None:
    signatures = {"b.md": FileSignature(1, 2, 3, 2**62, 5), "a.md": FileSignature(-6, 7, 8, 9, 10)}
    writer.apply_changes(
        [(packed(k, ""), s) for k, s in signatures.items()], (), {}, lambda *_: (None, LinkEnd.NOTHING)
    )

    assert sorted(signatures.items()) == list(reader.signatures().items())
    assert reader.signatures() == writer.signatures()


def test_words_come_back_in_their_written_form(writer: StoreWriter, reader: StoreReader) -> None:
    sections = (SectionStart("", 0, 1, 0), SectionStart("Köpfe", 2, 9, 3))
    parsed = ParsedNote("a.md", "The Title", (), (), (), ())
    note = TokenizedNote(parsed, ("The", "Title"), ("Bread", "bread", "é"), sections, "en", "digest", "words")
    writer.apply_changes([(pack_note(note), signature(""))], (), {}, lambda *_: (None, LinkEnd.NOTHING))

    words = reader.note_words(1)
    assert words is not None
    assert words_of(reader, words.forms) == ["Bread", "bread", "é"]
    assert words_of(reader, words.title_forms) == ["The", "Title"]
    assert sections == words.sections
    assert {"Bread": "bread", "bread": "bread"}.items() <= {form: word for _, form, word in reader.forms()}.items()


def test_unknown_note_has_no_words_no_lists_and_no_tags(reader: StoreReader) -> None:
    assert reader.note_words(99) is None
    assert (reader.related(99), reader.concepts(99), reader.tags(99)) == ([], [], ())


def test_skipped_files_are_listed_with_notes_that_have_problems(writer: StoreWriter, reader: StoreReader) -> None:
    notes = {"empty.md": packed("empty.md", ""), "odd.md": packed("odd.md", "text", problems=("odd thing",))}
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
    assert keys_of(reader.notes()) == ["a.md"]


# Links


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
    assert keys_of(reader.related(a)) == ["c.md"]
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

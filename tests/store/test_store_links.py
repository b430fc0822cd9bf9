"""Links in the store: seen from both ends, resolved when a note appears, unresolved when it goes."""

import pytest

from notelinks.records import (
    Link,
    LinkEnd,
    LinkKind,
    NoteLink,
    UnresolvedLink,
)
from notelinks.store.reader import StoreReader
from notelinks.store.writer import StoreWriter
from tests.store.literal_notes import keys_of, note_ids, packed, publish, signature, store


def test_links_are_seen_from_both_ends(writer: StoreWriter, reader: StoreReader) -> None:
    link = Link(LinkKind.WIKILINK, "b", "Head", "the alias", 4, "See the alias here.")
    indexed = [(packed("a.md", "", links=(link,)), signature("")), (packed("b.md", ""), signature(""))]
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


def test_missing_note_is_counted_however_links_to_it_are_written(writer: StoreWriter, reader: StoreReader) -> None:
    spellings = ["Caf\u00e9", "/cafe\u0301.md", "./Caf\u00e9", "../../CAF\u00c9", "Caf\u00e9.md"]
    store(writer, {f"{i}.md": f"[[{spelling}]]" for i, spelling in enumerate(spellings)})
    store(writer, {"other.md": "[[folder/Caf\u00e9]] [[.caf\u00e9]]"})

    for i, spelling in enumerate(spellings):
        (unresolved,) = reader.links(note_ids(writer)[f"{i}.md"]).unresolved
        assert (unresolved.target, unresolved.n_notes) == (spelling, len(spellings))
    assert [link.n_notes for link in reader.links(note_ids(writer)["other.md"]).unresolved] == [1, 1]


def test_link_resolves_when_its_note_appears(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "[[b]]"})

    store(writer, {"b.md": "here"})

    links = reader.links(note_ids(writer)["a.md"])
    assert (keys_of(links.outgoing), links.unresolved) == (["b.md"], ())


def test_link_is_unresolved_when_its_note_goes(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "[[b]]", "b.md": "here"})

    store(writer, {}, removed=["b.md"])

    links = reader.links(note_ids(writer)["a.md"])
    assert (keys_of(links.outgoing), [link.target for link in links.unresolved]) == ([], ["b"])


def test_changed_note_has_only_its_present_links(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "[[b]]", "b.md": "", "c.md": ""})

    store(writer, {"a.md": "[[c]]"})

    assert keys_of(reader.links(note_ids(writer)["a.md"]).outgoing) == ["c.md"]
    assert reader.links(note_ids(writer)["b.md"]).backlinks == ()


def test_link_of_a_note_to_itself_is_in_no_list(writer: StoreWriter, reader: StoreReader) -> None:
    store(writer, {"a.md": "[[a]]"})

    links = reader.links(note_ids(writer)["a.md"])
    assert (links.outgoing, links.backlinks, links.unresolved) == ((), (), ())
    assert (reader.notes()[0].n_links, reader.notes()[0].n_backlinks) == (0, 0)


# Lists


@pytest.mark.parametrize(("n_naming", "n_linking", "is_ordinary"), [(12, 2, True), (12, 3, False), (10, 0, False)])
def test_note_that_many_name_and_few_link_to_is_called_like_an_ordinary_word(
    writer: StoreWriter, reader: StoreReader, n_naming: int, n_linking: int, is_ordinary: bool
) -> None:
    naming = [f"n{i:02}.md" for i in range(n_naming)]
    linking = {f"l{i}.md": "[[Time]]" for i in range(n_linking)}
    store(writer, {"Time.md": "", "Zen.md": "", **dict.fromkeys(naming, ""), **linking})
    mentions = [*((key, "Time.md") for key in naming), (naming[0], "Zen.md")]
    publish(writer, {}, mentions=mentions)

    ids = note_ids(writer)
    assert {mention.is_ordinary for mention in reader.links(ids["Time.md"]).mentioned_in} == {is_ordinary}
    found = [(mention.key, mention.is_ordinary) for mention in reader.links(ids[naming[0]]).mentions]
    expected = [("Time.md", is_ordinary), ("Zen.md", False)]
    assert found == sorted(expected, key=lambda mention: mention[1])


def test_name_is_no_ordinary_word_any_more_once_enough_notes_link_to_its_note(
    writer: StoreWriter, reader: StoreReader
) -> None:
    """What a reader has found out holds until the index changes."""
    naming = [f"n{i:02}.md" for i in range(12)]
    store(writer, {"Time.md": "", **dict.fromkeys(naming, "")})
    publish(writer, {}, mentions=[(key, "Time.md") for key in naming])
    ids = note_ids(writer)

    before = {mention.is_ordinary for mention in reader.links(ids["Time.md"]).mentioned_in}
    store(writer, {f"l{i}.md": "[[Time]]" for i in range(3)})
    after = {mention.is_ordinary for mention in reader.links(ids["Time.md"]).mentioned_in}

    assert (before, after) == ({True}, {False})

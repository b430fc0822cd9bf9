"""Filters choose among all notes, not only among those that are published."""

import pytest

from notelinks.query import ranking
from notelinks.query.related import RelatedFinder
from notelinks.selection import Selection


def _note(reader, key: str):
    return next(note for note in reader.notes() if note.key == key)


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(folder="music"),
        Selection(tag="walks"),
        Selection(is_elsewhere=True),
        Selection(is_linked=True),
        Selection(is_linked=False),
        Selection(source_only=("bread", "Daily")),
        Selection(min_score=0.05),
    ],
    ids=str,
)
def test_short_lists_go_on_where_they_end(full, short, selection: Selection) -> None:
    for key in ("Daily/Monday.md", "bread/Bread 0.md", "garden/Garden 5.md"):
        expected = RelatedFinder(full, full.notes()).find(_note(full, key), selection, 8)
        found = RelatedFinder(short, short.notes()).find(_note(short, key), selection, 8)

        assert [row.key for row in expected] == [row.key for row in found]
        assert [row.score for row in expected] == pytest.approx([row.score for row in found], abs=1e-5)
        assert [row.is_linked for row in expected] == [row.is_linked for row in found]


def test_rows_after_the_end_of_a_list_know_their_links(full, short) -> None:
    by_key = {}
    for reader in (full, short):
        rows = RelatedFinder(reader, reader.notes()).find(_note(reader, "bread/Bread 0.md"), Selection(), 30)
        by_key[reader] = {row.key: (row.links_there, row.links_here) for row in rows}

    assert by_key[full] == by_key[short]
    assert any(links != (False, False) for links in by_key[full].values())


@pytest.mark.parametrize(("selection", "limit"), [(Selection(), 3), (Selection(min_score=0.99), 10)], ids=str)
def test_nothing_is_computed_if_the_published_list_is_enough(short, monkeypatch, selection, limit) -> None:
    monkeypatch.setattr(ranking, "NoteRanking", None)

    RelatedFinder(short, short.notes()).find(_note(short, "bread/Bread 0.md"), selection, limit)


def test_nothing_is_computed_if_all_notes_are_published(full, monkeypatch) -> None:
    monkeypatch.setattr(ranking, "NoteRanking", None)
    note = _note(full, "bread/Bread 0.md")
    published = {row.note_id for row in full.related(note.note_id)}
    notes = [note, *(other for other in full.notes() if other.note_id in published)]

    assert len(RelatedFinder(full, notes).find(note, Selection(), 100)) == len(notes) - 1 > 3


def test_note_without_words_is_related_to_nothing(short) -> None:
    assert RelatedFinder(short, short.notes()).find(_note(short, "42.md"), Selection(), 10) == []

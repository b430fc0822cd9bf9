"""Close pairs without a link, and notes without any."""

import itertools
import unicodedata
from pathlib import Path

import pytest

from notelinks.query.suggestions import find_orphans, find_pairs
from notelinks.selection import Selection
from notelinks.store.dismissed import change_dismissed, read_dismissed
from tests.support import index_vault, make_notes, open_index, write_vault


def _links(reader) -> set[tuple[str, str]]:
    keys = {note.note_id: note.key for note in reader.notes()}
    return {(note.key, keys[i]) for note in reader.notes() for i in reader.linked_ids(note.note_id)}


def _pairs(reader, **wanted) -> list[tuple[str, str]]:
    found = find_pairs(reader, reader.notes(), Selection(**wanted))
    return [(pair.first.key, pair.second.key) for pair in found]


def test_pairs_are_all_that_are_near_and_not_linked_each_once(full) -> None:
    near = {(note.key, row.key) for note in full.notes() for row in full.related(note.note_id)}
    expected = {tuple(sorted(pair)) for pair in near - _links(full)}

    found = _pairs(full)

    assert _links(full)
    assert sorted(expected) == sorted(found)


def test_pairs_have_their_published_scores(full) -> None:
    pairs = find_pairs(full, full.notes(), Selection())

    ids = {note.key: note.note_id for note in full.notes()}
    for pair in pairs[:20]:
        published = {row.key: row.score for row in full.related(ids[pair.first.key])}
        assert published[pair.second.key] == pytest.approx(pair.score)


def test_pair_that_only_one_of_the_two_lists_is_found(short) -> None:
    near = {(note.key, row.key) for note in short.notes() for row in short.related(note.note_id)}
    one_sided = {pair for pair in near - _links(short) if pair[::-1] not in near}

    assert one_sided
    assert {tuple(sorted(pair)) for pair in one_sided} <= set(_pairs(short))


def test_one_note_of_a_pair_must_be_wanted(full) -> None:
    everything = _pairs(full)

    in_folder, tagged = _pairs(full, folder="Daily"), _pairs(full, tag="#log")

    assert {pair for pair in everything if "Daily/" in "".join(pair)} == set(in_folder)
    assert in_folder == tagged


def test_pairs_of_one_folder_can_be_left_out(full) -> None:
    found = _pairs(full, is_elsewhere=True)

    assert found
    assert [pair for pair in found if pair[0].split("/")[0] == pair[1].split("/")[0]] == []


def test_notes_that_are_only_sources_are_in_no_pair(full) -> None:
    found = set(itertools.chain(*_pairs(full, source_only=("Daily", "bread"))))

    assert found
    assert [key for key in found if key.startswith(("Daily/", "bread/"))] == []


def test_low_scores_are_left_out(full) -> None:
    bound = sorted((pair.score for pair in find_pairs(full, full.notes(), Selection())), reverse=True)[4]

    assert len(_pairs(full, min_score=bound)) == 5


def test_orphans_are_all_notes_without_a_link(full) -> None:
    linked = set(itertools.chain(*_links(full)))
    expected = {note.key for note in full.notes()} - linked

    found = find_orphans(full, full.notes(), Selection(), 3)

    assert {"Lone.md", "42.md", "Daily/Monday.md"} <= expected
    assert expected == {orphan.note.key for orphan in found}


def test_orphans_have_their_nearest_notes_and_the_nearest_comes_first(full) -> None:
    found = find_orphans(full, full.notes(), Selection(), 3)

    scores = [orphan.score for orphan in found]
    assert sorted(scores, reverse=True) == scores
    lone = next(orphan for orphan in found if orphan.note.key == "Lone.md")
    assert full.related(lone.note.note_id)[:3] == list(lone.nearest)
    assert (found[-1].note.key, found[-1].nearest) == ("42.md", ())


def test_orphan_without_a_note_that_is_near_enough_is_left_out(full) -> None:
    found = find_orphans(full, full.notes(), Selection(min_score=0.01), 3)

    assert found
    assert "42.md" not in {orphan.note.key for orphan in found}


def test_filters_are_about_the_orphan_itself(full) -> None:
    found = find_orphans(full, full.notes(), Selection(folder="Daily", is_elsewhere=True), 3)

    assert {"Daily/Monday.md", "Daily/Tuesday.md"} == {orphan.note.key for orphan in found}
    assert [row.key for orphan in found for row in orphan.nearest if row.key.startswith("Daily/")] == []


def test_notes_that_are_only_sources_are_no_orphans_nor_near_to_one(full) -> None:
    found = find_orphans(full, full.notes(), Selection(source_only=("Daily", "music")), 3)

    keys = {orphan.note.key for orphan in found} | {row.key for orphan in found for row in orphan.nearest}
    assert "Lone.md" in keys
    assert [key for key in keys if key.startswith(("Daily/", "music/"))] == []


def test_copies_of_a_note_are_listed_and_never_suggested(tmp_path: Path) -> None:
    """One that a sync program made of a conflict, and one with the same name in another Unicode form."""
    composed, conflict = "in/Caf\u00e9.md", "in/Caf\u00e9.sync-conflict-20240101-120000-ABCDEFG.md"
    decomposed, text = unicodedata.normalize("NFD", composed), "Flour and water, the dough and the oven."
    index_vault(write_vault(tmp_path, {**make_notes(8, 3), composed: text, decomposed: text, conflict: text}))
    with open_index(tmp_path) as reader:
        listed = {file.key: (file.reason, file.is_indexed) for file in reader.status().skipped}
        keys = {note.key for note in reader.notes()}
        twins = [{pair.first.key, pair.second.key} for pair in find_pairs(reader, reader.notes(), Selection())]
        nearest = {
            orphan.note.key: [row.key for row in orphan.nearest]
            for orphan in find_orphans(reader, reader.notes(), Selection(), 1)
        }

    assert {composed, decomposed} <= keys
    assert conflict not in keys
    assert listed[conflict] == ("copy made by a sync conflict", False)
    assert listed[decomposed][0].startswith("another note has the same name")
    assert (listed[decomposed][1], composed in listed) == (True, False)
    assert twins
    assert {composed, decomposed} not in twins
    assert [len(nearest[key]) for key in (composed, decomposed)] == [1, 1]
    assert not {composed, decomposed} & {*nearest[composed], *nearest[decomposed]}


def test_dismissed_suggestions_are_not_made_until_they_are_restored(full) -> None:
    pair = find_pairs(full, full.notes(), Selection())[0]
    orphan = find_orphans(full, full.notes(), Selection(), 1)[0]
    change_dismissed(full.folder, add=[pair.keys, orphan.keys])
    left = find_pairs(full, full.notes(), Selection()), find_orphans(full, full.notes(), Selection(), 1)
    change_dismissed(full.folder, remove=read_dismissed(full.folder))

    assert pair.keys not in {found.keys for found in left[0]}
    assert orphan.keys not in {found.keys for found in left[1]}
    assert pair == find_pairs(full, full.notes(), Selection())[0]
    assert orphan == find_orphans(full, full.notes(), Selection(), 1)[0]

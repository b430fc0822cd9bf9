"""Vaults that are empty, small or strange."""

import math
from collections import Counter
from pathlib import Path

import pytest

from notelinks.notes.words import split_words
from notelinks.query.reasons import ReasonFinder
from tests.support import TOPICS, index_vault, make_notes, open_index, read_everything, write_vault


def _skipped(vault: Path) -> dict[str, str]:
    with open_index(vault) as reader:
        return {file.key: file.reason for file in reader.skipped()}


@pytest.mark.parametrize(
    "notes",
    [
        {},
        {"one.md": "A single note about flour and water."},
        {"empty.md": "", "blank.md": " \n\t\n", "code.md": "```\nx = 1\n```\n", "matter.md": "---\ntags: [a]\n---\n"},
        {f"{i}.md": "The same text in all notes." for i in range(6)},
        {f"{i}.md": f"unique{i}a unique{i}b unique{i}c" for i in range(6)},
        {f"{i}.md": "the and of to" for i in range(4)},
        {f"{i}.md": "word" for i in range(3)},
        {"1.md": "1 2 3", "2.md": "🙂 🙂", "3.md": "日本語のノート"},
    ],
    ids=["none", "one", "without words", "equal", "unique words", "stop words", "one word", "signs"],
)
def test_small_and_strange_vaults_are_indexed(tmp_path: Path, notes: dict[str, str]) -> None:
    vault = write_vault(tmp_path / "vault", notes)

    index_vault(vault)
    index_vault(vault)

    with open_index(vault) as reader:
        found = reader.status(with_digest=True)
        scores = [row.score for note in reader.notes() for row in reader.related(note.note_id)]
        weights = [c.weight for note in reader.notes() for c in reader.concepts(note.note_id)]
    assert (len(notes), 0, 1, "idle", "") == (
        found.n_notes,
        found.pending,
        found.generation,
        found.activity,
        found.problem,
    )
    assert all(math.isfinite(score) and -1.0001 <= score <= 1.0001 for score in scores)
    assert all(0.0 <= weight <= 1.0 for weight in weights)


def test_note_without_words_is_listed_and_has_no_related_notes(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {**make_notes(4, 1), "🙂.md": ""})

    index_vault(vault)

    assert _skipped(vault) == {"🙂.md": "no words in it"}
    assert read_everything(vault)["related"]["🙂.md"] == []


def test_notes_about_the_same_are_nearest(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(16, 3))

    index_vault(vault)

    nearest = {key: rows[0][0] for key, rows in read_everything(vault)["related"].items()}
    assert {key: key.split("/")[0] for key in nearest} == {key: near.split("/")[0] for key, near in nearest.items()}


def test_notes_that_are_all_alike_are_not_related_by_chance(tmp_path: Path) -> None:
    """Learned vectors of different titles would give scores that mean nothing."""
    vault = write_vault(tmp_path / "vault", {f"n{i}.md": "The same text stands in every note." for i in range(6)})

    index_vault(vault)

    assert Counter(tuple(rows) for rows in read_everything(vault)["related"].values()) == {(): 6}


def test_twenty_notes_of_thirty_words_have_lists_of_their_own_kind_and_concepts_of_their_own(tmp_path: Path) -> None:
    notes = make_notes(20, 5, n_sentences=5)
    vault = write_vault(tmp_path / "vault", notes)

    index_vault(vault)

    everything = read_everything(vault)
    for key, text in notes.items():
        nearest, (words, weights) = everything["related"][key][0], zip(*everything["concepts"][key], strict=True)
        assert nearest[0].split("/")[0] == key.split("/")[0]
        assert len(words) >= 3
        assert {word.lower() for word in words} <= {*split_words(f"{key} {text}".lower())}
        assert sorted(weights, reverse=True) == list(weights)


def test_note_of_two_hundred_thousand_words_is_one_note_among_others(tmp_path: Path) -> None:
    chapters = [f"# Chapter {i}\n\n" + f"{' '.join(TOPICS['bread'])} chapter{i} verse{i} " * 90 for i in range(130)]
    notes = {**make_notes(8, 2), "Book.md": "\n\n".join(chapters)}
    vault = write_vault(tmp_path / "vault", notes)

    index_vault(vault)

    with open_index(vault) as reader:
        ids = {note.key: note.note_id for note in reader.notes()}
        book = next(note for note in reader.notes() if note.key == "Book.md")
        (reason,) = ReasonFinder(reader).reasons(ids["bread/Bread 0.md"], [book.note_id])
        assert book.n_words > 150_000
        assert reader.related(book.note_id)[0].key.startswith("bread/")
        assert "Book.md" in {row.key for row in reader.related(ids["bread/Bread 0.md"])}
        assert reason.section is None, "all chapters are alike"
        assert reader.concepts(book.note_id)

"""Vectors of notes as files: round trip, damage that is noticed, products that are those of the vectors."""

import dataclasses
import hashlib

import numpy as np
import pytest

from notelinks.errors import StoreError
from notelinks.related.note_vectors import NoteVectors, count_words, make_note_vectors
from notelinks.related.trained_notes import (
    TrainedNotes,
    load_trained_notes,
    make_trained_notes,
    write_trained_notes,
)

N_NOTES, N_WORDS = 40, 200


@pytest.fixture(scope="module")
def vectors() -> NoteVectors:
    rng = np.random.default_rng(1)
    rows, words = rng.integers(0, N_NOTES - 1, 2000), rng.integers(0, N_WORDS, 2000)  # the last note has no words
    return make_note_vectors(count_words(rows, words, N_NOTES, N_WORDS), rng.normal(size=(N_WORDS, 16)))


def digest_of(text: object) -> str:
    return hashlib.blake2b(str(text).encode(), digest_size=16).hexdigest()


@pytest.fixture(scope="module")
def notes(vectors) -> TrainedNotes:
    ids = np.arange(N_NOTES)[::-1] + 100
    return make_trained_notes(ids, list(map(digest_of, ids.tolist())), vectors, np.arange(N_WORDS))


def test_what_is_written_is_read(tmp_path, notes):
    write_trained_notes(tmp_path, notes)

    loaded = load_trained_notes(tmp_path)

    for field in dataclasses.fields(TrainedNotes):
        assert np.array_equal(getattr(notes, field.name), getattr(loaded, field.name)), field.name


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(TrainedNotes)])
@pytest.mark.parametrize("damage", [b"", b"\x80\x04nonsense", None])
def test_damaged_or_missing_file_is_a_store_error(tmp_path, notes, name, damage):
    write_trained_notes(tmp_path, notes)
    path = tmp_path / f"notes.{name}.npy"
    path.unlink() if damage is None else path.write_bytes(damage)

    with pytest.raises(StoreError, match="notelinks index"):
        load_trained_notes(tmp_path)


@pytest.mark.parametrize("name", ["learned", "digests", "rows", "weights", "starts"])
def test_files_that_do_not_fit_together_are_a_store_error(tmp_path, notes, name):
    write_trained_notes(tmp_path, dataclasses.replace(notes, **{name: getattr(notes, name)[:-1]}))

    with pytest.raises(StoreError, match="damaged"):
        load_trained_notes(tmp_path)


def test_products_are_those_of_the_private_parts(vectors, notes):
    dense = np.zeros((N_NOTES, N_WORDS))
    dense[vectors.private.rows_of_entries(), vectors.private.columns] = vectors.private.weights
    for row in range(0, N_NOTES, 7):
        entries = slice(vectors.private.starts[row], vectors.private.starts[row + 1])
        found = notes.products(vectors.private.columns[entries], vectors.private.weights[entries])
        assert found == pytest.approx(dense @ dense[row], abs=5e-5)


def test_newer_word_is_held_by_no_note_and_adds_nothing(notes):
    assert notes.holders(N_WORDS).tolist() == []
    assert not notes.products(np.array([N_WORDS]), np.array([1.0])).any()


def test_holders_are_the_notes_with_the_word(vectors, notes):
    rows = vectors.private.rows_of_entries()
    for word in range(0, N_WORDS, 13):
        assert notes.holders(word).tolist() == rows[vectors.private.columns == word].tolist()


def test_notes_are_found_as_long_as_they_are_as_they_were(notes):
    ids = np.array([139, 99, 100, 120, 5000])  # the first and the last note, a changed one, and two that are new
    digests = [digest_of(text) for text in (139, 99, 100, "changed", 5000)]

    assert notes.find(ids, digests).tolist() == [0, -1, 39, -1, -1]


def test_nothing_is_found_among_no_notes_or_for_none(notes):
    no_words = count_words(np.zeros(0, int), np.zeros(0, int), 0, 1)
    no_vectors = make_note_vectors(no_words, np.zeros((1, 16)))
    nothing = make_trained_notes(np.zeros(0, np.int64), [], no_vectors, np.zeros(0, np.int32))

    assert nothing.find(np.array([1]), [digest_of(1)]).tolist() == [-1]
    assert notes.find(np.zeros(0, np.int64), []).tolist() == []

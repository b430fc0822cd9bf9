"""Generation files: round trip, and damage that is noticed."""

import dataclasses

import numpy as np
import pytest

from notelinks.errors import StoreError
from notelinks.related.generation import Generation, load_generation, write_generation
from notelinks.related.word_list import UNKNOWN, TextList, WordList

GENERATION = Generation(
    words=WordList.of(["b", "a"]),
    displayed=TextList.of(["B", "a"]),
    is_hidden=np.array([True, False]),
    word_vectors=np.arange(32, dtype=np.float32).reshape(2, 16),
    n_documents=np.array([3, 1], dtype=np.int32),
    n_notes=3,
    learned_share=0.3,
    title_weight=0.5,
    link_share=0.2,
    n_link_queries=40,
)


def test_what_is_written_is_read(tmp_path):
    write_generation(tmp_path, GENERATION)

    loaded = load_generation(tmp_path)

    for field in dataclasses.fields(Generation):
        assert np.array_equal(getattr(GENERATION, field.name), getattr(loaded, field.name))
    assert (loaded.words.find("b"), loaded.words.find("a"), loaded.words.find("B")) == (0, 1, UNKNOWN)


def test_generation_without_words_is_read_back(tmp_path):
    nothing = dataclasses.replace(
        GENERATION,
        words=WordList.of([]),
        displayed=TextList.of([]),
        is_hidden=np.zeros(0, bool),
        word_vectors=np.zeros((0, 16), np.float32),
        n_documents=np.zeros(0, np.int32),
    )
    write_generation(tmp_path, nothing)

    assert list(load_generation(tmp_path).words) == []


FILES = ["word_vectors.npy", "n_documents.npy", "words.txt", "words.order.npy", "displayed.txt", "settings.json"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", [b"", b"\x80\x04nonsense", None])
def test_damaged_or_missing_file_is_a_store_error(tmp_path, name, damage):
    write_generation(tmp_path, GENERATION)
    if damage is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(damage)

    with pytest.raises(StoreError, match="notelinks index"):
        load_generation(tmp_path)


@pytest.mark.parametrize("sign", b"([{'\\")
def test_damaged_header_is_a_store_error(tmp_path, sign):
    write_generation(tmp_path, GENERATION)
    raw = bytearray((tmp_path / "words.order.npy").read_bytes())
    raw[raw.index(b"}") + 2] = sign
    (tmp_path / "words.order.npy").write_bytes(raw)

    with pytest.raises(StoreError, match="notelinks index"):
        load_generation(tmp_path)


def test_pickled_array_is_refused(tmp_path):
    write_generation(tmp_path, GENERATION)
    np.save(tmp_path / "is_hidden.npy", np.array([{}, {}], dtype=object), allow_pickle=True)

    with pytest.raises(StoreError):
        load_generation(tmp_path)


def test_shares_of_a_score_add_up_to_one():
    shares = GENERATION.shares

    assert shares["shared_links"] == 0.2
    assert shares["word_vectors"] == pytest.approx(0.8 * 0.3)
    assert shares["equal_words"] + shares["word_vectors"] + shares["shared_links"] == pytest.approx(1.0)

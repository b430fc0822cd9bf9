"""Files of word vectors: what is written comes back to the bit, what others write is read, and lies are refused."""

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from notelinks.errors import VectorFileError, WordNotFoundError
from notelinks.word2vec import vectors as vectors_module
from notelinks.word2vec.vectors import WordVectors, read_vectors, write_vectors

WORDS = ("the", "Zürich", "日本語", "don't", "a\u00a0b")
NUMBERS = np.array([[1.5, -2.0], [1e-30, 3e30], [0.1, -0.0], [1 / 3, 7.0], [-1e-45, 2.5]], dtype=np.float32)

FLOATS = [struct.pack("<2f", *row) for row in ((1.5, -2.0), (0.25, 3.0))]

GENSIM_TEXT = b"2 2\nthe 1.5 -2.0\nof 0.25 3.0\n"
WORD2VEC_C_TEXT = b"2 2\nthe 1.500000 -2.000000 \nof 0.250000 3.000000 \n"
GENSIM_BINARY = b"2 2\nthe " + FLOATS[0] + b"of " + FLOATS[1]
WORD2VEC_C_BINARY = b"2 2\nthe " + FLOATS[0] + b"\nof " + FLOATS[1] + b"\n"


def write(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize("name", ["v.txt", "v.bin", "v.BIN", "v"])
def test_what_is_written_comes_back_to_the_bit(tmp_path: Path, name: str) -> None:
    write_vectors(tmp_path / name, WordVectors(WORDS, NUMBERS))

    found = read_vectors(tmp_path / name)

    assert found.words == WORDS
    assert found.vectors.tobytes() == NUMBERS.tobytes()
    assert [path.name for path in tmp_path.iterdir()] == [name]


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=" \n"), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), suffix=st.sampled_from([".txt", ".bin"]))
def test_any_words_and_finite_numbers_come_back(tmp_path: Path, data: st.DataObject, suffix: str) -> None:
    kept = tuple(data.draw(st.lists(words.filter(lambda w: not w.isspace()), min_size=1, max_size=6, unique=True)))
    shape = (len(kept), data.draw(st.integers(1, 5)))
    finite = st.floats(width=32, allow_nan=False, allow_infinity=False)
    numbers = data.draw(arrays(np.float32, shape, elements=finite))
    path = tmp_path / f"v{suffix}"
    write_vectors(path, WordVectors(kept, numbers))

    found = read_vectors(path)

    assert found.words == kept
    assert found.vectors.tobytes() == numbers.tobytes()


def test_more_rows_than_fit_into_a_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors_module, "_BLOCK_BYTES", 64)
    monkeypatch.setattr(vectors_module, "MAX_WORD_BYTES", 16)
    monkeypatch.setattr(vectors_module, "_ROWS_AT_ONCE", 7)
    made = WordVectors(tuple(f"w{i}" for i in range(100)), np.random.default_rng(1).random((100, 3), dtype=np.float32))
    for name in ("v.txt", "v.bin"):
        write_vectors(tmp_path / name, made)
        found = read_vectors(tmp_path / name)

        assert (found.words, found.vectors.tobytes()) == (made.words, made.vectors.tobytes())


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("v.txt", GENSIM_TEXT),
        ("v.txt", WORD2VEC_C_TEXT),
        ("v.txt", GENSIM_TEXT.replace(b"\n", b"\r\n")),
        ("v.txt", GENSIM_TEXT.rstrip(b"\n")),
        ("v.bin", GENSIM_BINARY),
        ("v.bin", WORD2VEC_C_BINARY),
    ],
)
def test_files_of_other_programs_are_read(tmp_path: Path, name: str, raw: bytes) -> None:
    found = read_vectors(write(tmp_path / name, raw))

    assert found.words == ("the", "of")
    assert found.vectors.tolist() == [[1.5, -2.0], [0.25, 3.0]]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "first line"),
        (b"2 2", "first line"),
        (b"the 1.5 -2.0\nof 0.25 3.0\n", "first line"),
        (b"x" * 10_000, "first line"),
        (b"two 2\nthe 1 2\nof 3 4\n", "positive whole numbers"),
        (b"-2 2\nthe 1 2\nof 3 4\n", "positive whole numbers"),
        (b"2 2.5\nthe 1 2\nof 3 4\n", "positive whole numbers"),
        (b"0 2\n", "positive whole numbers"),
        (b"2 0\nthe\nof\n", "positive whole numbers"),
        (b"9999999999999999999999 2\nthe 1 2\n", "positive whole numbers"),
        (b"99999999999 300\nthe 1 2\nof 3 4\n", "ends too early"),
        (b"1 99999999999\nthe 1 2\n", "ends too early"),
        (b"3 2\nthe 1.5 2.5\nof 3.5 4.5\n", "ends after 2 of 3"),
        (b"1 2\nthe 1 2\nof 3 4\n", "goes on after 1"),
        (b"2 2\nthe 1 2 3\nof 4\n\n\n", "word 1 has not 2"),
        (b"2 2\nthe 1.0\nof 3.0 4.0\n", "word 1 has not 2"),
        (b"2 2\nthe 1 two\nof 3 4.5\n", "word 1 has not 2"),
        (b"2 2\nthe 1 2\nof 3 4x\n", "word 2 has not 2"),
        (b"2 2\nthe 1 2\nof 3 nan\n", "word 2 is not finite"),
        (b"2 2\nthe 1 1e99\nof 3 4\n", "word 1 is not finite"),
        (b"2 2\nthe 1 2\nthe 3 4\n", "'the' once more"),
        (b"2 2\nthe 1 2\n 3 4   \n", "word 2"),
        (b"2 2\nthe 1 2\n\xff\xfe 3 4\n", "word 2 is not UTF-8"),
        (b"2 2\n" + b"w" * 20_000 + b" 1 2\nof 3 4\n", "word 1"),
        (WORD2VEC_C_BINARY.replace(b"\n", b"\xff" * 9 + b"\n")[11:].join([b"2 2\nx ", b""]), ".bin"),
    ],
)
def test_text_file_that_lies_is_refused_in_one_line(tmp_path: Path, raw: bytes, said: str) -> None:
    path = write(tmp_path / "v.txt", raw)

    with pytest.raises(VectorFileError) as caught:
        read_vectors(path)

    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (GENSIM_BINARY[:-1], "ends too early|ends within word 2"),
        (GENSIM_BINARY.replace(b"2 2\n", b"3 2\n"), "ends too early"),
        (WORD2VEC_C_BINARY.replace(b"2 2\n", b"1 2\n"), "goes on after 1"),
        (GENSIM_BINARY + b"\n\n", "goes on after 2"),
        (b"999999999999 1000\n" + GENSIM_BINARY, "positive whole|ends too early"),
        (GENSIM_BINARY.replace(b"the ", b"th\xff "), "word 1 is not UTF-8"),
        (GENSIM_BINARY.replace(b"of ", b"the "), "once more"),
        (b"1 2\n " + FLOATS[0] + b"xx", "empty"),
        (b"1 1\nthe " + struct.pack("<f", float("inf")), "not finite"),
        (b"1 1\n" + b"w" * 50_000, "word 1 has no end"),
    ],
)
def test_binary_file_that_lies_is_refused(tmp_path: Path, raw: bytes, said: str) -> None:
    with pytest.raises(VectorFileError, match=said):
        read_vectors(write(tmp_path / "v.bin", raw))


@pytest.mark.parametrize("name", ["v.txt", "v.bin"])
def test_every_truncation_is_refused(tmp_path: Path, name: str) -> None:
    """Cut anywhere but at the last newline."""
    write_vectors(tmp_path / name, WordVectors(("one", "two"), np.array([[0.5], [0.25]], dtype=np.float32)))
    raw = (tmp_path / name).read_bytes()
    shortest = len(raw) - (len(b".25\n") if name == "v.txt" else 1)
    for n_bytes in range(shortest):
        with pytest.raises(VectorFileError):
            read_vectors(write(tmp_path / name, raw[:n_bytes]))


def test_pickle_is_refused(tmp_path: Path) -> None:
    import pickle

    with pytest.raises(VectorFileError):
        read_vectors(write(tmp_path / "v.bin", pickle.dumps(WordVectors(WORDS, NUMBERS))))


def test_folder_and_missing_file_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.txt"):
        with pytest.raises(VectorFileError):
            read_vectors(path)


@pytest.mark.parametrize("word", ["", " ", "a b", "a\nb", "\udcff", "x" * 10_001, "twice"])
@pytest.mark.parametrize("name", ["v.txt", "v.bin"])
def test_word_that_would_break_the_file_leaves_the_old_file(tmp_path: Path, name: str, word: str) -> None:
    write(tmp_path / name, b"old")
    made = WordVectors(("twice", word), np.zeros((2, 1), dtype=np.float32))

    with pytest.raises(VectorFileError):
        write_vectors(tmp_path / name, made)

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, b"old")]


def test_number_that_is_not_finite_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(VectorFileError, match="not finite"):
        write_vectors(tmp_path / "v.txt", WordVectors(("a",), np.array([[np.nan]], dtype=np.float32)))

    assert list(tmp_path.iterdir()) == []


def test_symbolic_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(tmp_path / "target.txt")

    write_vectors(tmp_path / "link.txt", WordVectors(WORDS, NUMBERS))

    assert (tmp_path / "link.txt").is_symlink()
    assert read_vectors(tmp_path / "target.txt").words == WORDS


def test_word_is_found_as_it_stands_then_in_another_case() -> None:
    vectors = WordVectors(("polish", "Polish", "Rome", "ROME"), np.zeros((4, 1), dtype=np.float32))

    assert [vectors.find(word) for word in ("Polish", "POLISH", "rome", "x")] == [1, 0, 2, None]
    with pytest.raises(WordNotFoundError, match="'x'"):
        vectors.row_of("x")

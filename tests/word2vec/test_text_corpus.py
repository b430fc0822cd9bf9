"""A text file to a corpus: words, documents, what is left out; and that cutting into blocks changes nothing."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notelinks.errors import TextFileError
from notelinks.word2vec import text_corpus as text_corpus_module
from notelinks.word2vec.text_corpus import DOCUMENT_TOKENS, read_text_corpus


def read(path: Path, text: str | bytes, **options) -> list[list[str]]:
    """Documents of words, back from the corpus."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    corpus, vocabulary = read_text_corpus(path, **{"min_count": 1, **options})
    written = [vocabulary.words[word_id] for word_id in corpus.word_ids]

    assert corpus.word_ids.dtype == np.int32
    assert len(corpus.keys) == len(set(corpus.keys)) == len(corpus.starts) - 1
    assert (corpus.starts[0], corpus.starts[-1]) == (0, len(written))
    assert dict(zip(vocabulary.words, vocabulary.counts.tolist(), strict=True)) == Counter(written)
    return [written[a:b] for a, b in zip(corpus.starts[:-1], corpus.starts[1:], strict=True)]


def test_each_line_is_a_document(tmp_path: Path) -> None:
    assert read(tmp_path / "t", "a b c\n\n  b\u3000d\t\r\nlast é") == [["a", "b", "c"], ["b", "d"], ["last", "é"]]


def test_running_text_is_cut_into_documents(tmp_path: Path) -> None:
    words = [f"w{i % 70}" for i in range(2 * DOCUMENT_TOKENS + 5)]

    found = read(tmp_path / "t", "\n\n" + " ".join(words) + "\n")

    assert [len(document) for document in found] == [DOCUMENT_TOKENS, DOCUMENT_TOKENS, 5]
    assert [word for document in found for word in document] == words


def test_rare_words_leave_the_text_before_windows_are_made(tmp_path: Path) -> None:
    assert read(tmp_path / "t", "a x b\ny\na b z b", min_count=2) == [["a", "b"], [], ["a", "b", "b"]]


def test_stop_words_are_dropped_in_any_case(tmp_path: Path) -> None:
    assert read(tmp_path / "t", "The cat THE dog\nthe end", dropped={"the"}) == [["cat", "dog"], ["end"]]


def test_words_stand_as_they_are_unless_lowered(tmp_path: Path) -> None:
    assert read(tmp_path / "t", "A, a; a.\nB b") == [["A,", "a;", "a."], ["B", "b"]]
    assert read(tmp_path / "t", "A a\nB b", lowers=True) == [["a", "a"], ["b", "b"]]


def test_byte_order_mark_belongs_to_no_word(tmp_path: Path) -> None:
    assert read(tmp_path / "t", b"\xef\xbb\xbfa b\na b") == [["a", "b"], ["a", "b"]]


def test_words_are_numbered_by_count_then_spelling(tmp_path: Path) -> None:
    path = tmp_path / "t"
    path.write_text("c b a b\nc d")

    _, vocabulary = read_text_corpus(path, min_count=1)

    assert vocabulary.words == ("b", "c", "a", "d")


def test_word_too_long_for_a_file_of_vectors_is_left_out(tmp_path: Path) -> None:
    assert read(tmp_path / "t", f"a b\n{'é' * 5_001} a") == [["a", "b"], ["a"]]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.sampled_from("ab é日\n\t\r\u2028"), min_size=5, max_size=80),
    min_count=st.integers(1, 2),
    block_bytes=st.integers(3, 20),
)
def test_blocks_do_not_show(tmp_path: Path, text: str, min_count: int, block_bytes: int) -> None:
    counts = Counter(text.split())
    lines = [[w for w in line.split() if counts[w] >= min_count] for line in text.split("\n") if line.split()]
    n_words = len({word for line in lines for word in line})
    longest_run = max(len(run.encode("utf-8")) for run in re.split(r"[ \t\n\r]", text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_corpus_module, "_BLOCK_BYTES", max(block_bytes, 1 + longest_run))
        if n_words < 2 or max(map(len, lines)) < 2:
            with pytest.raises(TextFileError, match="too little"):
                read(tmp_path / "t", text, min_count=min_count)
        else:
            assert read(tmp_path / "t", text, min_count=min_count) == lines


def test_what_is_not_utf_8_is_told_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_corpus_module, "_BLOCK_BYTES", 8)

    with pytest.raises(TextFileError, match="not UTF-8 at byte 21"):
        read(tmp_path / "t", b"one two three four on\xe9 two")


@pytest.mark.parametrize("text", ["", "\n \n", "one", "one\ntwo\nthree", "same same same"])
def test_too_little_text_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(TextFileError, match="too little"):
        read(tmp_path / "t", text)


def test_file_without_white_space_is_refused_before_it_fills_memory(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(text_corpus_module, "_BLOCK_BYTES", 1_000)

    with pytest.raises(TextFileError, match="no white space"):
        read(tmp_path / "t", b"x" * 100_000)


def test_folder_and_missing_file_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(TextFileError):
            read_text_corpus(path)

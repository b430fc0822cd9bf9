"""Scores of word vectors: correlations by hand, judged pairs and analogies in the layouts that are about."""

import math
from pathlib import Path

import numpy as np
import pytest

from notelinks.errors import TextFileError
from notelinks.word2vec.questions import Analogy, JudgedPair, read_analogies, read_pairs
from notelinks.word2vec.scores import answer_analogies, compare_vectors, is_right, judge_pairs, pearson, spearman
from notelinks.word2vec.vectors import WordVectors

VECTORS = WordVectors(
    ("man", "woman", "king", "queen", "far"),
    np.array([[1, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1], [-1, -1, -1]], dtype=np.float32),
)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([1, 2, 3, 4], [10, 20, 30, 99], 1.0),
        ([1, 2, 3, 4], [4, 3, 2, 1], -1.0),
        ([1, 2, 2, 3], [1, 2, 3, 4], 4.5 / math.sqrt(4.5 * 5)),  # ranks 1, 2.5, 2.5, 4
        ([1, 1, 1], [1, 2, 3], math.nan),
        ([1], [2], math.nan),
        ([], [], math.nan),
    ],
)
def test_spearman_shares_the_ranks_of_equal_values(first, second, expected) -> None:
    assert spearman(first, second) == pytest.approx(expected, nan_ok=True)


def test_pearson_is_that_of_numpy() -> None:
    a, b = np.random.default_rng(1).random((2, 50))

    assert pearson(a, b) == pytest.approx(np.corrcoef(a, b)[0, 1])


@pytest.mark.parametrize(
    "text",
    [
        "# WordSim\n# Word 1\tWord 2\tHuman (mean)\nold\tnew\t1.58\ntiger\tcat\t7\n",
        "Word 1,Word 2,Human (mean)\nold,new,1.58\ntiger,cat,7\n",
        'Word 1,Word 2,Human (mean),1,2\n"old",new,1.58,3,4\ntiger,cat,7.0,3,4\n',
        "word1\tword2\tPOS\tSimLex999\tconc(w1)\r\nold\tnew\tA\t1.58\t2.7\r\ntiger\tcat\tN\t7\t4\r\n",
        "old new A 1.58 9\ntiger cat N 7 9\n",
        "\ufeffold new 1.58\n\ntiger cat 7",
        "old;new;1.58\ntiger;cat;7",
    ],
)
def test_layouts_of_judged_pairs(tmp_path: Path, text: str) -> None:
    (tmp_path / "pairs").write_text(text, encoding="utf-8", newline="")

    assert read_pairs(tmp_path / "pairs") == [JudgedPair("old", "new", 1.58), JudgedPair("tiger", "cat", 7.0)]


@pytest.mark.parametrize("text", ["", "# nothing\n", "word1 word2 score\n", "old new 1\nold new\n", "a b 1\na b nan\n"])
def test_what_is_no_list_of_pairs_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "pairs").write_text(text, encoding="utf-8")

    with pytest.raises(TextFileError, match="pairs"):
        read_pairs(tmp_path / "pairs")


def test_layout_of_analogies(tmp_path: Path) -> None:
    (tmp_path / "q").write_text("a b c d\n: family\nman woman king queen\n\n: other\nA B C D\n")

    assert read_analogies(tmp_path / "q") == [
        Analogy("", "a", "b", "c", "d"),
        Analogy("family", "man", "woman", "king", "queen"),
        Analogy("other", "A", "B", "C", "D"),
    ]


@pytest.mark.parametrize("text", ["", ": only\n", "three words here\n"])
def test_what_is_no_list_of_analogies_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "q").write_text(text)

    with pytest.raises(TextFileError):
        read_analogies(tmp_path / "q")


def test_analogies_are_answered_in_any_case_and_never_by_their_own_words() -> None:
    questions = [Analogy("", "Man", "WOMAN", "king", "Queen"), Analogy("", "man", "x", "king", "queen")]

    answers = answer_analogies(VECTORS, questions)

    assert answers == ["queen", ""]
    assert [is_right(VECTORS, *both) for both in zip(questions, answers, strict=True)] == [True, False]


def test_pair_without_vectors_has_no_cosine() -> None:
    found = judge_pairs(VECTORS, [JudgedPair("man", "FAR", 1.0), JudgedPair("man", "x", 1.0)])

    assert found == pytest.approx([-1 / math.sqrt(3), math.nan], nan_ok=True)


def test_file_agrees_with_itself_turned_and_reordered() -> None:
    rng = np.random.default_rng(1)
    numbers = rng.normal(size=(300, 16)).astype(np.float32)
    turn = np.linalg.qr(rng.normal(size=(16, 16)))[0].astype(np.float32)
    words = tuple(f"w{i}" for i in range(300))
    first = WordVectors((*words, "mine"), np.vstack([numbers, numbers[:1]]))
    second = WordVectors(words[::-1], (numbers @ turn)[::-1])

    found = compare_vectors(first, second, n_neighbours=10, n_words=100, n_pairs=1000, seed=1)

    assert (found.n_words, found.n_shared, found.n_compared, found.n_pairs) == ((301, 300), 300, 100, 1000)
    assert found.overlap > 0.99
    assert found.correlation > 0.9999


def test_unrelated_files_agree_by_chance_alone() -> None:
    rng = np.random.default_rng(1)
    first, second = (
        WordVectors(tuple(map(str, range(400))), rng.normal(size=(400, 16)).astype(np.float32)) for _ in "12"
    )

    found = compare_vectors(first, second, n_neighbours=10, n_words=1000, n_pairs=5000, seed=1)

    assert found.n_compared == 400
    assert found.overlap == pytest.approx(10 / 399, abs=0.02)
    assert abs(found.correlation) < 0.05


@pytest.mark.parametrize("other", [("x",), ("man", "x")])
def test_files_with_next_to_nothing_in_common_have_no_figures(other: tuple[str, ...]) -> None:
    found = compare_vectors(
        VECTORS, WordVectors(other, np.ones((len(other), 3), np.float32)), n_neighbours=5, n_words=5, n_pairs=5, seed=1
    )

    assert found.n_shared == len(other) - 1
    assert math.isnan(found.overlap)
    assert math.isnan(found.correlation)

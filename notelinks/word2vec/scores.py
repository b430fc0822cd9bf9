"""How good word vectors are by lists of questions, and how much two files of them agree."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from notelinks.nearness import cosine, unit_rows
from notelinks.word2vec.questions import Analogy, JudgedPair
from notelinks.word2vec.vectors import WordVectors

_QUESTIONS_AT_ONCE = 128
"""Rows compared with all words in one go; bounds the memory of the scores."""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What two files of word vectors have in common."""

    n_words: tuple[int, int]
    n_shared: int
    """Words that both have."""
    n_compared: int
    """Shared words whose neighbours were compared."""
    n_neighbours: int
    overlap: float
    """Share of a word's nearest neighbours, among the shared words, that are the same; mean over the words."""
    n_pairs: int
    correlation: float
    """Pearson's, of the cosines of random pairs; NaN if there is none."""


def judge_pairs(vectors: WordVectors, pairs: Sequence[JudgedPair]) -> list[float]:
    """Cosine of each pair, NaN where a word has no vector."""
    units = unit_rows(vectors.vectors)
    found = [(vectors.find(pair.first), vectors.find(pair.second)) for pair in pairs]
    return [math.nan if a is None or b is None else cosine(units, a, b) for a, b in found]


def answer_analogies(vectors: WordVectors, analogies: Sequence[Analogy]) -> list[str]:
    """The word nearest to b - a + c of each question, none of its three; empty where a word has no vector.

    That is 3CosAdd of Levy & Goldberg 2014 (CoNLL), over all words, as word2vec.c's compute-accuracy without a limit.
    """
    units = unit_rows(vectors.vectors)
    answers = [""] * len(analogies)
    rows = [[vectors.find(word) for word in (q.a, q.b, q.c, q.expected)] for q in analogies]
    asked = [i for i, of_question in enumerate(rows) if None not in of_question]
    for start in range(0, len(asked), _QUESTIONS_AT_ONCE):
        numbers = asked[start : start + _QUESTIONS_AT_ONCE]
        given = np.array([rows[i][:3] for i in numbers])
        scores = (units[given[:, 1]] - units[given[:, 0]] + units[given[:, 2]]) @ units.T
        np.put_along_axis(scores, given, -np.inf, axis=1)
        for i, best in zip(numbers, scores.argmax(axis=1), strict=True):
            answers[i] = vectors.words[best]
    return answers


def is_right(vectors: WordVectors, analogy: Analogy, answer: str) -> bool:
    """Whether an answer is the word that was expected, found as the words of the question are."""
    return bool(answer) and vectors.find(analogy.expected) == vectors.find(answer)


def compare_vectors(
    first: WordVectors, second: WordVectors, *, n_neighbours: int, n_words: int, n_pairs: int, seed: int
) -> Agreement:
    """How much two files of word vectors agree, over a sample of words and of pairs that the seed chooses.

    Coordinates of two trainings cannot be compared, but neighbours and cosines can. Both files are cut down to the
    words that they share first.
    """
    shared = [word for word in first.words if word in second.word_ids]
    units = [unit_rows(v.vectors[[v.word_ids[word] for word in shared]]) for v in (first, second)]
    rng = np.random.default_rng(seed)
    k = min(n_neighbours, len(shared) - 1)
    sample = np.sort(rng.permutation(len(shared))[:n_words])
    overlaps: list[float] = []
    for start in range(0, len(sample) if k > 0 else 0, _QUESTIONS_AT_ONCE):
        rows = sample[start : start + _QUESTIONS_AT_ONCE]
        ours, theirs = (_neighbours(of_file, rows, k) for of_file in units)
        overlaps += [len(np.intersect1d(a, b)) / k for a, b in zip(ours, theirs, strict=True)]
    pairs = _random_pairs(rng, len(shared), n_pairs)
    cosines = [np.einsum("ij,ij->i", of_file[pairs[0]], of_file[pairs[1]]) for of_file in units]
    return Agreement(
        n_words=(len(first.words), len(second.words)),
        n_shared=len(shared),
        n_compared=len(overlaps),
        n_neighbours=max(k, 0),
        overlap=float(np.mean(overlaps)) if overlaps else math.nan,
        n_pairs=pairs.shape[1],
        correlation=pearson(*cosines),
    )


def _random_pairs(rng: np.random.Generator, n_words: int, n_pairs: int) -> np.ndarray:
    """(2, n_pairs) of different words each; no pairs if there are fewer than two words."""
    if n_words < 2:
        return np.zeros((2, 0), dtype=np.int64)
    first, step = rng.integers(n_words, size=n_pairs), rng.integers(1, n_words, size=n_pairs)
    return np.stack([first, (first + step) % n_words])


def _neighbours(units: np.ndarray, rows: np.ndarray, k: int) -> np.ndarray:
    """(n_rows, k), the nearest rows of some rows, in no order."""
    scores = units[rows] @ units.T
    scores[np.arange(len(rows)), rows] = -np.inf
    return np.argpartition(-scores, k - 1, axis=1)[:, :k]


def spearman(first: Sequence[float], second: Sequence[float]) -> float:
    """Rank correlation, equal values sharing the mean of their ranks; NaN if there is none."""
    return pearson(_ranks(first), _ranks(second))


def pearson(first: Sequence[float], second: Sequence[float]) -> float:
    """Correlation; NaN for fewer than two values or for values that are all alike."""
    a, b = (np.asarray(values, dtype=np.float64) for values in (first, second))
    if len(a) < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return math.nan
    a, b = a - a.mean(), b - b.mean()
    return float((a @ b) / math.sqrt((a @ a) * (b @ b)))


def _ranks(values: Sequence[float]) -> np.ndarray:
    _, group, sizes = np.unique(np.asarray(values, dtype=np.float64), return_inverse=True, return_counts=True)
    return (np.cumsum(sizes) - (sizes - 1) / 2)[group]

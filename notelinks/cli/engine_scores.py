"""`word2vec compare` and `word2vec evaluate`: figures about files of word vectors."""

import argparse
import csv
import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notelinks.cli import exits
from notelinks.cli.output import print_message, print_text
from notelinks.display import safe_text
from notelinks.errors import ConfigError

if TYPE_CHECKING:
    from notelinks.word2vec.questions import Analogy
    from notelinks.word2vec.vectors import WordVectors

_CSV_HEADING = ("file", "section", "word_1", "word_2", "word_3", "expected", "found", "is_right")
"""One layout for pairs (expected and found are numbers) and for analogies (they are words)."""


def compare(arguments: argparse.Namespace) -> int:
    """Shows how much two files of word vectors agree."""
    from notelinks.word2vec.scores import compare_vectors
    from notelinks.word2vec.vectors import read_vectors

    found = compare_vectors(
        read_vectors(arguments.first),
        read_vectors(arguments.second),
        n_neighbours=arguments.neighbours,
        n_words=arguments.words,
        n_pairs=arguments.pairs,
        seed=arguments.seed,
    )
    rows = [
        ("words_first", "words in FIRST", found.n_words[0]),
        ("words_second", "words in SECOND", found.n_words[1]),
        ("words_shared", "words in both", found.n_shared),
        ("words_compared", "words whose neighbours are compared", found.n_compared),
        ("neighbours", "neighbours of each", found.n_neighbours),
        ("overlap", "share of neighbours that are the same", found.overlap),
        ("pairs", "random pairs", found.n_pairs),
        ("correlation", "correlation of their similarities", found.correlation),
    ]
    if arguments.csv:
        _print_csv([("measure", "value"), *((name, _csv_number(value)) for name, _, value in rows)])
    else:
        for _, text, value in rows:
            print_text(f"{text:36}  {_number(value):>10}")
    if found.n_shared < 2:
        print_message("these files have fewer than two words in common.")
        return exits.NOTHING_FOUND
    return exits.FOUND


def evaluate(arguments: argparse.Namespace) -> int:
    """Scores a file of word vectors by lists of questions."""
    if not arguments.similarity and not arguments.analogies:
        raise ConfigError("nothing to evaluate by: give --similarity FILE, --analogies FILE, or both.")
    from notelinks.word2vec.questions import read_analogies, read_pairs
    from notelinks.word2vec.vectors import read_vectors

    pair_lists = [(path, read_pairs(path)) for path in arguments.similarity]
    analogy_lists = [(path, read_analogies(path)) for path in arguments.analogies]
    vectors = read_vectors(arguments.file)
    if arguments.csv:
        _print_csv([_CSV_HEADING])
    n_asked = 0
    for path, pairs in pair_lists:
        n_asked += _judge(vectors, path, pairs, is_csv=arguments.csv)
    for path, analogies in analogy_lists:
        n_asked += _answer(vectors, path, analogies, is_csv=arguments.csv)
    return exits.FOUND if n_asked else exits.NOTHING_FOUND


def _judge(vectors: "WordVectors", path: Path, pairs: Sequence[Any], *, is_csv: bool) -> int:
    """Shows the rank correlation with people's judgements; gives the number of pairs that have vectors."""
    from notelinks.word2vec.scores import judge_pairs, spearman

    cosines = judge_pairs(vectors, pairs)
    both = [(pair.score, value) for pair, value in zip(pairs, cosines, strict=True) if not math.isnan(value)]
    if is_csv:
        _print_csv(
            (path.name, "", p.first, p.second, "", f"{p.score:g}", _csv_number(value), "")
            for p, value in zip(pairs, cosines, strict=True)
        )
    else:
        correlation = _number(spearman([score for score, _ in both], [value for _, value in both]))
        print_text(f"{path.name}: Spearman {correlation}, {_coverage(len(both), len(pairs), 'pairs')}")
    return len(both)


def _answer(vectors: "WordVectors", path: Path, analogies: Sequence["Analogy"], *, is_csv: bool) -> int:
    """Shows the share of right answers by section; gives the number of questions whose words have vectors."""
    from notelinks.word2vec.scores import answer_analogies, is_right

    answers = answer_analogies(vectors, analogies)
    rights = [is_right(vectors, question, answer) for question, answer in zip(analogies, answers, strict=True)]
    if is_csv:
        _print_csv(
            (path.name, q.section, q.a, q.b, q.c, q.expected, answer, int(right) if answer else "")
            for q, answer, right in zip(analogies, answers, rights, strict=True)
        )
        return sum(map(bool, answers))
    counts: dict[str, list[int]] = {}
    for question, answer, right in zip(analogies, answers, rights, strict=True):
        of_section = counts.setdefault(question.section, [0, 0])
        of_section[0] += right
        of_section[1] += bool(answer)
    n_right, n_asked = sum(rights), sum(map(bool, answers))
    print_text(f"{path.name}: {_share(n_right, n_asked)} right, {_coverage(n_asked, len(analogies), 'questions')}")
    for section, (n_right_of, n_asked_of) in counts.items():
        print_text(
            f"  {section or '(no section)':30} {_share(n_right_of, n_asked_of):>7}  {n_right_of} of {n_asked_of}"
        )
    return n_asked


def _coverage(n_found: int, n_all: int, noun: str) -> str:
    return f"{n_found:,} of {n_all:,} {noun} have vectors ({_share(n_found, n_all)})"


def _share(n_part: int, n_all: int) -> str:
    return f"{100 * n_part / n_all:.1f} %" if n_all else "-"


def _number(value: float) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return "-" if math.isnan(value) else f"{value:.3f}"


def _csv_number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    return "" if math.isnan(value) else f"{value:.6f}"


def _print_csv(rows: Iterable[Sequence[Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows([safe_text(str(cell)) for cell in row] for row in rows)

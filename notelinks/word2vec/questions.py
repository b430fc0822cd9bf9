"""Lists of questions to word vectors: pairs that people have judged, and analogies."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from notelinks.errors import TextFileError

_SCORE_NAME = re.compile(r"simlex|human|mean|score|similarity|rating|relatedness", re.IGNORECASE)
"""What the column of the judgements is called in a heading."""


@dataclass(frozen=True)
class JudgedPair:
    """Two words, and how alike people find them, on any scale."""

    first: str
    second: str
    score: float


@dataclass(frozen=True)
class Analogy:
    """`a` is to `b` as `c` is to `expected`."""

    section: str
    a: str
    b: str
    c: str
    expected: str


def read_pairs(path: Path) -> list[JudgedPair]:
    """The pairs of a file laid out as WordSim-353 or SimLex-999: two words, then columns with the score among them.

    Columns are parted by tabs, commas, semicolons or spaces; a heading and lines with `#` may be there. The score is
    the column that the heading calls so, else the first number.

    Raises:
        TextFileError: if the file cannot be read or is laid out otherwise.
    """
    lines = [(number, line) for number, line in _read_lines(path) if not line.startswith("#")]
    separator = next((s for s in "\t,;" if lines and s in lines[0][1]), None)
    rows = [(number, _split(line, separator)) for number, line in lines]
    column = None
    if rows and _is_heading(rows[0][1]):
        heading = rows.pop(0)[1]
        column = next((i for i, name in enumerate(heading) if i > 1 and _SCORE_NAME.search(name)), None)
    if column is None:
        column = next((i for i in _number_columns(rows[0][1])), 2) if rows else 2
    pairs = []
    for number, row in rows:
        if column not in _number_columns(row) or not (row[0] and row[1]):
            raise TextFileError(f"{path}: line {number} is not two words and a score in column {column + 1}.")
        pairs.append(JudgedPair(row[0], row[1], float(row[column])))
    if not pairs:
        raise TextFileError(f"{path}: there are no pairs of words in it.")
    return pairs


def read_analogies(path: Path) -> list[Analogy]:
    """The questions of a file laid out as questions-words.txt: four words a line, `: name` before each section.

    Raises:
        TextFileError: if the file cannot be read or is laid out otherwise.
    """
    section, analogies = "", []
    for number, line in _read_lines(path):
        if line.startswith(":"):
            section = line[1:].strip()
        elif len(words := line.split()) == 4:
            analogies.append(Analogy(section, *words))
        else:
            raise TextFileError(f"{path}: line {number} is neither four words nor a section's name after a colon.")
    if not analogies:
        raise TextFileError(f"{path}: there are no questions in it.")
    return analogies


def _read_lines(path: Path) -> Iterable[tuple[int, str]]:
    """Lines that are not blank, and their numbers."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TextFileError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise TextFileError(f"{path}: not UTF-8 at byte {error.start:,}. Convert it first.") from error
    return [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _split(line: str, separator: str | None) -> list[str]:
    if separator is None:
        return line.split()
    if separator == "\t":
        return [part.strip() for part in line.split("\t")]
    return [part.strip() for part in next(csv.reader([line], delimiter=separator))]


def _is_heading(row: list[str]) -> bool:
    return not any(True for _ in _number_columns(row)) or all(c.lower().startswith("word") for c in row[:2])


def _number_columns(row: list[str]) -> Iterator[int]:
    """Columns after the second that hold a finite number."""
    for i, cell in enumerate(row[2:], 2):
        if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", cell, re.ASCII):
            yield i

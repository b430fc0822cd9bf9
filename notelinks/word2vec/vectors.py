"""Files of word vectors, in word2vec's text and binary formats, as word2vec.c and gensim write and read them.

Both begin with a line `n_words n_dims`. In text, a word and its numbers follow on a line each, parted by spaces; in
binary, a word, a space and float32 numbers, little-endian, with or without a newline after them. Nothing that a file
says is believed before it has been compared with the file's size, and nothing is unpickled.
"""

import contextlib
import os
import stat
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, NoReturn

import numpy as np

from notelinks.errors import VectorFileError, WordNotFoundError

MAX_WORD_BYTES = 10_000
"""Longest word in UTF-8. It bounds what is read in search of a word's end."""

_ROWS_AT_ONCE = 1_000
"""Lines of a text file that are turned into numbers, or made of them, in one go."""

_MAX_NUMBER_BYTES = 64
"""Longest number in a text file, with its space; `%.9g` needs at most 16."""

_BLOCK_BYTES = 1 << 22
"""Read from a binary file in one go."""


@dataclass(frozen=True)
class WordVectors:
    """Words and their vectors."""

    words: tuple[str, ...]
    """In the order of the file: by descending count, if a training has written it."""
    vectors: np.ndarray
    """(n_words, n_dims) float32, finite."""

    @cached_property
    def word_ids(self) -> dict[str, int]:
        """Row of each word."""
        return {word: word_id for word_id, word in enumerate(self.words)}

    @cached_property
    def _folded_ids(self) -> dict[str, int]:
        """Row of the first word of each casefolded form."""
        return {self.words[i].casefold(): i for i in range(len(self.words) - 1, -1, -1)}

    def find(self, word: str) -> int | None:
        """Row of a word; if it is not there as it stands, of the first that differs in case alone."""
        found = self.word_ids.get(word)
        return self._folded_ids.get(word.casefold()) if found is None else found

    def row_of(self, word: str) -> int:
        """What `find` finds.

        Raises:
            WordNotFoundError: if there is no such word.
        """
        if (found := self.find(word)) is None:
            raise WordNotFoundError(f"{word!r} has no vector.")
        return found


def is_binary(path: Path) -> bool:
    """Whether a file's name says that it is in the binary format."""
    return path.suffix.lower() == ".bin"


def read_vectors(path: Path) -> WordVectors:
    """The vectors in a file.

    Raises:
        VectorFileError: if the file cannot be read, or is not what its name and its first line say.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise VectorFileError(f"{path}: this is no file of word vectors.")
        with open(path, "rb") as file:
            n_words, n_dims = _read_header(path, file)
            row_bytes = (2 + 4 * n_dims) if is_binary(path) else (2 + 2 * n_dims)
            n_bytes = about.st_size - file.tell()
            if n_words * row_bytes - 1 > n_bytes:
                _refuse(path, f"its first line promises {n_words} words of {n_dims} numbers, but it ends too early")
            rows = _binary_rows if is_binary(path) else _text_rows
            words, vectors = _collect(path, rows(path, file, n_words, n_dims), n_words, n_dims)
    except OSError as error:
        raise VectorFileError(f"{path}: {error.strerror}.") from error
    except MemoryError as error:
        raise VectorFileError(f"{path}: it does not fit into memory.") from error
    return WordVectors(words, vectors)


def _refuse(path: Path, reason: str) -> NoReturn:
    raise VectorFileError(f"{path}: not a file of word vectors: {reason}.")


def _read_header(path: Path, file: BinaryIO) -> tuple[int, int]:
    line = file.readline(64)
    parts = line.split()
    if not line.endswith(b"\n") or len(parts) != 2:
        _refuse(path, "its first line must be the number of words and the number of dimensions")
    if not all(part.isdigit() and 0 < int(part) < 10**12 for part in parts):
        shown = line.decode("utf-8", "replace").strip()
        _refuse(path, f"{shown!r} in its first line must be two positive whole numbers")
    return int(parts[0]), int(parts[1])


def _collect(path: Path, rows: Iterator, n_words: int, n_dims: int) -> tuple[tuple[str, ...], np.ndarray]:
    """Puts blocks of (words, numbers) together, checked."""
    vectors = np.empty((n_words, n_dims), dtype=np.float32)
    words: dict[str, None] = {}
    for raw_words, numbers in rows:
        first = len(words)
        for raw in raw_words:
            try:
                word = raw.decode("utf-8")
            except UnicodeDecodeError:
                _refuse(path, f"word {len(words) + 1} is not UTF-8")
            if not word or word in words:
                _refuse(path, f"word {len(words) + 1} is {'empty' if not word else f'{word!r} once more'}")
            words[word] = None
        if not np.isfinite(numbers).all():
            row = int(np.flatnonzero(~np.isfinite(numbers).all(axis=1))[0])
            _refuse(path, f"a number of word {first + row + 1} is not finite")
        vectors[first : len(words)] = numbers
    return tuple(words), vectors


def _text_rows(path: Path, file: BinaryIO, n_words: int, n_dims: int) -> Iterator[tuple[list[bytes], np.ndarray]]:
    longest = MAX_WORD_BYTES + n_dims * _MAX_NUMBER_BYTES
    for start in range(0, n_words, _ROWS_AT_ONCE):
        words, numbers = [], []
        for row in range(start, min(start + _ROWS_AT_ONCE, n_words)):
            line = file.readline(longest)
            if not line:
                _refuse(path, f"it ends after {row} of {n_words} words")
            word, _, rest = line.partition(b" ")
            rest = rest.strip()
            if rest.count(b" ") != n_dims - 1 or len(line) == longest:
                _refuse(path, f"word {row + 1} has not {n_dims} numbers{_binary_hint(rest)}")
            words.append(word)
            numbers.append(rest)
        yield words, _parse_numbers(path, numbers, start, n_dims)
    if any(block.strip() for block in iter(lambda: file.read(_BLOCK_BYTES), b"")):
        _refuse(path, f"it goes on after {n_words} words")


def _binary_hint(numbers: bytes) -> str:
    return "" if numbers.isascii() and b"\0" not in numbers else " (a binary file must be named .bin)"


def _parse_numbers(path: Path, lines: list[bytes], start: int, n_dims: int) -> np.ndarray:
    """(n_lines, n_dims) float32."""
    try:
        return _parse_block(b" ".join(lines)).reshape(len(lines), n_dims)
    except ValueError:
        pass
    for row, line in enumerate(lines, start + 1):
        try:
            _parse_block(line).reshape(n_dims)
        except ValueError:
            _refuse(path, f"word {row} has not {n_dims} numbers{_binary_hint(line)}")
    _refuse(path, f"words {start + 1} to {start + len(lines)} have not {n_dims} numbers each")


def _parse_block(text: bytes) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)  # what older NumPys say of text that is no number
        try:
            return np.fromstring(text.decode("ascii"), dtype=np.float32, sep=" ")
        except (DeprecationWarning, UnicodeDecodeError) as error:
            raise ValueError("not only numbers") from error


def _binary_rows(path: Path, file: BinaryIO, n_words: int, n_dims: int) -> Iterator[tuple[list[bytes], np.ndarray]]:
    row_bytes = 4 * n_dims
    longest = MAX_WORD_BYTES + 2 + row_bytes
    buffer, at = b"", 0
    for row in range(n_words):
        if len(buffer) - at < longest:
            buffer, at = buffer[at:] + file.read(max(_BLOCK_BYTES, longest)), 0
        at += buffer.startswith(b"\n", at)
        space = buffer.find(b" ", at, at + MAX_WORD_BYTES + 1)
        if space < 0 or space + 1 + row_bytes > len(buffer):
            left = len(buffer) - at
            _refuse(path, f"word {row + 1} has no end" if left > longest - 2 else f"it ends within word {row + 1}")
        yield [buffer[at:space]], np.frombuffer(buffer, "<f4", n_dims, space + 1)[None, :]
        at = space + 1 + row_bytes
    if buffer[at:].removeprefix(b"\n") or file.read(1):
        _refuse(path, f"it goes on after {n_words} words")


def check_target(path: Path) -> Path:
    """Where vectors written to `path` will go: the path itself, or what a symbolic link there leads to.

    Raises:
        VectorFileError: if nothing can be written there.
    """
    real = Path(os.path.realpath(path))
    if real.exists() and not real.is_file():
        raise VectorFileError(f"{path}: this is no ordinary file. Name one to be written.")
    if not real.parent.is_dir():
        raise VectorFileError(f"{path}: there is no folder {real.parent}. Make it first.")
    if not os.access(real.parent, os.W_OK):
        raise VectorFileError(f"{path}: the folder {real.parent} cannot be written to.")
    return real


def write_vectors(path: Path, vectors: WordVectors) -> None:
    """Writes vectors to a file, which is there in full or, if anything goes wrong, stays as it was.

    Raises:
        VectorFileError: if the file cannot be written, or a word cannot stand in it.
    """
    assert vectors.vectors.shape[0] == len(vectors.words)
    target = check_target(path)
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".tmp", dir=target.parent)
        with open(handle, "wb", buffering=_BLOCK_BYTES) as file:
            file.write(b"%d %d\n" % vectors.vectors.shape)
            _write_rows(path, file, vectors)
        os.replace(temporary, target)
        temporary = None
    except OSError as error:
        raise VectorFileError(f"{path}: cannot be written: {error.strerror}.") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)


def _write_rows(path: Path, file: BinaryIO, vectors: WordVectors) -> None:
    n_words, n_dims = vectors.vectors.shape
    row_format = " %.9g" * n_dims + "\n"  # nine digits give every float32 back to the bit
    seen = set()
    for start in range(0, n_words, _ROWS_AT_ONCE):
        numbers = vectors.vectors[start : start + _ROWS_AT_ONCE]
        if not np.isfinite(numbers).all():
            raise VectorFileError(f"{path}: not written, because a vector has a number that is not finite.")
        raw = numbers.astype("<f4").tobytes() if is_binary(path) else b""
        for i, word in enumerate(vectors.words[start : start + _ROWS_AT_ONCE]):
            file.write(_encode_word(path, word, seen))
            if is_binary(path):
                file.write(b" " + raw[4 * n_dims * i : 4 * n_dims * (i + 1)] + b"\n")
            else:
                file.write((row_format % tuple(numbers[i].tolist())).encode("ascii"))


def _encode_word(path: Path, word: str, seen: set[str]) -> bytes:
    raw = word.encode("utf-8", "replace")
    fits = 0 < len(raw) <= MAX_WORD_BYTES and not word.isspace() and " " not in word and "\n" not in word
    if not fits or word in seen or raw.decode("utf-8") != word:
        raise VectorFileError(f"{path}: not written, because the word {word[:50]!r} cannot stand in such a file.")
    seen.add(word)
    return raw

"""A plain text file to a corpus and its vocabulary, block by block, so that memory holds ids and not words.

Words are what stands between white space. A file of several lines has one document a line; a file of one line is
running text, cut into documents of `DOCUMENT_TOKENS` words as word2vec.c does it. No Python code runs once a token.
"""

import stat
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np

from notelinks.errors import TextFileError
from notelinks.word2vec.corpus import Corpus
from notelinks.word2vec.vectors import MAX_WORD_BYTES
from notelinks.word2vec.vocabulary import Vocabulary, build_vocabulary

DOCUMENT_TOKENS = 1_000
"""Words of a document of running text; word2vec.c's MAX_SENTENCE_LENGTH."""

_BLOCK_BYTES = 1 << 22
"""Read in one go. A file without white space for so long is no text."""

_SPACES = (b" ", b"\n", b"\t", b"\r")
"""White space that is found before a block is decoded."""


def read_text_corpus(
    path: Path, *, min_count: int = 5, dropped: Collection[str] = (), lowers: bool = False
) -> tuple[Corpus, Vocabulary]:
    """The text of a file without the words that have no vector, and those that have one.

    Args:
        min_count: rarer words are left out, before windows are made, as word2vec.c does it.
        dropped: words in lower case that are left out in any case.
        lowers: turn all words to lower case.

    Raises:
        TextFileError: if the file cannot be read, is not UTF-8, or holds no two words to train on.
    """
    numbered = _NumberedText()
    try:
        for text in _read_blocks(path):
            numbered.add(text.lower() if lowers else text)
    except OSError as error:
        raise TextFileError(f"{path}: {error.strerror}.") from error
    counts = numbered.counts()
    vocabulary, ranks = _rank_words(list(numbered.numbers), counts, min_count, dropped)
    numbered.numbers.clear()
    corpus = _make_corpus(numbered, ranks, int(vocabulary.counts.sum()))
    if len(vocabulary.words) < 2 or np.diff(corpus.starts).max(initial=0) < 2:
        raise TextFileError(
            f"{path}: too little to train on: {len(vocabulary.words)} of {len(counts)} words occur at least "
            f"{min_count} times and are no stop words. A lower --min-count keeps more."
        )
    return corpus, vocabulary


def _read_blocks(path: Path) -> Iterator[str]:
    """The text, cut at white space."""
    if stat.S_ISDIR(path.stat().st_mode):
        raise TextFileError(f"{path}: this is a folder. `word2vec train` reads one text file.")
    n_before, rest = 0, b""
    with open(path, "rb") as file:
        while block := file.read(_BLOCK_BYTES):
            cut = max(map(block.rfind, _SPACES)) + 1
            if not cut:
                if len(rest) + len(block) > 2 * _BLOCK_BYTES:
                    raise TextFileError(f"{path}: this is no text: no white space in {_BLOCK_BYTES:,} bytes.")
                rest += block
                continue
            whole = rest + block[:cut]
            yield _decode(path, whole, n_before)
            n_before += len(whole)
            rest = block[cut:]
    yield _decode(path, rest, n_before)


def _decode(path: Path, raw: bytes, n_before: int) -> str:
    try:
        return raw.decode("utf-8-sig" if n_before == 0 else "utf-8")
    except UnicodeDecodeError as error:
        raise TextFileError(f"{path}: not UTF-8 at byte {n_before + error.start:,}. Convert it first.") from error


class _NumberedText:
    """A text as numbers of its words, which are numbered in order of first appearance."""

    def __init__(self) -> None:
        self.numbers: defaultdict[str, int] = defaultdict()
        """Number of each word; a new word gets the next one."""
        self.numbers.default_factory = self.numbers.__len__
        self.blocks: list[np.ndarray] = []
        """(n,) int32 each, numbers of a block's words."""
        self.starts = [0]
        """First position of each line that has words, and of the line after the last newline."""
        self._n_tokens = 0

    def add(self, text: str) -> None:
        """Adds a block of whole words; a line may go on in the next block."""
        words: list[str] = []
        for i, line in enumerate(text.split("\n")):
            n_tokens = self._n_tokens + len(words)
            if i and n_tokens > self.starts[-1]:
                self.starts.append(n_tokens)
            words += line.split()
        self._n_tokens += len(words)
        self.blocks.append(np.fromiter(map(self.numbers.__getitem__, words), dtype=np.int32, count=len(words)))

    def counts(self) -> np.ndarray:
        """(n_words,) int64, occurrences of each word."""
        counts = np.zeros(len(self.numbers), dtype=np.int64)
        for block in self.blocks:
            of_block = np.bincount(block)
            counts[: len(of_block)] += of_block
        return counts


def _rank_words(
    words: list[str], counts: np.ndarray, min_count: int, dropped: Collection[str]
) -> tuple[Vocabulary, np.ndarray]:
    """The vocabulary, and (n_words,) int32 the word id of each word's number, -1 for a word that is left out."""
    kept = {
        words[number]: number
        for number in np.flatnonzero(counts >= min_count).tolist()
        if words[number].lower() not in dropped and len(words[number].encode("utf-8")) <= MAX_WORD_BYTES
    }
    vocabulary = build_vocabulary(((word, int(counts[number])) for word, number in kept.items()), min_count)
    ranks = np.full(len(words), -1, dtype=np.int32)
    ranks[[kept[word] for word in vocabulary.words]] = np.arange(len(vocabulary.words), dtype=np.int32)
    return vocabulary, ranks


def _make_corpus(numbered: _NumberedText, ranks: np.ndarray, n_kept: int) -> Corpus:
    """The corpus of the words that are kept; takes the blocks from the numbered text, to free them one by one."""
    line_starts = np.array(numbered.starts, dtype=np.int64)
    starts = np.full(len(line_starts), n_kept, dtype=np.int64)
    word_ids = np.empty(n_kept, dtype=np.int32)
    n_tokens = n_before = 0
    numbered.blocks.reverse()
    while numbered.blocks:
        block = ranks[numbered.blocks.pop()]
        is_kept = block >= 0
        n_kept_before = np.concatenate([[0], np.cumsum(is_kept)])
        lines = slice(*np.searchsorted(line_starts, [n_tokens, n_tokens + len(block)]))
        starts[lines] = n_before + n_kept_before[line_starts[lines] - n_tokens]
        word_ids[n_before : n_before + n_kept_before[-1]] = block[is_kept]
        n_tokens += len(block)
        n_before += int(n_kept_before[-1])
    if line_starts[-1] == n_tokens:
        starts = starts[:-1]  # what follows the last newline is no line
    if len(starts) <= 1:
        starts = np.arange(0, n_kept, DOCUMENT_TOKENS)
    return Corpus(tuple(map(str, range(len(starts)))), word_ids, np.append(starts, n_kept))

"""Many words in little memory: one text, of which a word is cut out when it is asked for.

A tuple of 144,000 strings and a dictionary to find them take 25 MB, which a screen that stays open would hold all day;
this takes 4 MB.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

UNKNOWN = -1
"""In place of the id of a word that is not in the list."""

_KEY_BYTES = 8
"""Of a word that its key holds, by which nearly all words are told apart."""

_FEW = 16
"""If there are so many times more words than are looked for, each is looked up; else a dictionary is made of all."""


@dataclass(frozen=True, eq=False)
class TextList(Sequence[str]):
    """Strings without line breaks, equal ones maybe."""

    text: bytes
    """UTF-8, a line feed behind each."""

    @classmethod
    def of(cls, strings: Iterable[str]) -> "TextList":
        """These strings."""
        return cls(_lines(string.encode() for string in strings))

    @cached_property
    def _bounds(self) -> np.ndarray:
        """(n + 1,) int32: where each string begins, and where one behind the last would."""
        ends = np.flatnonzero(np.frombuffer(self.text, dtype=np.uint8) == ord("\n"))
        return np.concatenate([[0], ends + 1]).astype(np.int32)

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def __getitem__(self, at: int) -> str:
        return self._encoded(at).decode()

    def __iter__(self) -> Iterator[str]:
        return iter(self.text.decode().split("\n")[:-1])

    def plus(self, more: Iterable[str]) -> "TextList":
        """These strings and others behind them."""
        return TextList(self.text + _lines(string.encode() for string in more))

    def _encoded(self, at: int) -> bytes:
        if not 0 <= at < len(self):
            raise IndexError(f"there is no string {at} among {len(self)}")
        return self.text[self._bounds[at] : self._bounds[at + 1] - 1]


@dataclass(frozen=True, eq=False)
class WordList(TextList):
    """Different words, each of which can be found. The place of a word is its id."""

    order: np.ndarray
    """(n_words,) int32, ids in the order of the words as bytes."""
    keys: np.ndarray
    """(n_words,) uint64, in that order: the first bytes of each word as one number, see `_keys_of`."""

    @classmethod
    def of(cls, words: Iterable[str]) -> "WordList":
        """These words."""
        encoded = [word.encode() for word in words]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        return cls.ordered(_lines(encoded), np.array(order, dtype=np.int32))

    @classmethod
    def ordered(cls, text: bytes, order: np.ndarray) -> "WordList":
        """The words of a text whose order is known.

        Raises:
            ValueError, IndexError: if the two do not fit together.
        """
        bounds = TextList(text)._bounds
        if len(order) != len(bounds) - 1:
            raise ValueError("not as many words as places in their order")
        starts, stops = bounds[:-1][order], bounds[1:][order] - 1
        letters = np.frombuffer(text + bytes(_KEY_BYTES), dtype=np.uint8)
        keys = np.zeros(len(order), dtype=np.uint64)
        for at in range(_KEY_BYTES):
            keys <<= np.uint64(8)
            keys |= np.where(starts + at < stops, letters[starts + at], 0).astype(np.uint64)
        return cls(text, order, keys)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.find(word) != UNKNOWN

    def find(self, word: str) -> int:
        """The id of a word, or `UNKNOWN`."""
        return self._find_each([word])[0]

    def find_all(self, words: Sequence[str]) -> np.ndarray:
        """(n,) int32, the id of each of some words, or `UNKNOWN`."""
        if len(words) * _FEW < len(self):
            return np.array(self._find_each(words), dtype=np.int32)
        ids = {word: word_id for word_id, word in enumerate(self)}
        return np.array([ids.get(word, UNKNOWN) for word in words], dtype=np.int32)

    def plus(self, more: Iterable[str]) -> "WordList":
        """These words and others behind them, which must be new and all different."""
        encoded = [word.encode() for word in more]
        newer = sorted(range(len(encoded)), key=encoded.__getitem__)
        words = [encoded[i] for i in newer]
        places = [self._place(*bounds) for bounds in self._find_bounds(words)]
        return WordList(
            self.text + _lines(encoded),
            np.insert(self.order, places, np.array(newer, dtype=np.int32) + np.int32(len(self))),
            np.insert(self.keys, places, _keys_of(words)),
        )

    def _find_each(self, words: Sequence[str]) -> list[int]:
        found = []
        for encoded, first, last in self._find_bounds([word.encode("utf-8", "surrogatepass") for word in words]):
            place = self._place(encoded, first, last)
            is_there = place < last and self._encoded(self.order[place]) == encoded
            found.append(int(self.order[place]) if is_there else UNKNOWN)
        return found

    def _find_bounds(self, encoded: Sequence[bytes]) -> Iterator[tuple[bytes, int, int]]:
        """Of each word, itself, and between which places of the order it stands or would stand by its key."""
        keys = _keys_of(encoded)
        firsts, lasts = (np.searchsorted(self.keys, keys, side).tolist() for side in ("left", "right"))
        return zip(encoded, firsts, lasts, strict=True)

    def _place(self, encoded: bytes, first: int, last: int) -> int:
        """Where in the order a word stands or would stand, between two places."""
        return bisect_left(range(len(self)), encoded, first, last, key=lambda at: self._encoded(self.order[at]))


def _keys_of(words: Sequence[bytes]) -> np.ndarray:
    """(n,) uint64, the first bytes of each word, with zeros behind those of a short one."""
    first = b"".join(word[:_KEY_BYTES].ljust(_KEY_BYTES, b"\0") for word in words)
    return np.frombuffer(first, dtype=">u8").astype(np.uint64)


def _lines(encoded: Iterable[bytes]) -> bytes:
    return b"".join(string + b"\n" for string in encoded)

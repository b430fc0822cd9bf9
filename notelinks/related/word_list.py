"""Many words in little memory: one text, of which a word is cut out when it is asked for.

A tuple of 144,000 strings and a dictionary to find them take 25 MB, which a screen that stays open would hold all day;
this takes 3 MB and has not to be made from anything when a generation is opened.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

UNKNOWN = -1
"""In place of the id of a word that is not in the list."""

_FEW = 32
"""Of so many words one is looked up by itself; of more, a dictionary of all is the quicker way."""


@dataclass(frozen=True, eq=False)
class TextList(Sequence[str]):
    """Strings without line breaks, equal ones maybe."""

    text: bytes
    """UTF-8, a line feed behind each."""

    @classmethod
    def of(cls, strings: Iterable[str]) -> "TextList":
        """These strings."""
        return cls(_joined(strings))

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
        return TextList(self.text + _joined(more))

    def _encoded(self, at: int) -> bytes:
        if not 0 <= at < len(self):
            raise IndexError(f"there is no string {at} among {len(self)}")
        return self.text[self._bounds[at] : self._bounds[at + 1] - 1]


@dataclass(frozen=True, eq=False)
class WordList(TextList):
    """Different words, each of which can be found. The place of a word is its id."""

    order: np.ndarray
    """(n_words,) int32, ids in the order of the words as bytes."""

    @classmethod
    def of(cls, words: Iterable[str]) -> "WordList":
        """These words."""
        encoded = [word.encode() for word in words]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        return cls(b"".join(word + b"\n" for word in encoded), np.array(order, dtype=np.int32))

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.find(word) != UNKNOWN

    def find(self, word: str) -> int:
        """The id of a word, or `UNKNOWN`."""
        encoded = word.encode("utf-8", "surrogatepass")
        place = self._place(encoded)
        if place < len(self) and self._encoded(word_id := int(self.order[place])) == encoded:
            return word_id
        return UNKNOWN

    def find_all(self, words: Sequence[str]) -> np.ndarray:
        """(n,) int32, the id of each of some words, or `UNKNOWN`."""
        if len(words) * _FEW < len(self):
            return np.array([self.find(word) for word in words], dtype=np.int32)
        ids = {word: word_id for word_id, word in enumerate(self)}
        return np.array([ids.get(word, UNKNOWN) for word in words], dtype=np.int32)

    def plus(self, more: Iterable[str]) -> "WordList":
        """These words and others behind them, which must be new and all different."""
        encoded = [word.encode() for word in more]
        newer = sorted(range(len(encoded)), key=encoded.__getitem__)
        places = [self._place(encoded[i]) for i in newer]
        order = np.insert(self.order, places, np.array(newer, dtype=np.int32) + np.int32(len(self)))
        return WordList(self.text + b"".join(word + b"\n" for word in encoded), order)

    def _place(self, encoded: bytes) -> int:
        """How many words come before one in the order."""
        return bisect_left(range(len(self)), encoded, key=lambda place: self._encoded(int(self.order[place])))


def _joined(strings: Iterable[str]) -> bytes:
    return "".join(f"{string}\n" for string in strings).encode()

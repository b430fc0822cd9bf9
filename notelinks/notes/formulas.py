"""Puts the formulas of a text, which are no words, back where it is shown.

In: text without them, and where each stood. Out: text with them, shortened if they are long, and its sentences.
"""

from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise

MAX_FORMULA_CHARS = 60
"""Of longer ones the beginning is shown."""


class ShownText:
    """A text with its formulas. All places are in characters."""

    def __init__(self, text: str, formulas: list[tuple[int, str]]) -> None:
        """
        Args:
            formulas: (place in the text, source), in order.
        """
        self._places = [place for place, _ in formulas]
        shown = [_shorten(source) for _, source in formulas]
        self._n_before = list(accumulate(map(len, shown), initial=0))
        edges = [0, *self._places, len(text)]
        parts = [text[start:stop] for start, stop in pairwise(edges)]
        self.text = parts[0] + "".join(formula + part for formula, part in zip(shown, parts[1:], strict=True))
        self.formulas = [
            (place + n_before, place + n_after)
            for place, (n_before, n_after) in zip(self._places, pairwise(self._n_before), strict=True)
        ]
        """(start, stop) of each."""

    def start(self, place: int) -> int:
        """Where what began at a place of the text without formulas begins: after those that stood there."""
        return place + self._n_before[bisect_right(self._places, place)]

    def stop(self, place: int) -> int:
        """Where what ended at a place ends: before the formulas that stood there."""
        return place + self._n_before[bisect_left(self._places, place)]

    def sentences(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The sentences with the formulas in and before them; those after the last one belong to it.

        Args:
            spans: (start, stop) of each sentence of the text without formulas.
        """
        edges = [0, *(self.start(stop) for _, stop in spans[:-1]), len(self.text)]
        return [self._strip(start, stop) for start, stop in pairwise(edges)] if spans else []

    def _strip(self, start: int, stop: int) -> tuple[int, int]:
        sentence = self.text[start:stop]
        return stop - len(sentence.lstrip()), start + len(sentence.rstrip())


def _shorten(source: str) -> str:
    """A formula on one line, at most `MAX_FORMULA_CHARS` of it."""
    source = " ".join(source.split())
    if len(source) <= MAX_FORMULA_CHARS:
        return source
    mark = "$$" if source.startswith("$$") else "$"
    return f"{source[: MAX_FORMULA_CHARS - len(mark) - 1]}…{mark}"

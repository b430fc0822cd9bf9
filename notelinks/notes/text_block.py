"""One paragraph, heading or table row of a note: its text, the links in it, and on which lines they stand.

In: pieces of text, formulas and links from left to right. Out: sentences without the formulas, links each with its
sentence, and passages.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise, takewhile

from notelinks.excerpts import excerpt
from notelinks.notes.formulas import ShownText
from notelinks.notes.sentences import sentence_spans
from notelinks.records import Link, Passage


class TextBlock:
    """The plain text of one block, and the links in it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.n_chars = 0
        self._links: list[tuple[int, Link]] = []
        """(position in the text, link without its sentence)"""
        self._spans: list[tuple[int, int]] = []
        """(start, stop) of what is no place for a link, one after the other: the text of each link."""
        self._lines: list[tuple[int, int]] = []
        """(position in the text, line that begins there)"""
        self._formulas: list[tuple[int, str]] = []
        """(position in the text, source)"""

    def add(self, text: str) -> None:
        """Goes on with text."""
        self.pieces.append(text)
        self.n_chars += len(text)

    def add_formula(self, source: str) -> None:
        """Goes on with a formula, which is shown and is no text."""
        self._formulas.append((self.n_chars, source))

    def cut(self, n_pieces: int, n_chars: int) -> None:
        """Takes back everything after the first pieces, which hold so many characters."""
        del self.pieces[n_pieces:]
        self.n_chars = n_chars
        self._drop_spans(n_chars)
        while self._formulas and self._formulas[-1][0] >= n_chars:
            self._formulas.pop()
        while self._lines and self._lines[-1][0] > n_chars:
            self._lines.pop()

    def add_link(self, position: int, link: Link) -> None:
        """Notes a link whose text begins at `position`."""
        self._links.append((position, link))

    def mark_linked(self, start: int) -> None:
        """What was added since `start` is the text of a link."""
        self._drop_spans(start)
        if start < self.n_chars:
            self._spans.append((start, self.n_chars))

    def _drop_spans(self, start: int) -> None:
        while self._spans and self._spans[-1][0] >= start:
            self._spans.pop()

    def begin_line(self, line: int, position: int | None = None) -> None:
        """What is added next, or the text from `position` on, stands on this line of the file."""
        self._lines.append((self.n_chars if position is None else position, line))

    def finish(self) -> tuple[list[str], list[Link], list[Passage]]:
        """The sentences, the links each with its own, and the sentences as passages."""
        text = "".join(self.pieces)
        spans = sentence_spans(text)
        sentences = [" ".join(text[start:stop].split()) for start, stop in spans]
        lines = [self._line_at(start) for start, _ in spans]
        if self._formulas:
            text, spans = self._put_formulas_back(text, spans)
        if self._spans:
            pieces = [tuple(self._cut(text, start, stop)) for start, stop in spans]
        else:
            pieces = [(sentence,) for sentence in sentences]
        passages = list(map(Passage, lines, pieces))
        return sentences, self._finish_links(text, spans) if self._links else [], passages

    def _put_formulas_back(self, text: str, spans: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
        """The text as it is shown, with its sentences; in it a formula is covered as the text of a link is."""
        shown = ShownText(text, self._formulas)
        links = [(shown.start(start), shown.stop(stop)) for start, stop in self._spans]
        self._spans = []
        for start, stop in sorted((*links, *shown.formulas)):
            if not self._spans or start >= self._spans[-1][1]:  # else a formula within the text of a link
                self._spans.append((start, stop))
        self._links = [(shown.start(position), link) for position, link in self._links]
        return shown.text, shown.sentences(spans)

    def _finish_links(self, text: str, spans: list[tuple[int, int]]) -> list[Link]:
        links: list[Link] = []
        starts = [start for start, _ in spans]
        for position, link in self._links:
            start, stop = spans[max(bisect_right(starts, position) - 1, 0)] if spans else (0, 0)
            links.append(replace(link, sentence=excerpt(text, start, stop, position)))
        return links

    def _line_at(self, position: int) -> int:
        number = bisect_right(self._lines, (position, 1 << 62)) - 1
        return self._lines[number][1] if number >= 0 else 0

    def _cut(self, text: str, start: int, stop: int) -> Iterator[str]:
        """A sentence in pieces, cut where links and formulas begin and end."""
        first = max(bisect_right(self._spans, (start, start)) - 1, 0)
        within = takewhile(lambda span: span[0] < stop, islice(self._spans, first, None))
        inside = [(max(a, start), min(b, stop)) for a, b in within if b > start]
        edges = [start, *(edge for span in inside for edge in span), stop]
        return (_single_blanks(text[a:b]) for a, b in pairwise(edges))


def _single_blanks(text: str) -> str:
    if text.isspace():
        return " "
    words = " ".join(text.split())
    return f"{' ' * text[:1].isspace()}{words}{' ' * text[-1:].isspace()}"

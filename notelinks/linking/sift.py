"""Which of a note's mentions the parser may read as links, told from the run of text alone in which each stands.

In: mentions of names in a note. Out: those that are worth a reading of the whole note, in order. What is left out would
be no link, for it stands in code, in mathematics or in another link. That is told for many mentions of a run at once,
since marks around one do not hide another.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from notelinks.linking.mentions import find_mentions
from notelinks.linking.prose import Prose
from notelinks.notes.text_runs import TextRun, TextRuns

Span = tuple[int, int]
"""(start, stop) in characters."""

MAX_AT_ONCE = 2000
"""Mentions that are looked at together. With six times as many, their brackets alone reach the parser's limit."""


class _Placed(NamedTuple):
    mention: Span
    """In the note."""
    run: TextRun | None
    """That it stands in; None if that cannot be told."""
    place: Span
    """In the run."""


class MentionSieve:
    """Sifts the mentions of one note."""

    def __init__(self, prose: Prose, runs: TextRuns, names: Sequence[str], marks: tuple[str, str]) -> None:
        """
        Args:
            prose, runs: of the note.
            marks: what makes a link of the words between them.
        """
        self._prose = prose
        self._runs = runs
        self._names = names
        self._marks = marks
        self._placed_on: dict[int, dict[Span, _Placed]] = {}
        """Line -> its mentions, as far as it can be told where they stand."""

    def sift(self, mentions: Iterable[Span], check_time: Callable[[], None]) -> Iterator[Span]:
        """The mentions that may be read as links, and those of which it cannot be told.

        Args:
            check_time: called again and again; may raise.
        """
        for run, group in groupby(self._place(mentions), key=lambda placed: placed.run):
            if run is None:
                yield from (placed.mention for placed in group)
                continue
            while some := list(islice(group, MAX_AT_ONCE)):
                check_time()
                yield from self._links_among(run.content, some)

    def _place(self, mentions: Iterable[Span]) -> Iterator[_Placed]:
        """The mentions that stand in runs."""
        for mention in mentions:
            line, _, _ = self._prose.line_at(mention[0])
            if self._runs.on_line(line):
                if line not in self._placed_on:
                    self._placed_on[line] = {placed.mention: placed for placed in self._find_on(line, mention[0])}
                yield self._placed_on[line].get(mention, _Placed(mention, None, mention))

    def _find_on(self, line: int, start: int) -> Iterator[_Placed]:
        """The mentions of a line, each with its place in a run. They stand in both in the same order."""
        _, line_start, text = self._prose.line_at(start)
        in_note = [(line_start + first, line_start + last) for first, last in find_mentions(text, self._names)]
        in_runs = [
            (run, (part_start + first, part_start + last))
            for run in self._runs.on_line(line)
            for part_start, part in [run.part_on(line)]
            for first, last in find_mentions(part, self._names)
        ]
        if len(in_note) == len(in_runs):
            yield from (_Placed(mention, *found) for mention, found in zip(in_note, in_runs, strict=True))

    def _links_among(self, content: str, mentions: Sequence[_Placed]) -> Iterator[Span]:
        if self._runs.count_links(self._with_marks(content, mentions)) <= self._runs.count_links(content):
            return
        if len(mentions) == 1:
            yield mentions[0].mention
            return
        half = len(mentions) // 2
        yield from self._links_among(content, mentions[:half])
        yield from self._links_among(content, mentions[half:])

    def _with_marks(self, content: str, mentions: Sequence[_Placed]) -> str:
        before, after = self._marks
        parts: list[str] = []
        done = 0
        for start, stop in (placed.place for placed in mentions):
            parts += [content[done:start], before, content[start:stop], after]
            done = stop
        return "".join([*parts, content[done:]])

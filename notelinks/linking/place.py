"""Where a link goes: around words of the note that name the other one, or in a line of its own under its text.

In: a note's bytes and a spelled link. Out: the insertions. A place is good if the note, with the link in it, is read as
before and with one link more, one that leads to the wanted note. So code, comments, mathematics, addresses and other
links are left alone by the same rules by which they are read; properties and headings, which could take a link, by
`prose`.
"""

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TypeVar

from notelinks.display import safe_text
from notelinks.errors import LinkRefusedError
from notelinks.linking.mentions import find_mentions
from notelinks.linking.prose import READ_LINE_ENDING, Prose
from notelinks.linking.sift import MentionSieve
from notelinks.linking.spelling import LinkSpeller, SpelledLink
from notelinks.linking.splice import LINE_ENDING, Insertion, insert_bytes
from notelinks.linking.tail import find_tail
from notelinks.notes.parse import parse_note
from notelinks.notes.text_runs import TextRuns
from notelinks.records import Anchor, Link, ParsedNote

PartT = TypeVar("PartT", Link, Anchor)

MAX_SEARCH_S = 1.0
"""How long mentions that may fit are tried. Each costs a reading of the note, two milliseconds for most and 0.1 s for
100 kB, but nearly always the first one fits."""

_LINK_LINE = re.compile(r"([ \t]*(?:[-*+][ \t]+)?)(?:\[\[[^\[\]\n]+\]\]|\[[^\[\]\n]+\]\([^()\n]+\.md\))[ \t]*")
"""A line that holds a link and nothing else, perhaps as an item of a list."""


class SearchGivenUpError(LinkRefusedError):
    """There are many mentions, and none of those that were looked at in time can take the link."""

    def __init__(self, key: str, target_key: str) -> None:
        super().__init__(
            f"{safe_text(key)} names {safe_text(target_key)} often, and not where a link can stand, as far as was "
            "looked. Insert the link at the end (`--at end`), or write it by hand."
        )


class PlaceFinder:
    """Finds places for links in one note."""

    def __init__(self, speller: LinkSpeller, key: str, raw: bytes, note: ParsedNote) -> None:
        """
        Args:
            raw: the note's bytes, which are UTF-8.
            note: what was read from them.
        """
        self._speller = speller
        self._key = key
        self._raw = raw
        self._note = note
        self._text = raw.decode("utf-8")

    def at_mention(self, link: SpelledLink, target_key: str, names: Iterable[str]) -> tuple[Insertion, ...] | None:
        """The insertions that turn the first fitting mention of the target into a link; None if there is none.

        Raises:
            SearchGivenUpError: if that would take too long.
        """
        for start, stop in self._sift_mentions(link, target_key, list(names)):
            for escapes_pipe in (False,) if link.is_markdown else (False, True):
                insertions = self._around(start, stop, link.around(self._text[start:stop], escapes_pipe=escapes_pipe))
                if self._leads_there(self._link_within(insertions), target_key):
                    return insertions
        return None

    def _sift_mentions(self, link: SpelledLink, target_key: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
        """The mentions that may fit, as far as that is told without reading the note anew for each."""
        mentions = list(find_mentions(self._text, names))
        if not mentions:
            return
        prose = Prose(self._text, self._note)
        sieve = MentionSieve(prose, TextRuns(self._key, self._raw), names, link.around(""))
        stop_s = time.monotonic() + MAX_SEARCH_S

        def check_time() -> None:
            if time.monotonic() > stop_s:
                raise SearchGivenUpError(self._key, target_key)

        for mention in sieve.sift((mention for mention in mentions if prose.may_link(*mention)), check_time):
            yield mention
            check_time()

    def at_end(self, link: SpelledLink, target_key: str) -> tuple[Insertion, ...] | None:
        """The insertion that adds a line with the link; None if the note's end is no place for a link.

        The line stands under the text, above definitions of footnotes and links and comments that end the note; if the
        note would not read as before, under these. The file keeps its line endings, and a newline at its end or none.
        The line follows directly on one that holds nothing but a link, as an item of the same list if that is one;
        otherwise an empty line comes before it.
        """
        for stop in dict.fromkeys((find_tail(self._text), len(self._text))):
            insertion = self._line_below(self._text[:stop], self._text[stop:], link)
            if self._leads_there(self._link_below(insertion), target_key):
                return (insertion,)
        return None

    def _line_below(self, text: str, tail: str, link: SpelledLink) -> Insertion:
        endings = LINE_ENDING.findall(self._text)
        newline = endings[-1] if endings else "\n"
        *lines, last = LINE_ENDING.split(text)
        is_open = bool(last.strip("\ufeff"))
        above = last if is_open else "".join(lines[-1:])
        before = newline if is_open else ""
        if match := _LINK_LINE.fullmatch(above):
            before += match[1]
        elif above.strip(" \t\ufeff"):
            before += newline
        after = "" if is_open else newline
        if tail and LINE_ENDING.split(tail, maxsplit=1)[0].strip():
            after += newline
        return Insertion(len(text.encode()), f"{before}{link.text}{after}".encode())

    def _around(self, start: int, stop: int, marks: tuple[str, str]) -> tuple[Insertion, ...]:
        positions = (len(self._text[:end].encode()) for end in (start, stop))
        return tuple(Insertion(*pair) for pair in zip(positions, (mark.encode() for mark in marks), strict=True))

    def _leads_there(self, link: Link | None, target_key: str) -> bool:
        return link is not None and self._speller.resolver.resolve(link.target, self._key) == target_key

    def _read_with(self, insertions: Sequence[Insertion]) -> ParsedNote | None:
        after = parse_note(self._key, insert_bytes(self._raw, insertions))
        has_one_more = isinstance(after, ParsedNote) and len(after.links) == len(self._note.links) + 1
        return after if has_one_more else None

    def _link_within(self, insertions: Sequence[Insertion]) -> Link | None:
        """The link that the insertions make of words of the note; None if they change anything else."""
        after = self._read_with(insertions)
        if after is None:
            return None
        pairs = zip(self._note.links, after.links, strict=False)
        place = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        rest = after.links[:place] + after.links[place + 1 :]
        is_kept = replace(_uncut(after), links=rest) == _uncut(self._note)
        return after.links[place] if is_kept else None

    def _link_below(self, insertion: Insertion) -> Link | None:
        """The link that an insertion of whole lines adds to the note; None if that changes anything else."""
        after = self._read_with([insertion])
        if after is None:
            return None
        *above, last = READ_LINE_ENDING.split(self._raw[: insertion.position].decode())
        n_above = len(above) + bool(last.strip("\ufeff"))
        n_lines = len(READ_LINE_ENDING.findall(insertion.added.decode()))
        n_with_it = n_above + n_lines + (not n_lines)
        added = [link for link in after.links if n_above < link.line <= n_with_it]
        if len(added) != 1:
            return None

        def before(part: PartT) -> PartT:
            return replace(part, line=part.line - n_lines) if part.line > n_with_it else part

        rest = [before(replace(each, sentence="")) for each in after.links if each is not added[0]]
        is_kept = (
            rest == [replace(each, sentence="") for each in self._note.links]
            and replace(_without_text(after), anchors=tuple(map(before, after.anchors))) == _without_text(self._note)
            and _headings(after) == _headings(self._note)
            and not _words(self._note) - _words(after)
        )
        return added[0] if is_kept else None


def _uncut(note: ParsedNote) -> ParsedNote:
    """The note with passages that do not tell where links begin and end."""
    return replace(note, passages=tuple(passage._replace(pieces=(passage.text,)) for passage in note.passages))


def _without_text(note: ParsedNote) -> ParsedNote:
    return replace(note, links=(), sections=(), passages=())


def _headings(note: ParsedNote) -> list[tuple[str, int]]:
    return [(section.heading, section.level) for section in note.sections if section.level]


def _words(note: ParsedNote) -> Counter[str]:
    return Counter(word for section in note.sections for text in section.sentences for word in text.split())

"""Which words of a note may become a link, as far as the lines tell: neither those of a property nor of a heading.

In: a note's text and what was read from it. Out: yes or no for a span of characters. What the parser alone can tell is
left to `place`, which reads the note with the link in it.
"""

import re
from bisect import bisect_right

from notelinks.notes.front_matter import count_property_lines
from notelinks.records import ParsedNote

READ_LINE_ENDING = re.compile("\r\n?|[\n\u0085\u2028\u2029]")
"""What ends a line for the parser, whose line numbers these are."""

_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_OPEN_TAG = re.compile(r"<(a|code|pre|kbd|samp|tt|math|svg)\b[^>\n]*>(?:(?!</\1\b)[^\n])*\Z", re.IGNORECASE)


class Prose:
    """The lines of one note."""

    def __init__(self, text: str, note: ParsedNote) -> None:
        """
        Args:
            note: what was read from the text.
        """
        self._text = text
        self._starts = [0, *(match.end() for match in READ_LINE_ENDING.finditer(text))]
        self._lines = READ_LINE_ENDING.split(text)
        self._n_property_lines = count_property_lines("\n".join(self._lines).removeprefix("\ufeff"))
        self._heading_lines = self._find_headings(note)

    def may_link(self, start: int, stop: int) -> bool:
        """Whether the characters from `start` to `stop`, which are of one line, may become a link."""
        line = bisect_right(self._starts, start)
        if line <= self._n_property_lines or line in self._heading_lines:
            return False
        return not _OPEN_TAG.search(self._text[self._starts[line - 1] : start])

    def _find_headings(self, note: ParsedNote) -> set[int]:
        """Numbers of the lines that belong to headings: a link there would change what links to the heading say."""
        found: set[int] = set()
        for section in note.sections:
            if not section.level:
                continue
            found.add(section.line)
            below = self._lines[section.line : section.line + 20]
            underline = next((n for n, line in enumerate(below) if _UNDERLINE.fullmatch(line)), None)
            if not self._lines[section.line - 1].lstrip(" >\t").startswith("#") and underline is not None:
                found.update(range(section.line, section.line + underline + 1))
        return found

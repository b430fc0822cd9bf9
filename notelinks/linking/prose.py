"""Which words of a note may become a link, as far as its lines tell: not properties, headings, keys, template commands.

In: a note's text and what was read from it. Out: yes or no for a span of characters. What the parser alone can tell is
left to `place`, which reads the note with the link in it.
"""

import re
from bisect import bisect_right

from notelinks.notes.front_matter import find_body_start
from notelinks.records import ParsedNote

READ_LINE_ENDING = re.compile("\r\n?|[\n\u0085\u2028\u2029]")
"""What ends a line for the parser, whose line numbers these are."""

_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_OPEN_TAG = re.compile(r"<(a|code|pre|kbd|samp|tt|math|svg)\b[^>\n]*>(?:(?!</\1\b)[^\n])*\Z", re.IGNORECASE)

_TOML_PROPERTIES = re.compile(r"\+{3}[ \t]*\n(?:[^\n]*\n)*?\+{3}[ \t]*(?:\n|\Z)")
"""Hugo's properties between lines of `+++`, which are read as text like any other."""

MAX_KEY = 200
"""Characters on either side of a name that are looked at for the key that it belongs to; longer keys are sentences."""

_KEY_ENDS = re.compile(r"[\w\s/-]*+[*~`]*+\s*+::")
_LINE_BEFORE_KEY = re.compile(r"\W*+(?:\d+[.)]\W*+)?(?:(?<=\[)\w\]\W*+)?[\w\s/-]*+")
"""Marks of quotes, lists, tasks and emphasis, and the beginning of the key."""
_BRACKET_BEFORE_KEY = re.compile(r"[\[(][^\w\[(]*+[\w\s/-]*+\Z")


class Prose:
    """The lines of one note."""

    def __init__(self, text: str, note: ParsedNote) -> None:
        """
        Args:
            note: what was read from the text.
        """
        self._starts = [0, *(match.end() for match in READ_LINE_ENDING.finditer(text))]
        self._lines = READ_LINE_ENDING.split(text)
        decoded = "\n".join(self._lines).removeprefix("\ufeff")
        toml = _TOML_PROPERTIES.match(decoded)
        self._n_property_lines = decoded.count("\n", 0, toml.end() if toml else find_body_start(decoded))
        self._heading_lines = self._find_headings(note)

    def may_link(self, start: int, stop: int) -> bool:
        """Whether the characters from `start` to `stop`, which are of one line, may become a link."""
        line, line_start, text = self.line_at(start)
        if line <= self._n_property_lines or line in self._heading_lines:
            return False
        before, after = text[: start - line_start], text[stop - line_start :]
        return not (_is_key(before, after) or _is_command(before, after) or _OPEN_TAG.search(before))

    def line_at(self, position: int) -> tuple[int, int, str]:
        """(number, counted from 1, where it begins, in characters, text) of the line in which a character stands."""
        number = bisect_right(self._starts, position)
        return number, self._starts[number - 1], self._lines[number - 1]

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


def _is_key(before: str, after: str) -> bool:
    """Whether words belong to the key of a field of Dataview (`key:: value`), which fills a line or a bracket.

    Args:
        before, after: what stands on either side of the words in their line.
    """
    match = _KEY_ENDS.match(after[:MAX_KEY])
    if match is None:
        return False
    begins_line = len(before) <= MAX_KEY and _LINE_BEFORE_KEY.fullmatch(before)
    is_next = not any(character.isalnum() for character in match[0])
    return bool(is_next or begins_line or _BRACKET_BEFORE_KEY.search(before[-MAX_KEY:]))


def _is_command(before: str, after: str) -> bool:
    """Whether words stand between `{{` and `}}`, where a template has the names of variables."""
    return before.rfind("{{") > before.rfind("}}") and "}}" in after

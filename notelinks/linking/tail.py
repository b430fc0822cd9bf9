"""What stands at the end of a note and is no part of its text: definitions of footnotes and links, comments."""

import re

from notelinks.linking.splice import LINE_ENDING

_FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:[ \t]*\S")
_COMMENTS = {"-->": "<!--", "%%": "%%"}
"""What closes -> what opens a comment."""


def find_tail(text: str) -> int:
    """Where the tail of a text begins, with the empty lines above it, in characters; its length if there is none."""
    starts = [0, *(match.end() for match in LINE_ENDING.finditer(text))]
    lines = LINE_ENDING.split(text)
    first = _first_line(lines)
    while first and first < len(lines) and not lines[first - 1].strip():
        first -= 1
    return starts[first] if 0 < first < len(lines) else len(text)


def _first_line(lines: list[str]) -> int:
    """Number of the first line of the tail, counted from 0; that of all lines if there is no tail."""
    first = len(lines)
    number = len(lines) - 1
    is_indented = False
    while number >= 0:
        line = lines[number]
        if line.strip() and not line.startswith(("    ", "\t")):
            begins = _block_begins(lines, number, is_indented)
            if begins is None:
                break
            first = number = begins
            is_indented = False
        elif line.strip():
            is_indented = True
        number -= 1
    return first


def _block_begins(lines: list[str], number: int, is_indented: bool) -> int | None:
    """First line of the definition or comment that ends in a line, None if that is neither.

    Args:
        is_indented: indented text follows, which belongs to a footnote alone.
    """
    line = lines[number].strip()
    if _FOOTNOTE.match(lines[number]):
        return number
    if is_indented:
        return None
    if _DEFINITION.match(lines[number]):
        return number
    for closing, opening in _COMMENTS.items():
        if not line.endswith(closing):
            continue
        if line.startswith(opening) and len(line) >= len(opening + closing):
            return number
        above = range(number - 1, -1, -1)
        return next((above_it for above_it in above if lines[above_it].lstrip().startswith(opening)), None)
    return None

"""From the fragment of a link (`#Heading`, `#Chapter#Section`, `#^block`) to the line of the note that it means.

Headings are compared as Obsidian does: without case, each mark that cannot stand in a link taken for a blank, blanks
made single. In folders that are no vault, fragments are what web sites make of a heading, so what is left of it
without any mark, with hyphens for blanks, is found as well.
"""

import re
from collections.abc import Callable, Sequence

from notelinks.records import Anchor

_MARKS = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\r\n\s]+")
_NO_LETTERS = re.compile(r"[^\w]+")


def find_line(fragment: str, anchors: Sequence[Anchor]) -> int:
    """The line that a fragment leads to, counted from 1; 0 if it leads nowhere."""
    last = fragment.rpartition("#")[2].strip()
    if last.startswith("^"):
        return _find_named(last, anchors)
    headings = [anchor for anchor in anchors if anchor.level]
    parts = [part for part in fragment.split("#") if part.strip()]
    return (
        _find_heading(parts, headings, _fold_heading)
        or _find_heading([fragment], headings, _fold_heading)
        or _find_named(f"#{fragment}", anchors)
        or _find_heading([fragment], headings, _fold_slug)
    )


def _find_named(name: str, anchors: Sequence[Anchor]) -> int:
    return next((anchor.line for anchor in anchors if not anchor.level and _is_same(anchor.name, name)), 0)


def _is_same(name: str, other: str) -> bool:
    return name.casefold() == other.casefold()


def _find_heading(parts: list[str], headings: Sequence[Anchor], fold: Callable[[str], str]) -> int:
    """The line of the first heading that the last part names and that stands below those of the parts before it."""
    if not parts:
        return 0
    wanted = fold(parts[0])
    for number, heading in enumerate(headings):
        if wanted and fold(heading.name) == wanted:
            if len(parts) == 1:
                return heading.line
            if line := _find_heading(parts[1:], _below(headings, number), fold):
                return line
    return 0


def _below(headings: Sequence[Anchor], number: int) -> Sequence[Anchor]:
    stop = number + 1
    while stop < len(headings) and headings[stop].level > headings[number].level:
        stop += 1
    return headings[number + 1 : stop]


def _fold_heading(text: str) -> str:
    return _MARKS.sub(" ", text).strip().casefold()


def _fold_slug(text: str) -> str:
    return _NO_LETTERS.sub("", text).casefold()

"""Where lines of the preview break: at spaces and, in Chinese and Japanese, between any two characters.

Textual breaks at spaces alone, so that a Latin word within such a text would leave half of a line empty.
"""

import re
from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content

_WIDE = (
    "\u2e80-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
)
"""Characters of writings without spaces. Korean has spaces, and is broken there."""

_OPENING = "“‘（《〈「『【〔〖［｛" + re.escape("([{")
"""What no line ends with."""

_SMALL_KANA = "々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ"

_CLOSING = "”’…—，。．、；：？！）》〉」』】〕〗］｝％·" + _SMALL_KANA + re.escape(")]},.;:?!%")
"""What no line begins with."""

_WORD = rf"(?:[^\s{_WIDE}{_OPENING}]|[{_OPENING}](?=[^\s{_WIDE}]))+"

_UNIT = re.compile(rf"[{_OPENING}]*(?:[{_WIDE}]|{_WORD})[{_CLOSING}]*\s*|\S\s*|\s+")
"""What stays together: a word or a wide character, with its punctuation and the spaces after it."""

_HAS_WIDE = re.compile(f"[{_WIDE}]")
_ALL_WIDE = re.compile(f"[{_WIDE}]+")

TAB = 8
"""Cells from one tab stop to the next, as Textual has them."""


def is_wide(text: str) -> bool:
    """Whether a text is one run of a writing without spaces."""
    return _ALL_WIDE.fullmatch(text) is not None


def wrap(content: Content, width: int) -> list[Content]:
    """The lines of a text, none wider than `width` cells."""
    if not _HAS_WIDE.search(content.plain):
        return content.wrap(width)
    lines = [line.expand_tabs(TAB) for line in content.split(allow_blank=True)]
    return [part.rstrip() for line in lines for part in line.divide(list(_break_places(line.plain, width)))]


def _break_places(line: str, width: int) -> Iterable[int]:
    """Where the second line begins, and each further one, in characters."""
    used = 0
    for unit in _UNIT.finditer(line):
        n_cells = cell_len(unit[0].rstrip())
        if used and used + n_cells > width:
            yield unit.start()
            used = 0
        if n_cells <= width:
            used += cell_len(unit[0])
            continue
        for place, character in enumerate(unit[0], unit.start()):
            if used and used + cell_len(character) > width:
                yield place
                used = 0
            used += cell_len(character)

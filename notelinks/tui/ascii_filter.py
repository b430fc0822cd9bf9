"""The screen in characters that any terminal has: every mark and line of ours as a sign of ASCII, cell by cell."""

import locale
from collections.abc import Iterator

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

SIGNS = {
    **dict.fromkeys("─━┄┅┈╌╴╶╸╺▁▔", "-"),
    **dict.fromkeys("│┃┊┆╎╵╷▏▎▍▌▐▕", "|"),
    **dict.fromkeys("╭╮╯╰┌┐└┘├┤┬┴┼┏┓┗┛", "+"),
    **dict.fromkeys("▂▃▄▅▆▇█▀▊▋▉", "#"),
    "·": ".",
    "…": "~",  # a point would make paths and ends of file names of what is cut
    **dict.fromkeys("•◦●", "*"),
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("–—", "-"),
    "⇄": "=",
    "→": ">",
    "←": "<",
    "↑": "^",
    "↓": "v",
    "◂": "*",
    "§": "#",
    "×": "x",
    "\ufffd": "?",
}
"""Each takes one cell, as what it stands for."""

_TABLE = str.maketrans(SIGNS)


class AsciiFilter(LineFilter):
    """Applied to all that is drawn, text of notes included; other letters stay if the terminal's encoding has them."""

    def __init__(self, encoding: str = "utf-8") -> None:
        """
        Args:
            encoding: of the terminal.
        """
        super().__init__()
        self._encoding = encoding

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(self.plain(text), style, control) for text, style, control in segments]

    def plain(self, text: str) -> str:
        """`text` as it can be drawn, in as many cells."""
        if text.isascii():
            return text
        text = text.translate(_TABLE)
        return text if text.isascii() else "".join(self._encodable(text))

    def _encodable(self, text: str) -> Iterator[str]:
        for letter in text:
            try:
                letter.encode(self._encoding)
            except UnicodeEncodeError:
                yield "?" * cell_len(letter)
            else:
                yield letter


def terminal_encoding() -> str:
    """What the locale says, whatever Python itself writes in."""
    return locale.getencoding()


def is_unicode(encoding: str) -> bool:
    """Whether a terminal of this encoding can show our marks."""
    return encoding.lower().replace("-", "").startswith(("utf", "cp65001"))

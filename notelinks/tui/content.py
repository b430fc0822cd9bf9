"""The one way from text to the screen: nothing but what is made here reaches a widget.

A plain `str` would be read as markup, so that a title such as `[/foo]` ends the program, and control characters would
reach the terminal. Text goes through `display.safe_text` and becomes `Content`, which is never parsed.
"""

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from notelinks.display import safe_text

MUTED = "$foreground-muted"
"""Style of what is read second."""

EMPTY = Content("")
"""Nothing, where something to show is asked for."""


def plain(text: str, style: str = "") -> Content:
    """`text` on one line as it may be shown.

    Args:
        style: a Textual style of the program's own, never of a note's.
    """
    return Content.styled(safe_text(text), style) if style else Content(safe_text(text))


def sentence(text: str) -> Content:
    """`text` with a capital at the beginning."""
    return plain(text[:1].upper() + text[1:])


def joined(*parts: Content | tuple[str, str] | str) -> Content:
    """Content, text, or text with a style, one after the other."""
    return Content.assemble(*(part if isinstance(part, Content) else _safe_part(part) for part in parts))


def two_ends(left: Content, right: Content, width: int) -> Content:
    """One line of `width` cells: `left`, cut with an ellipsis if need be, and `right` flush with the edge."""
    if width <= 0:
        return EMPTY
    room = width - right.cell_length
    if right.cell_length and room < min(8, left.cell_length):
        return left.truncate(width, ellipsis=True, pad=True)
    return Content.assemble(left.truncate(room, ellipsis=True, pad=True), right)


def wrapped(text: str, width: int) -> list[Content]:
    """`text` in lines of `width` cells, at least one; none begins with the blank before which a long word ended."""
    lines = plain(text).wrap(max(1, width)) or [EMPTY]
    return [line[1:] if line.plain.startswith(" ") else line for line in lines]


def as_strip(line: Content, width: int, style: Style) -> Strip:
    """One line as it stands on the screen, in `width` cells.

    Textual's own way from content to strips wraps and aligns it first, and looks for links in it.
    """
    if not line:
        return Strip.blank(width, style.rich_style)
    return Strip(line.render_segments(style), line.cell_length).adjust_cell_length(width, style.rich_style)


def cut_middle(text: str, width: int) -> str:
    """`text` as it may be shown, in `width` cells at most: what a name begins and ends with tells it from others."""
    text = safe_text(text)
    if cell_len(text) <= width:
        return text
    n_behind = (width - 1) // 2
    return f"{set_cell_size(text, max(0, width - 1 - n_behind)).rstrip()}…{_end(text, n_behind)}"


def cut_front(text: str, width: int) -> str:
    """The same with the end alone: of a path, it says more than the beginning."""
    text = safe_text(text)
    return text if cell_len(text) <= width else f"…{_end(text, width - 1)}"


def _end(text: str, width: int) -> str:
    """As many of the last characters as fit `width` cells."""
    start = len(text)
    while start and (width := width - cell_len(text[start - 1])) >= 0:
        start -= 1
    return text[start:]


def _safe_part(part: tuple[str, str] | str) -> tuple[str, str] | str:
    return safe_text(part) if isinstance(part, str) else (safe_text(part[0]), part[1])

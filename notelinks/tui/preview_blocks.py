"""What the preview shows of a note: blocks of text, and the lines that they fill."""

from typing import NamedTuple

from textual.content import Content

from notelinks.tui.content import EMPTY, MUTED, joined


class Block(NamedTuple):
    """A piece of text that is wrapped as one."""

    content: Content
    first: str = ""
    """Stands before the first line."""
    rest: str = ""
    """Stands before the following lines; as wide as `first`."""
    is_verbatim: bool = False
    """Cut at the edge rather than wrapped."""
    line: int = 0
    """Where it begins in the file, counted from 1; 0 for what does not stand there."""


class Preview(NamedTuple):
    """What the preview shows of a note."""

    blocks: tuple[Block, ...]
    text: str
    """What the blocks were made of: equal texts look equal."""


def wrap_blocks(blocks: tuple[Block, ...], width: int) -> list[Content]:
    """The lines of `blocks`, none wider than `width` cells."""
    from notelinks.tui.preview_wrap import wrap  # the first paint does not wait until its patterns are compiled

    lines: list[Content] = []
    for block in blocks:
        has_prefix = len(block.first) <= width // 2
        room = width - len(block.first) if has_prefix else width
        parts = [block.content.truncate(room, ellipsis=True)] if block.is_verbatim else wrap(block.content, room)
        for number, part in enumerate(parts or [EMPTY]):
            prefix = (block.rest if number else block.first) if has_prefix else ""
            lines.append(joined((prefix, MUTED), part) if prefix else part)
    return lines

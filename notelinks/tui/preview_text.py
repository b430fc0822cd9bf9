"""From the bytes of a note to lines for the preview: a light reading of Markdown, enough to be pleasant to skim.

Line by line and by bounded expressions, so that no note can make it slow. Textual's Markdown widget takes 15 s for
25 kB, rich's knows no wikilinks; this shows a note in milliseconds, wraps lists with a hanging indent, and leaves the
words where the marks of concepts can find them.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from textual.content import Content

from notelinks.display import safe_text
from notelinks.records import SkippedFile
from notelinks.tui.content import EMPTY, MUTED, plain
from notelinks.tui.preview_blocks import Block, Preview
from notelinks.tui.preview_inline import inline

MAX_CHARACTERS = 32_000
"""Of a note's text that are shown; parsing and wrapping them takes about 20 ms."""

HARD_WRAP = 50
"""A line of a paragraph at least this long is joined with the next: it was broken by an editor, not by its author."""

COMMENTS = (("<!--", "-->"), ("%%", "%%"))
"""What begins and ends text that is not shown."""

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*\n){0,500}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_QUOTE = re.compile(r" {0,3}> ?")
_CALLOUT = re.compile(r"\[!([\w-]{1,40})\][+-]?[ \t]*")
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])[ \t]+(?:\[([ xX])\][ \t]+)?")


def read_preview(vault: Path, key: str) -> Preview:
    """Reads a note; if that fails, the preview says why."""
    from notelinks.notes.files import read_note

    raw = read_note(vault, key)
    if isinstance(raw, SkippedFile):
        sentence = f"This note cannot be shown: {raw.reason}."
        return Preview((Block(plain(sentence, "$text-warning")),), sentence)
    return preview_of(_decode(raw))


def preview_of(text: str) -> Preview:
    """The preview of a note's text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    body = _FRONT_MATTER.sub("", text, count=1)
    first_line = text.count("\n", 0, len(text) - len(body)) + 1
    for opening, closing in COMMENTS:
        body = _without_comments(body, opening, closing)
    n_blank = len(body) - len(body.lstrip("\n"))
    body = body.strip("\n")
    shown = safe_text(body[:MAX_CHARACTERS], keep="\n\t").expandtabs(4)
    blocks = tuple(block._replace(line=first_line + n_blank + number) for number, block in _blocks(shown))
    if not blocks:
        blocks = (Block(plain("This note is empty.", f"{MUTED} italic")),)
    if len(body) > MAX_CHARACTERS:
        rest = f"… {len(body) - MAX_CHARACTERS:,} more characters; your editor has them all"
        blocks += (Block(EMPTY), Block(plain(rest, f"{MUTED} italic")))
    return Preview(blocks, shown)


def _decode(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    return raw.decode("utf-8-sig", errors="replace")


def _without_comments(text: str, opening: str, closing: str) -> str:
    """`text` without comments; one that never ends is none. The line ends in a comment move behind the next one."""
    kept = []
    position = 0
    while (start := text.find(opening, position)) >= 0:
        stop = text.find(closing, start + len(opening))
        if stop < 0:
            break
        kept.append(text[position:start])
        position = stop + len(closing)
        if n_lines := text.count("\n", start, stop):
            line_end = text.find("\n", position)
            line_end = len(text) if line_end < 0 else line_end
            kept += [text[position:line_end], "\n" * n_lines]
            position = line_end
    return "".join(kept) + text[position:]


def _blocks(text: str) -> Iterator[tuple[int, Block]]:
    """(lines before it, block) of a text, with single empty ones between paragraphs."""
    fence = ""
    paragraph: list[str] = []
    was_blank = True
    for number, line in enumerate(text.split("\n")):
        opening = _FENCE.match(line)
        if paragraph and (not line.strip() or opening or _starts_block(line) or len(paragraph[-1]) < HARD_WRAP):
            yield from _paragraph(number - len(paragraph), paragraph)
            paragraph = []
        if opening and (not fence or opening[1].startswith(fence)):
            fence = "" if fence else opening[1]
        elif fence:
            yield number, Block(Content.styled(line, "$text-secondary"), "▏ ", "▏ ", is_verbatim=True)
        elif not line.strip():
            if not was_blank:
                yield number, Block(EMPTY)
        elif (block := _single_line(line)) is not None:
            yield number, block
        else:
            paragraph.append(line)
        was_blank = not line.strip()
    if paragraph:
        yield from _paragraph(text.count("\n") + 1 - len(paragraph), paragraph)


def _starts_block(line: str) -> bool:
    return any(pattern.match(line) for pattern in (_HEADING, _RULE, _QUOTE, _ITEM))


def _paragraph(number: int, lines: list[str]) -> Iterator[tuple[int, Block]]:
    """Lines of running text, unless they are nothing but HTML; the continuation of a list item keeps its indent."""
    content = inline(" ".join(line.strip() for line in lines))
    if content.plain.strip():
        indent = " " * min(12, len(lines[0]) - len(lines[0].lstrip()))
        yield number, Block(content, indent, indent)


def _single_line(line: str) -> Block | None:
    """A line that is a block of its own, None for running text."""
    if match := _HEADING.match(line):
        style = "bold $text-accent" if len(match[1]) < 3 else "bold"
        return Block(inline(match[2], style))
    if _RULE.match(line):
        return Block(plain("─" * 24, MUTED))
    if match := _QUOTE.match(line):
        return _quote(line[match.end() :])
    if match := _ITEM.match(line):
        return _item(match, line[match.end() :])
    if line.lstrip().startswith("|"):
        return Block(inline(line.strip()), is_verbatim=True)
    return None


def _quote(text: str) -> Block:
    if match := _CALLOUT.match(text):
        title = text[match.end() :] or match[1].capitalize()
        return Block(inline(title, "bold"), "▎ ", "▎ ")
    return Block(inline(text, "italic"), "▎ ", "▎ ")


def _item(match: re.Match[str], text: str) -> Block:
    mark = match[2] if match[2][0].isdigit() else "•"
    if match[3] is not None:
        mark = "☐" if match[3] == " " else "☑"
    first = f"{' ' * min(12, len(match[1]))}{mark} "
    return Block(inline(text), first, " " * len(first))

"""From the bytes of a note to sections of plain sentences, links and tags.

In: key and bytes. Out: a `ParsedNote`, or a `SkippedFile` if it is no text. What Markdown and Obsidian do not show a
reader as text (blocks of code, mathematics, comments, addresses, marks) is left out; code within a sentence belongs to
it, and the names in link definitions name notes. Does not know which notes exist.
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from notelinks.notes.brackets import BRACKET_PROBLEM, parse_inlines
from notelinks.notes.decode import compose, decode_note, without_surrogates
from notelinks.notes.front_matter import read_front_matter
from notelinks.notes.obsidian_syntax import MAX_NESTING, add_obsidian_syntax
from notelinks.notes.rules_by_character import pick_rules_by_character
from notelinks.notes.site_syntax import add_site_syntax
from notelinks.notes.token_reader import TokenReader
from notelinks.notes.token_sources import keep_sources
from notelinks.notes.wikilinks import add_wikilinks
from notelinks.records import Link, ParsedNote, SkippedFile

MAX_MARKDOWN_CHARS = 1_000_000
"""Text beyond this is taken as plain lines: markdown-it reads 2 MB a second and needs 100 bytes of memory for each."""

_MAX_BRACKETS = 12
"""Brackets within each other that are looked into for links; the time for a run of `[` grows with it."""

_DRAWING = re.compile(r"^#{1,2} Drawing[ \t]*$", re.MULTILINE)
_FIRST_MARKS = {
    "blockquote_open": re.compile(r"\[![^\[\]\n]{1,100}\](?!\()[+-]?[ \t]*"),  # a link may look alike
    "list_item_open": re.compile(r"\[[^\]\n]\](?:[ \t]+|$)"),
}


def parse_note(
    key: str, raw: bytes, leaves_out: Callable[[Link], bool] = lambda link: False
) -> ParsedNote | SkippedFile:
    """What a note says. Never raises for any bytes; time and memory are linear in their number.

    Args:
        leaves_out: says of a link, as yet without its sentence, that the note is to be read as if it were not there:
            neither the link nor the text that it shows.
    """
    decoded = decode_note(raw)
    if decoded is None:
        return SkippedFile(key, "binary file")
    text = decoded.text
    front = read_front_matter(text)
    text = _without_drawing(key, text, front.body_start)
    split_at = _markdown_end(text, front.body_start)
    reader = TokenReader(front, leaves_out)
    tokens, env = parse_blocks(text[front.body_start : split_at])
    is_whole = parse_within(tokens, env)
    reader.read(tokens)
    reader.add_definitions(env.get("references", {}))
    problems = [*decoded.problems, *([front.problem] if front.problem else [])]
    if not is_whole:
        problems.append(BRACKET_PROBLEM)
    if split_at < len(text):
        reader.add_plain_lines(text[split_at:], text.count("\n", 0, split_at) + 1)
        problems.append("longer than 1 MB: the rest is read without Markdown")
    return ParsedNote(
        key=key,
        title=front.title or _title_from_key(key),
        aliases=front.aliases,
        tags=tuple(reader.tags.values()),
        sections=tuple(reader.finish()),
        links=(*(link for link in front.links if not leaves_out(link)), *reader.links),
        problems=tuple(problems),
        anchors=tuple(reader.anchors),
        passages=tuple(reader.passages),
    )


def _title_from_key(key: str) -> str:
    name = PurePosixPath(key).name
    stem = name[:-3] if name.lower().endswith(".md") else name
    return compose(without_surrogates(stem)).strip() or without_surrogates(name) or "?"


def find_markdown_end(key: str, text: str, start: int) -> int:
    """Where that part of a text ends which is read as Markdown, in characters.

    Args:
        text: as `decode_note` gives it.
        start: where the body begins.
    """
    return _markdown_end(_without_drawing(key, text, start), start)


def _without_drawing(key: str, text: str, start: int) -> str:
    """The text up to the drawing of a note that is one."""
    drawing = _DRAWING.search(text, start) if key.lower().endswith(".excalidraw.md") else None
    return text[: drawing.start()] if drawing else text


def _markdown_end(text: str, start: int) -> int:
    """Where the part of the body that is read as Markdown ends: at the end of a line if there is one."""
    stop = start + MAX_MARKDOWN_CHARS
    if len(text) <= stop:
        return len(text)
    line_end = text.rfind("\n", start, stop)
    blank = text.rfind(" ", start, stop)
    return max(line_end, start) if line_end > start else blank if blank > start else stop


def parse_blocks(text: str) -> tuple[list[Token], dict[str, Any]]:
    """(tokens, what `parse_within` has to know of the text); those of type `inline` have no children as yet.

    Blocks and what is within a paragraph are parsed with different limits to nesting, and so by two parsers.
    """
    blocks = _parser(MAX_NESTING * 2)
    env: dict[str, Any] = {}
    tokens: list[Token] = []
    blocks.block.parse(text, blocks, env, tokens)
    _drop_first_marks(tokens)
    return tokens, env


def parse_within(tokens: list[Token], env: dict[str, Any]) -> bool:
    """Gives tokens of type `inline` their children; whether all their links are read."""
    return parse_inlines(tokens, _parser(_MAX_BRACKETS), env)


@cache
def _parser(max_nesting: int) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": max_nesting}).enable(["table", "strikethrough"])
    md.use(footnote_plugin, inline=False, move_to_end=False)
    add_obsidian_syntax(md)
    add_site_syntax(md)
    add_wikilinks(md)
    keep_sources(md)
    pick_rules_by_character(md)
    md.normalizeLink = lambda url: url
    md.validateLink = lambda url: True
    return md


def _drop_first_marks(tokens: list[Token]) -> None:
    """Take `[!type]` from the first line of a callout and `[x]` from that of a task."""
    for opening, content in zip(tokens, tokens[2:], strict=False):
        mark = _FIRST_MARKS.get(opening.type)
        if mark and content.type == "inline" and (match := mark.match(content.content)):
            content.content = content.content[match.end() :]

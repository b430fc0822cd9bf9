"""From the bytes of a note to sections of plain sentences, links and tags.

In: key and bytes. Out: a `ParsedNote`, or a `SkippedFile` if it is no text. What Markdown and Obsidian do not show a
reader as text (blocks of code, mathematics, comments, addresses, marks) is left out; code within a sentence belongs to
it, and the names in link definitions name notes. Does not know which notes exist.
"""

import re
from functools import cache
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from notelinks.notes.brackets import BRACKET_PROBLEM, parse_inlines
from notelinks.notes.decode import compose, decode_note, without_surrogates
from notelinks.notes.front_matter import FrontMatter, read_front_matter
from notelinks.notes.obsidian_syntax import MAX_NESTING, add_obsidian_syntax
from notelinks.notes.sentences import excerpt, sentence_spans, split_sentences, visible_html
from notelinks.notes.site_syntax import add_site_syntax
from notelinks.notes.wikilinks import WikilinkParts, add_wikilinks
from notelinks.records import Link, LinkKind, ParsedNote, Section, SkippedFile

MAX_MARKDOWN_CHARS = 1_000_000
"""Text beyond this is taken as plain lines: markdown-it reads 2 MB a second and needs 100 bytes of memory for each."""

_MAX_BRACKETS = 12
"""Brackets within each other that are looked into for links; the time for a run of `[` grows with it."""

_DRAWING = re.compile(r"^#{1,2} Drawing[ \t]*$", re.MULTILINE)
_FIRST_MARKS = {
    "blockquote_open": re.compile(r"\[![^\]\n]{1,100}\][+-]?[ \t]*"),
    "list_item_open": re.compile(r"\[[^\]\n]\](?:[ \t]+|$)"),
}
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|$")
_WWW = re.compile(r"\bwww\.[^\s<>\[\]\"]{1,4096}")
_PICTURE_SIZE = re.compile(r"(?:^|\|)\s*\d{1,5}(?:x\d{1,5})?\s*$")


def parse_note(key: str, raw: bytes) -> ParsedNote | SkippedFile:
    """What a note says. Never raises for any bytes; time and memory are linear in their number."""
    decoded = decode_note(raw)
    if decoded is None:
        return SkippedFile(key, "binary file")
    text = decoded.text
    front = read_front_matter(text)
    if key.lower().endswith(".excalidraw.md") and (drawing := _DRAWING.search(text, front.body_start)):
        text = text[: drawing.start()]
    split_at = _markdown_end(text, front.body_start)
    reader = _TokenReader(front)
    tokens, definitions, is_whole = _parse_markdown(text[front.body_start : split_at])
    reader.read(tokens)
    reader.add_definitions(definitions)
    problems = [*decoded.problems, *([front.problem] if front.problem else [])]
    if not is_whole:
        problems.append(BRACKET_PROBLEM)
    if split_at < len(text):
        reader.add_plain_lines(text[split_at:])
        problems.append("longer than 1 MB: the rest is read without Markdown")
    return ParsedNote(
        key=key,
        title=front.title or _title_from_key(key),
        aliases=front.aliases,
        tags=tuple(reader.tags.values()),
        sections=tuple(reader.finish()),
        links=(*front.links, *reader.links),
        problems=tuple(problems),
    )


def _title_from_key(key: str) -> str:
    name = PurePosixPath(key).name
    stem = name[:-3] if name.lower().endswith(".md") else name
    return compose(without_surrogates(stem)).strip() or without_surrogates(name) or "?"


def _markdown_end(text: str, start: int) -> int:
    """Where the part of the body that is read as Markdown ends: at the end of a line if there is one."""
    stop = start + MAX_MARKDOWN_CHARS
    if len(text) <= stop:
        return len(text)
    line_end = text.rfind("\n", start, stop)
    blank = text.rfind(" ", start, stop)
    return max(line_end, start) if line_end > start else blank if blank > start else stop


def _parse_markdown(text: str) -> tuple[list[Token], dict[str, Any], bool]:
    """(tokens, link definitions by label, are all links read) of a text; tokens of type `inline` have children.

    Blocks and what is within a paragraph are parsed with different limits to nesting, and so by two parsers.
    """
    blocks, inlines = _parser(MAX_NESTING * 2), _parser(_MAX_BRACKETS)
    env: dict[str, Any] = {}
    tokens: list[Token] = []
    blocks.block.parse(text, blocks, env, tokens)
    _drop_first_marks(tokens)
    is_whole = parse_inlines(tokens, inlines, env)
    return tokens, env.get("references", {}), is_whole


@cache
def _parser(max_nesting: int) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": max_nesting}).enable(["table", "strikethrough"])
    md.use(footnote_plugin, inline=False, move_to_end=False)
    add_obsidian_syntax(md)
    add_site_syntax(md)
    add_wikilinks(md)
    md.normalizeLink = lambda url: url
    md.validateLink = lambda url: True
    return md


def _drop_first_marks(tokens: list[Token]) -> None:
    """Take `[!type]` from the first line of a callout and `[x]` from that of a task."""
    for opening, content in zip(tokens, tokens[2:], strict=False):
        mark = _FIRST_MARKS.get(opening.type)
        if mark and content.type == "inline" and (match := mark.match(content.content)):
            content.content = content.content[match.end() :]


class _Block:
    """The plain text of one paragraph, heading or table row, and the links in it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.n_chars = 0
        self.links: list[tuple[int, Link]] = []
        """(position in the text, link without its sentence)"""

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.n_chars += len(text)

    def finish(self) -> tuple[list[str], list[Link]]:
        """The sentences, and the links each with its own."""
        text = "".join(self.pieces)
        spans = sentence_spans(text)
        links: list[Link] = []
        span_number = 0
        for position, link in self.links:
            while span_number + 1 < len(spans) and spans[span_number + 1][0] <= position:
                span_number += 1
            start, stop = spans[span_number] if spans else (0, 0)
            sentence = excerpt(text, start, stop, position)
            links.append(Link(link.kind, link.target, link.fragment, link.alias, link.line, sentence))
        return [" ".join(text[start:stop].split()) for start, stop in spans], links


class _TokenReader:
    """Walks the tokens of a note from top to bottom and gathers its sections, links and tags."""

    def __init__(self, front: FrontMatter) -> None:
        self.first_line = front.n_lines + 1
        self.tags = {tag.casefold(): tag for tag in front.tags}
        """Folded tag -> first spelling."""
        self.links: list[Link] = []
        self.sections: list[Section] = []
        self.heading = ("", 0, self.first_line)
        self.sentences: list[str] = []
        self.block = _Block()
        self.line = 0
        self.is_address = False
        """Within `<https://…>`, whose text is no text."""
        self.open_links: list[tuple[int, int, str]] = []
        """(pieces and characters before it, address) of the Markdown links that are not closed yet."""

    def read(self, tokens: list[Token]) -> None:
        """Take in the tokens of a whole text."""
        level = 0
        is_row = False
        for token in tokens:
            if token.type == "heading_open":
                level = int(token.tag[1]) if token.level == 0 else 0
            elif token.type == "tr_open":
                is_row = True
            elif token.type == "tr_close":
                is_row = False
                self._end_block()
            elif token.type == "inline":
                self.line = self.first_line + (token.map[0] if token.map else 0)
                if self.block.n_chars and token.content:
                    self.block.add(" | ")
                self._read_inline(token.children or [])
                if is_row:
                    continue
                if level:
                    self._start_section(level, self.first_line + token.map[0] if token.map else self.line)
                    level = 0
                else:
                    self._end_block()
            elif token.type == "html_block":
                self.block.add(visible_html(token.content))
                self._end_block()

    def finish(self) -> list[Section]:
        """All sections; the text before the first heading only if there is any."""
        heading, level, line = self.heading
        if level or self.sentences:
            self.sections.append(Section(heading, level, line, tuple(self.sentences)))
        self.sentences = []
        return self.sections

    def add_plain_lines(self, text: str) -> None:
        """Take in text that is not to be read as Markdown."""
        for line in text.split("\n"):
            self.sentences.extend(split_sentences(line))

    def add_definitions(self, definitions: dict[str, Any]) -> None:
        """Take in the names in `[label]: file.md "title"`, used or not; tools write such lists of the linked notes."""
        for label, definition in definitions.items():
            if not _ADDRESS.match(definition["href"]):
                self.sentences.append(" ".join(f"{label.lower()} {definition['title']}".split()))

    def _start_section(self, level: int, line: int) -> None:
        sentences, links = self.block.finish()
        self.block = _Block()
        self.finish()
        self.heading = (" ".join(sentences), level, line)
        self.links.extend(links)

    def _end_block(self) -> None:
        sentences, links = self.block.finish()
        self.block = _Block()
        self.sentences.extend(sentences)
        self.links.extend(links)

    def _read_inline(self, tokens: list[Token]) -> None:
        for token in tokens:
            if token.type in ("text", "text_special"):
                if not self.is_address:
                    self.block.add(_WWW.sub("", token.content) if "www." in token.content else token.content)
            elif token.type in ("softbreak", "hardbreak"):
                self.line += 1
                self.block.add(" ")
            elif token.type == "link_open":
                self.is_address = token.info == "auto"
                address = str(token.attrGet("href") or "")
                self.open_links.append((len(self.block.pieces), self.block.n_chars, address))
            elif token.type == "link_close" and self.open_links:
                self._close_link()
            elif token.type == "wikilink":
                self._add_wikilink(token)
            elif token.type == "image":
                self._add_picture(token)
            elif token.type == "hashtag":
                self.tags.setdefault(token.content.casefold(), token.content)
            elif token.type == "code_inline":
                self.block.add(token.content)
            elif token.type in ("vanished", "html_inline"):
                self.line += token.content.count("\n")
                self.block.add(" " if token.content.startswith((" ", "<br")) else "")

    def _close_link(self) -> None:
        self.is_address = False
        n_pieces, position, address = self.open_links.pop()
        text = "".join(self.block.pieces[n_pieces:])
        self._add_address(LinkKind.MARKDOWN, address, text, position)

    def _add_address(self, kind: LinkKind, address: str, text: str, position: int) -> None:
        if _ADDRESS.match(address):
            return
        target, _, fragment = address.partition("#")
        parts = [compose(without_surrogates(unquote(part))).strip() for part in (target, fragment)]
        if parts[0]:
            link = Link(kind, parts[0], parts[1], " ".join(text.split()), self.line)
            self.block.links.append((position, link))

    def _add_wikilink(self, token: Token) -> None:
        parts: WikilinkParts = token.meta["parts"]
        kind = LinkKind.EMBED if token.meta["is_embed"] else LinkKind.WIKILINK
        link = Link(kind, parts.target, parts.fragment, parts.alias, self.line)
        self.block.links.append((self.block.n_chars, link))
        if not (token.meta["is_embed"] and _is_attachment(parts.target)):
            self.block.add(token.content)

    def _add_picture(self, token: Token) -> None:
        text = _PICTURE_SIZE.sub("", token.content)
        self._add_address(LinkKind.EMBED, str(token.attrGet("src") or ""), text, self.block.n_chars)
        self.block.add(text)


def _is_attachment(target: str) -> bool:
    ending = PurePosixPath(target).suffix.lower()
    return bool(re.fullmatch(r"\.(?!md$)[a-z][a-z0-9]{1,7}", ending))

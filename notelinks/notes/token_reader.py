"""From the tokens of a parsed text to what the note says: sections, links, tags, anchors, passages.

In: the tokens of markdown-it with our rules. Out: records. What a reader does not see as text (code, mathematics,
comments, addresses, marks) is left out of the sections; code is a passage all the same, as in Obsidian.
"""

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from markdown_it.token import Token

from notelinks.notes.decode import compose, without_surrogates
from notelinks.notes.front_matter import FrontMatter
from notelinks.notes.sentences import split_sentences, visible_html
from notelinks.notes.site_syntax import SNIPPET
from notelinks.notes.text_block import TextBlock
from notelinks.notes.token_sources import source_of
from notelinks.notes.wikilinks import WikilinkParts
from notelinks.records import Anchor, Link, LinkKind, Passage, Section

MAX_CODE_LINE = 1000
"""In characters; a longer line of code is data, in which nobody names a note."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|$")
_WWW = re.compile(r"\bwww\.[^\s<>\[\]\"]{1,4096}")
_PICTURE_SIZE = re.compile(r"(?:^|\|)\s*\d{1,5}(?:x\d{1,5})?\s*$")
_HTML_ID = re.compile(r"<[A-Za-z][^<>]{0,256}?\s(?:id|name)\s*=\s*[\"']([^\"'<>]{1,256})[\"']")
_LINE_END = re.compile("\n")
_NO_NAME = re.compile(r"[ \t]*(?:\{[:#][^}]*\}|(?<=\s)\^[A-Za-z0-9-]{1,128})[ \t]*$")
_GIVEN_ID = re.compile(r"\{[:#][^}]*?(#[^\s}]{1,256})|\{(#[^\s}]{1,256})")


class TokenReader:
    """Walks the tokens of a note from top to bottom and gathers what is in it."""

    def __init__(self, front: FrontMatter, leaves_out: Callable[[Link], bool]) -> None:
        """
        Args:
            leaves_out: as for `parse_note`.
        """
        self.leaves_out = leaves_out
        self.first_line = front.n_lines + 1
        self.tags = {tag.casefold(): tag for tag in front.tags}
        """Folded tag -> first spelling."""
        self.links: list[Link] = []
        self.sections: list[Section] = []
        self.anchors: list[Anchor] = []
        self.passages: list[Passage] = []
        self.heading = ("", 0, self.first_line)
        self.sentences: list[str] = []
        self.block = TextBlock()
        self.line = 0
        self.paragraph_line = 0
        """First line of the text that is being read."""
        self.top_lines = (0, 0)
        """First lines of the last two blocks that stand in no other."""
        self.is_address = False
        """Within `<https://…>`, whose text is no text."""
        self.open_links: list[tuple[int, int, str, int]] = []
        """(pieces and characters before it, address, first line) of the Markdown links that are not closed yet."""

    def read(self, tokens: list[Token]) -> None:
        """Take in the tokens of a whole text."""
        heading: Token | None = None
        is_row = False
        for token in tokens:
            if token.level == 0 and token.map:
                self.top_lines = (self.top_lines[1], self.first_line + token.map[0])
            if token.type == "heading_open":
                heading = token
            elif token.type == "tr_open":
                is_row = True
            elif token.type == "tr_close":
                is_row = False
                self._end_block()
            elif token.type == "inline":
                self._begin_paragraph(token)
                self._read_inline(token.children or [])
                if heading is not None:
                    self._end_heading(heading, token.content)
                    heading = None
                elif not is_row:
                    self._end_block()
            elif token.type == "html_block":
                self._begin_paragraph(token)
                self._add_html_ids(token.content)
                for text, n_line_ends in visible_html(token.content):
                    self.block.begin_line(self.line + n_line_ends)
                    self.block.add(text)
                self._end_block()
            elif token.type in ("fence", "code_block"):
                self._add_code(token)

    def finish(self) -> list[Section]:
        """All sections; the text before the first heading only if there is any."""
        heading, level, line = self.heading
        if level or self.sentences:
            self.sections.append(Section(heading, level, line, tuple(self.sentences)))
        self.sentences = []
        return self.sections

    def add_plain_lines(self, text: str, first_line: int) -> None:
        """Take in text that is not to be read as Markdown.

        Args:
            first_line: where it begins in the file.
        """
        for number, line in enumerate(text.split("\n"), first_line):
            sentences = split_sentences(line)
            self.sentences.extend(sentences)
            self.passages.extend(Passage(number, (sentence,)) for sentence in sentences)

    def add_definitions(self, definitions: dict[str, Any]) -> None:
        """Take in the names in `[label]: file.md "title"`, used or not; tools write such lists of the linked notes."""
        for label, definition in definitions.items():
            link = _read_address(LinkKind.MARKDOWN, definition["href"], "", 0)
            if not (_ADDRESS.match(definition["href"]) or (link and self.leaves_out(link))):
                self.sentences.append(" ".join(f"{label.lower()} {definition['title']}".split()))

    def _begin_paragraph(self, token: Token) -> None:
        self.line = self.paragraph_line = self.first_line + (token.map[0] if token.map else 0)
        if self.block.n_chars and token.content:
            self.block.add(" | ")
        self.block.begin_line(self.line)

    def _end_heading(self, heading: Token, source: str) -> None:
        level = int(heading.tag[1])
        line = self.first_line + heading.map[0] if heading.map else self.line
        self.anchors.append(Anchor(_NO_NAME.sub("", source), level, line))
        if heading.level > 0:
            self._end_block()
            return
        sentences = self._take_block()
        self.finish()
        self.heading = (" ".join(sentences), level, line)

    def _end_block(self) -> None:
        self.sentences.extend(self._take_block())

    def _take_block(self) -> list[str]:
        """Ends the block; gives its sentences, which belong to a section or are its heading."""
        sentences, links, passages = self.block.finish()
        self.block = TextBlock()
        self.links.extend(links)
        self.passages.extend(passages)
        return sentences

    def _add_code(self, token: Token) -> None:
        first_line = self.first_line + (token.map[0] if token.map else 0) + (token.type == "fence")
        for number, line in enumerate(token.content.split("\n"), first_line):
            if 0 < len(text := " ".join(line.split())) <= MAX_CODE_LINE and not SNIPPET.fullmatch(text):
                self.passages.append(Passage(number, (text,)))

    def _read_inline(self, tokens: list[Token]) -> None:
        for token in tokens:
            if token.type in ("text", "text_special"):
                if not self.is_address:
                    self.block.add(_WWW.sub("", token.content) if "www." in token.content else token.content)
            elif token.type in ("softbreak", "hardbreak"):
                self.block.add(" ")
                self._begin_line(self.line + 1)
            elif token.type == "link_open":
                self.is_address = token.info == "auto"
                address = str(token.attrGet("href") or "")
                self.open_links.append((len(self.block.pieces), self.block.n_chars, address, self.line))
            elif token.type == "link_close" and self.open_links:
                self._close_link(token)
            elif token.type == "wikilink":
                self._add_wikilink(token)
            elif token.type == "image":
                self._add_picture(token)
            elif token.type == "hashtag":
                self.tags.setdefault(token.content.casefold(), token.content)
            elif token.type == "code_inline":
                self._add_code_span(token)
            elif token.type in ("vanished", "html_inline"):
                self._add_vanished(token.content)

    def _add_vanished(self, content: str) -> None:
        if content.startswith("^"):
            is_alone = not self.block.n_chars
            self.anchors.append(Anchor(content.strip(), 0, self.top_lines[0] if is_alone else self.paragraph_line))
        elif content.startswith("{") and (given := _GIVEN_ID.match(content)):
            self.anchors.append(Anchor(given[1] or given[2], 0, self.paragraph_line))
        elif content.startswith("$"):
            self.block.add_formula(content)
        elif content.startswith("<"):
            self._add_html_ids(content)
        self.block.add(" " if content.startswith((" ", "<br")) else "")
        if n_lines := content.count("\n"):
            self._begin_line(self.line + n_lines)

    def _add_html_ids(self, content: str) -> None:
        line, counted = self.line, 0
        for match in _HTML_ID.finditer(content):
            line += content.count("\n", counted, match.start())
            counted = match.start()
            self.anchors.append(Anchor(f"#{match[1]}", 0, line))

    def _begin_line(self, line: int) -> None:
        self.line = line
        self.block.begin_line(line)

    def _add_code_span(self, token: Token) -> None:
        if source := source_of(token):
            n_marks = (len(source) - len(token.content)) // 2  # a blank at both ends may have gone with them
            self._add_of_source(token.content, source, n_marks)
        else:
            self.block.add(token.content)

    def _add_of_source(self, text: str, source: str, start: int) -> None:
        """Go on with what stands at a place of a source, and with the lines that begin in the source."""
        position = self.block.n_chars
        self.block.add(text)
        for line_end in _LINE_END.finditer(source):
            self.line += 1
            n_before = min(max(line_end.end() - start, 0), len(text))
            self.block.begin_line(self.line, position + n_before)

    def _close_link(self, token: Token) -> None:
        self.is_address = False
        n_pieces, position, address, first_line = self.open_links.pop()
        text = "".join(self.block.pieces[n_pieces:])
        link = _read_address(LinkKind.MARKDOWN, address, text, self.line)
        if link and self.leaves_out(link):
            self.block.cut(n_pieces, position)
        else:
            if link:
                self.block.add_link(position, link)
            self.block.mark_linked(position)
        if source := source_of(token):
            self._begin_line(first_line + source.count("\n"))

    def _add_wikilink(self, token: Token) -> None:
        parts: WikilinkParts = token.meta["parts"]
        kind = LinkKind.EMBED if token.meta["is_embed"] else LinkKind.WIKILINK
        position = self.block.n_chars
        link = Link(kind, parts.target, parts.fragment, parts.alias, self.line)
        if self.leaves_out(link):
            return
        self.block.add_link(position, link)
        if not (token.meta["is_embed"] and _is_attachment(parts.target)):
            self.block.add(token.content)
            self.block.mark_linked(position)

    def _add_picture(self, token: Token) -> None:
        text = _PICTURE_SIZE.sub("", token.content)
        position = self.block.n_chars
        link = _read_address(LinkKind.EMBED, str(token.attrGet("src") or ""), text, self.line)
        if link and self.leaves_out(link):
            link, text = None, ""
        if link:
            self.block.add_link(position, link)
        self._add_of_source(text, source_of(token), len("!["))
        self.block.mark_linked(position)


def _read_address(kind: LinkKind, address: str, text: str, line: int) -> Link | None:
    """The link that an address in the vault makes, None for any other address."""
    if _ADDRESS.match(address):
        return None
    target, _, fragment = address.partition("#")
    parts = [compose(without_surrogates(unquote(part))).strip() for part in (target, fragment)]
    return Link(kind, parts[0], parts[1], " ".join(text.split()), line) if parts[0] else None


def _is_attachment(target: str) -> bool:
    ending = PurePosixPath(target).suffix.lower()
    return bool(re.fullmatch(r"\.(?!md$)[a-z][a-z0-9]{1,7}", ending))

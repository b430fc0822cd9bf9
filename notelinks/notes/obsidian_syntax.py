"""What Obsidian adds to Markdown besides wikilinks, as rules of the Markdown parser.

Comments, Templater commands, mathematics, block ids, footnote marks and bare URLs vanish; highlighted text stays
without its marks; a tag becomes a token of type `hashtag`. Each rule looks at a bounded number of characters.
"""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from notelinks.notes.marks import MARKS

MAX_NESTING = 60
"""Lists and quotes nested deeper are read as paragraphs; markdown-it would drop them. A list takes two levels."""

_EMOJI = (
    "\u200d\u20e3\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
)
_HASHTAG = re.compile(rf"#([\w/{MARKS}{_EMOJI}-]{{1,256}})")
_BEFORE_HASHTAG = frozenset("([{,;\"'*_~=>|\u201c\u2018\u300c\uff08")

MAX_SPAN = 10_000
"""Characters of a comment or a command within a line of text; longer ones are text."""

_SPANS = {
    "$": re.compile(
        r"\$\$(?:[^$\\]|\\.|\$(?!\$)){1,10000}+\$\$|\$(?![\s$])(?:[^$\\]|\\.){1,2000}+(?<!\s)\$(?!\d)", re.DOTALL
    ),
    "^": re.compile(r"(?<![^\s])\^[A-Za-z0-9-]{1,128}[ \t]{0,8}(?=\n|\Z)"),
    "[": re.compile(r"\[\^[^\]\[\s]{1,128}\]:?"),
    "=": re.compile(r"(?<!=)==(?!=)(?=\S)|(?<![\s=])==(?!=)"),
    ":": re.compile(r"://[^\s<>\[\]*|\"\u3000-\u3002\uff00-\uffef]{1,4096}"),
}
"""First character -> inline text that vanishes. The repeats are possessive or end at their own first character."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}\Z")
_BLOCKS = {"%%": "%%", "<%": "%>", "$$": "$$"}
"""What opens -> what closes a block that vanishes."""


def add_obsidian_syntax(md: MarkdownIt) -> None:
    """Teach Obsidian's extensions to a Markdown parser."""
    md.block.ruler.before("table", "too_deep", _too_deep_rule)
    md.block.ruler.before(
        "fence", "vanishing_block", _vanishing_block_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.inline.ruler.before("link", "comment", _enclosed_rule("%%", "%%"))
    md.inline.ruler.before("link", "templater", _enclosed_rule("<%", "%>"))
    for name, first in (("math", "$"), ("block_id", "^"), ("footnote_mark", "["), ("highlight", "=")):
        md.inline.ruler.before("link", name, vanishing_rule(_SPANS[first]))
    md.inline.ruler.before("link", "bare_url", _bare_url_rule)
    md.inline.ruler.before("link", "hashtag", _hashtag_rule)
    md.inline.ruler.before("link", "inline_footnote", _inline_footnote_rule)


def vanishing_rule(pattern: re.Pattern[str]) -> Callable[[StateInline, bool], bool]:
    """A rule of the inline parser by which whatever matches the pattern vanishes."""

    def rule(state: StateInline, silent: bool) -> bool:
        match = pattern.match(state.src, state.pos, state.posMax)
        if match is None:
            return False
        _vanish(state, match[0], silent)
        return True

    return rule


def _enclosed_rule(opening: str, closing: str) -> Callable[[StateInline, bool], bool]:
    key = f"no {closing} in"

    def rule(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if not state.src.startswith(opening, start):
            return False
        begin, limit = start + len(opening), min(start + MAX_SPAN, state.posMax)
        source, first, last = state.env.get(key, ("", 0, 0))
        is_searched = source is state.src and first <= begin <= last  # a storm of openings is searched through once
        end = state.src.find(closing, max(begin, last - len(closing) + 1) if is_searched else begin, limit)
        if end < 0:
            state.env[key] = (state.src, first if is_searched else begin, limit)
            return False
        _vanish(state, state.src[start : end + len(closing)], silent)
        return True

    return rule


def _vanish(state: StateInline, text: str, silent: bool) -> None:
    if not silent:
        state.push("vanished", "", 0).content = text
    state.pos += len(text)


def _bare_url_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != ":":
        return False
    match = _SPANS[":"].match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        scheme = _SCHEME.search(state.src[max(state.pos - 31, 0) : state.pos])
        n_pending = len(state.pending)
        if scheme and n_pending:
            state.pending = state.pending[: max(n_pending - len(scheme[0]), 0)]
    _vanish(state, match[0].rstrip(".,;:!?)'") or "://", silent)
    return True


def _hashtag_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "#":
        return False
    before = state.src[state.pos - 1] if state.pos else " "
    if not (before.isspace() or before in _BEFORE_HASHTAG):
        return False
    match = _HASHTAG.match(state.src, state.pos, state.posMax)
    tag = clean_tag(match[1]) if match else ""
    if match is None or not tag:
        return False
    if not silent:
        state.push("hashtag", "", 0).content = tag
    state.pos = match.end()
    return True


def clean_tag(text: str) -> str:
    """A tag without `#`, blanks and slashes around it; empty if it has nothing but digits and marks."""
    tag = text.strip().lstrip("#").strip().strip("/")
    has_name = any(not (character.isdigit() or character in "-_/") for character in tag)
    return tag if has_name else ""


def _inline_footnote_rule(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not state.src.startswith("^[", start):
        return False
    end = state.md.helpers.parseLinkLabel(state, start + 1)
    if end < 0:
        return False
    if not silent:
        stop = state.posMax
        state.push("vanished", "", 0).content = " "
        state.pos, state.posMax = start + 2, end
        state.md.inline.tokenize(state)
        state.push("vanished", "", 0).content = " "
        state.posMax = stop
    state.pos = end + 1
    return True


def _too_deep_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if silent or state.level < MAX_NESTING:
        return False
    stop_line = start_line + 1
    while stop_line < end_line and not state.isEmpty(stop_line):
        stop_line += 1
    lines = state.getLines(start_line, stop_line, 0, False).split("\n")
    push_paragraph(state, "\n".join(line.lstrip("> \t*+-") for line in lines).strip(), start_line, stop_line)
    state.line = stop_line
    return True


def _vanishing_block_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    start = state.bMarks[start_line] + state.tShift[start_line]
    closing = _BLOCKS.get(state.src[start : start + 2])
    if closing is None or state.is_code_block(start_line):
        return False
    line, end = _find_closing(state, closing, start + 2, start_line, end_line)
    if end < 0 or (line == start_line and state.src[end : state.eMarks[line]].strip()):
        return False
    if not silent:
        if rest := state.src[end : state.eMarks[line]].strip():
            push_paragraph(state, rest, line, line + 1)
        state.line = line + 1
    return True


def _find_closing(state: StateBlock, closing: str, start: int, start_line: int, end_line: int) -> tuple[int, int]:
    """(line, position after the closing mark), the position -1 if the container ends before one is found."""
    unclosed: dict[str, tuple[int, int]] = state.env.setdefault("unclosed", {})
    known_start, known_stop = unclosed.get(closing, (end_line, 0))
    for line in range(start_line, end_line):
        if line > start_line and (known_start <= line and end_line <= known_stop):
            break
        begin = start if line == start_line else state.bMarks[line] + state.tShift[line]
        if line > start_line and begin < state.eMarks[line] and state.sCount[line] < state.blkIndent:
            return line, -1
        found = state.src.find(closing, begin, state.eMarks[line])
        if found >= 0:
            return line, found + len(closing)
    unclosed[closing] = (start_line, end_line)
    return end_line, -1


def push_paragraph(state: StateBlock, text: str, start_line: int, stop_line: int) -> None:
    """Put out a paragraph of Markdown that stands in the lines from `start_line` to `stop_line`, exclusive."""
    state.push("paragraph_open", "p", 1)
    token = state.push("inline", "", 0)
    token.content = text
    token.children = []
    token.map = [start_line, stop_line]
    state.push("paragraph_close", "p", -1)

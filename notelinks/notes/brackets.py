"""Parses what stands within paragraphs, for a bounded price: each bracket may begin a link; its end costs time.
A paragraph without any mark is text as it is, which costs a third of asking the parser.

In: the tokens of a note's blocks. Out: the same with children. Knows no link syntax.
"""

from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from notelinks.notes.rules_by_character import RULE_START

MAX_BRACKETS = 50_000
"""Opening brackets of a note that are looked at: as many as 25,000 wikilinks have. One costs up to 20 µs, so that
without a limit a megabyte of them takes 20 s."""

BRACKET_PROBLEM = f"more than {MAX_BRACKETS:,} brackets: some paragraphs are read without their links"


def parse_inlines(tokens: list[Token], md: MarkdownIt, env: dict[str, Any]) -> bool:
    """Gives all tokens of type `inline` their children; whether they were read in full.

    Paragraphs that would exceed `MAX_BRACKETS` are taken as text without marks.
    """
    n_left = MAX_BRACKETS
    is_whole = True
    for token in tokens:
        if token.type == "inline" and not RULE_START.search(token.content):
            token.children = [Token("text", "", 0, content=token.content)] if token.content else []
        elif token.type == "inline":
            token.children = []
            n_brackets = token.content.count("[")
            fits = n_brackets <= n_left
            reader = md if fits else _text_reader()
            n_left -= n_brackets if fits else 0
            is_whole = is_whole and fits
            reader.inline.parse(token.content, reader, env, token.children)
    return is_whole


@cache
def _text_reader() -> MarkdownIt:
    return MarkdownIt("zero").enable("newline")

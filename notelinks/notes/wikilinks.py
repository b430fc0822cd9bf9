"""The syntax of `[[target#fragment|alias]]` and `![[…]]`, as text and as a rule of the Markdown parser.

In: the characters of a note. Out: `WikilinkParts`, or a token of type `wikilink` that carries them in its `meta`.
Does not know which notes exist.
"""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

MAX_WIKILINK_LENGTH = 1024
"""Characters between the brackets. Longer ones are text: paths have 4,096 bytes at most and real links under 300
characters; without a limit a run of `[[` costs quadratic time."""

_SIZE = re.compile(r"\d{1,5}(?:x\d{1,5})?")
_WIKILINK = re.compile(rf"\[\[((?:[^\[\]\n]|\](?!\])|\[(?!\[)){{1,{MAX_WIKILINK_LENGTH}}}+)\]\]")


@dataclass(frozen=True, slots=True)
class WikilinkParts:
    """What stands between the brackets, each part trimmed."""

    target: str
    fragment: str
    alias: str
    """Empty where it only gives the size of an embedded picture."""

    @property
    def visible_text(self) -> str:
        """What a reader sees in place of the link."""
        if self.alias:
            return self.alias
        name = self.target.rsplit("/", 1)[-1]
        if not name:
            return self.fragment.replace("#", " ").lstrip("^")
        return name[:-3] if name.lower().endswith(".md") else name


def split_wikilink(inner: str) -> WikilinkParts:
    """Cut the inside of a wikilink at its first `|` and, before that, at its first `#`."""
    path, _, alias = inner.partition("|")
    target, _, fragment = path.removesuffix("\\").partition("#")
    alias = alias.strip()
    if _SIZE.fullmatch(alias.rpartition("|")[2]):
        alias = alias.rpartition("|")[0].strip()
    return WikilinkParts(target.strip(), fragment.strip(), alias)


def find_wikilinks(text: str) -> list[WikilinkParts]:
    """The wikilinks of a text that is no Markdown, such as a property."""
    return [split_wikilink(match[1]) for match in _WIKILINK.finditer(text)]


def visible_wikilinks(text: str) -> str:
    """`text` with each wikilink replaced by what a reader sees of it."""
    return _WIKILINK.sub(lambda match: split_wikilink(match[1]).visible_text, text)


def add_wikilinks(md: MarkdownIt) -> None:
    """Teach wikilinks and embeds to a Markdown parser."""
    md.inline.ruler.before("link", "wikilink", _wikilink_rule)


def _wikilink_rule(state: StateInline, silent: bool) -> bool:
    is_embed = state.src.startswith("!", state.pos)
    start = state.pos + is_embed
    match = _WIKILINK.match(state.src, start, state.posMax) if state.src.startswith("[[", start) else None
    if match is None:
        return False
    parts = split_wikilink(match[1])
    if not (parts.target or parts.fragment):
        return False
    if not silent:
        token = state.push("wikilink", "", 0)
        token.content = parts.visible_text
        token.meta = {"parts": parts, "is_embed": is_embed}
    state.pos = match.end()
    return True

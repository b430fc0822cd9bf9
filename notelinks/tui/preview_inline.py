"""Emphasis, code, links, tags and HTML within a line, for the preview. What is not understood stays as written."""

import re

from textual.content import Content

LINK_STYLE = "$text-primary underline"
CODE_STYLE = "$text-secondary"
TAG_STYLE = "$text-success"

_ELEMENTS = (
    "a|abbr|b|blockquote|br|center|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|h[1-6]|hr|i|iframe|img|ins|kbd"
    "|li|mark|ol|p|picture|pre|s|small|source|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul|video"
)
"""Of HTML, as far as notes are written in it. `Map<Key>` is none of them and stays."""

_PICTURE = re.compile(r"""<img\s(?:.*?\s)?(?:alt|src)=["']([^"'<>]{1,512})["']""", re.IGNORECASE)
"""What stands for a picture: its description or its address."""

_BREAK = re.compile(r"<br\b", re.IGNORECASE)

_TAGS = re.compile(r"(?:\s|</?\w[^<>]{0,1000}>){0,12}")
"""What may stand between a picture and the words below it."""

MAX_DEPTH = 4
"""Emphasis within emphasis; deeper is left as it is."""

_MARKS = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    rf"|(?P<html></?(?i:{_ELEMENTS})(?:\s[^<>]{{0,1000}})?/?>)"
    r"|`(?P<code>[^`\n]{1,500})`"
    r"|!?\[\[(?P<wiki>[^\[\]\n]{1,512})\]\]"
    r"|\[!\[(?P<badge>[^\[\]\n]{0,512})\]\((?P<picture>[^()\n]{0,1024})\)\]\([^()\n]{0,1024}\)"
    r"|!?\[(?P<link>[^\[\]\n]{0,512})\]\((?P<url>[^()\n]{0,1024})\)"
    r"|\*\*(?P<bold>[^\n*]{1,1000})\*\*"
    r"|(?<!\w)__(?P<strong>[^\n_]{1,1000})__(?!\w)"
    r"|\*(?P<italic>[^\s*][^\n*]{0,1000})\*"
    r"|(?<!\w)_(?P<emphasis>[^\s_][^\n_]{0,1000})_(?!\w)"
    r"|~~(?P<struck>[^\n~]{1,1000})~~"
    r"|==(?P<marked>[^\n=]{1,1000})=="
    r"|(?<![\w#/])\#(?P<tag>\w[\w/-]{0,100})"
)

_NESTED = {
    "bold": "bold",
    "strong": "bold",
    "italic": "italic",
    "emphasis": "italic",
    "struck": "strike",
    "marked": "$text-warning",
}
"""Style of what may hold further marks."""

Part = tuple[str, str]
"""Text and its style."""


def inline(text: str, style: str = "") -> Content:
    """A line of safe text with its marks turned into styles.

    Args:
        style: of everything in it.
    """
    return Content.assemble(*_parts(text, style, MAX_DEPTH))


def _parts(text: str, style: str, depth: int) -> list[Part]:
    parts: list[Part] = []
    position = 0
    for match in _MARKS.finditer(text):
        parts.append((text[position : match.start()], style))
        parts += _marked(match, style, depth)
        position = match.end()
    parts.append((text[position:], style))
    return [part for part in parts if part[0]]


def _marked(match: re.Match[str], style: str, depth: int) -> list[Part]:
    kind = match.lastgroup or ""
    inner = match[kind]
    if kind in _NESTED:
        nested = f"{style} {_NESTED[kind]}".strip()
        return _parts(inner, nested, depth - 1) if depth else [(match[0], style)]
    if kind == "escaped":
        return [(inner, style)]
    if kind == "html":
        return _html(match, style)
    if kind == "code":
        return [(inner, CODE_STYLE)]
    if kind == "wiki":
        target, _, alias = inner.partition("|")
        return [(alias or target, LINK_STYLE)]
    if kind == "picture":
        return [(match["badge"] or inner, LINK_STYLE)]
    if kind == "url":
        return [(match["link"] or inner, LINK_STYLE)]
    return [(match[0], TAG_STYLE)]


def _html(match: re.Match[str], style: str) -> list[Part]:
    """A picture's description, unless the words below it are the same; nothing of other tags but that lines break."""
    if _BREAK.match(match["html"]):
        return [(" ", style)]
    if not (picture := _PICTURE.match(match["html"])):
        return []
    below = _TAGS.match(match.string, match.end())
    is_said_again = match.string.startswith(picture[1], below.end() if below else match.end())
    return [] if is_said_again else [(picture[1], LINK_STYLE)]

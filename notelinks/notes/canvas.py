"""The links of a canvas: the files that its cards show, and those that stand in cards of text.

In: the bytes of a `.canvas` file, which is JSON (jsoncanvas.org, version 1.0). Out: a `Canvas`, or a `SkippedFile` if
it is none. Cards that show a web page are no links. Does not know which files exist.
"""

import json
from collections.abc import Iterator
from typing import Any

from notelinks.notes.decode import compose, without_surrogates
from notelinks.notes.parse import parse_note
from notelinks.records import Canvas, CanvasTarget, ParsedNote, SkippedFile


def parse_canvas(key: str, raw: bytes) -> Canvas | SkippedFile:
    """What the cards of a canvas lead to. Never raises for any bytes."""
    try:
        content = json.loads(raw.decode("utf-8-sig").strip() or "{}")
    except json.JSONDecodeError as error:
        return SkippedFile(key, f"no valid canvas (line {error.lineno}: {error.msg})")
    except (UnicodeDecodeError, RecursionError, ValueError):
        return SkippedFile(key, "no valid canvas (not JSON in UTF-8)")
    nodes = content.get("nodes", []) if isinstance(content, dict) else None
    if not isinstance(nodes, list):
        return SkippedFile(key, "no valid canvas (it has no list of cards)")
    return Canvas(key, tuple(target for node in nodes if isinstance(node, dict) for target in _targets(node)))


def _targets(node: dict[str, Any]) -> Iterator[CanvasTarget]:
    kind = node.get("type")
    if kind == "file" and (path := _text(node, "file").strip("/")):
        yield CanvasTarget(f"/{path}", _text(node, "subpath").removeprefix("#"), is_card=False)
    elif kind == "text":
        card = parse_note("card.md", _text(node, "text").encode())
        for link in card.links if isinstance(card, ParsedNote) else ():
            if link.target:
                yield CanvasTarget(link.target, link.fragment, is_card=True)


def _text(node: dict[str, Any], name: str) -> str:
    value = node.get(name)
    return compose(without_surrogates(value)) if isinstance(value, str) else ""

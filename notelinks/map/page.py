"""From what stands on a map to one page of HTML that needs nothing else: no network, no other file.

The page may run this one script, apply this one style sheet, and load nothing (Content Security Policy Level 3). What
comes from notes stands in a block of JSON, in which no character can end the block, and is put on the screen as text.
"""

import base64
import hashlib
import json
import os
from collections.abc import Sequence
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from notelinks.map.contents import Grouping, MapContents

MARK = '<meta name="generator" content="notelinks map">'
"""Stands near the beginning of every map, and tells it from other files."""

_SCRIPTS = ("notes.js", "camera.js", "drawing.js", "labels.js", "card.js", "search.js", "main.js")
"""In the order in which they need each other; together they are the page's one script."""

_GRID = 10_000
"""Points stand in the page as whole numbers; the map is 2 wide or high, so twice that many."""

_ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})
"""All of these can stand within strings of JSON only, and the first three may mean something to HTML."""


def make_page(contents: "MapContents", addresses: Sequence[str], program: str) -> str:
    """The page.

    Args:
        addresses: where each note is opened.
        program: what opens them, empty if they are plain files.
    """
    style = _read("page.css")
    script = "\n".join(_read(name) for name in _SCRIPTS)
    policy = (
        f"default-src 'none'; script-src '{_source(script)}'; style-src '{_source(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    data = json.dumps(_data(contents, addresses, program), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Template(_read("page.html")).substitute(
        mark=MARK, policy=policy, style=style, script=script, data=data.translate(_ESCAPES)
    )


def _data(contents: "MapContents", addresses: Sequence[str], program: str) -> dict[str, Any]:
    """What the script reads, see `assets/notes.js`: a list a column, words and addresses without repetition."""
    words = {word: place for place, word in enumerate(sorted({w for note in contents.notes for w in note.concepts}))}
    start = os.path.commonprefix(list(addresses))  # noqa: RUF071 - characters are what is meant
    return {
        "name": contents.name,
        "program": program,
        "titles": [note.title for note in contents.notes],
        "paths": [note.path for note in contents.notes],
        "address": start,
        "addresses": [address[len(start) :] for address in addresses],
        "grid": _GRID,
        "points": (contents.points * _GRID).round().astype(int).ravel().tolist(),
        "words": list(words),
        "concepts": [[words[word] for word in note.concepts] for note in contents.notes],
        "nearest": [[[place, round(100 * score)] for place, score in note.nearest] for note in contents.notes],
        "links": [note.links for note in contents.notes],
        "groupings": [_grouping_data(grouping) for grouping in contents.groupings],
    }


def _grouping_data(grouping: "Grouping") -> dict[str, Any]:
    groups = [
        {"name": g.name, "words": g.words, "n": g.n_notes, "x": round(g.x, 4), "y": round(g.y, 4), "colour": g.colour}
        for g in grouping.groups
    ]
    return {"name": grouping.name, "groups": groups, "labels": grouping.labels}


def _read(name: str) -> str:
    return files("notelinks.map").joinpath("assets", name).read_text(encoding="utf-8")


def _source(text: str) -> str:
    """The source expression that allows an inline script or style sheet by its content."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"

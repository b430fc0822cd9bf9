"""The properties of a note: the YAML block between `---` lines at its very beginning.

In: the whole text of a note. Out: title, aliases, tags, links in properties, and where the body begins. YAML is read as
a stream of events, for a value built from aliases can be exponentially large. What is no valid YAML is searched line by
line, so that no note is lost.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from notelinks.notes.decode import compose, without_surrogates
from notelinks.notes.obsidian_syntax import clean_tag
from notelinks.notes.wikilinks import find_wikilinks, visible_wikilinks
from notelinks.records import Link, LinkKind

MAX_LENGTH = 64 * 1024
"""In characters; the largest block of 9,399 real ones had 10,000. Of a longer one only this much is searched, line by
line: PyYAML takes about a second for it."""

MAX_DEPTH = 32
"""Levels of lists and mappings within each other; real ones have four."""

MAX_TITLE_LENGTH = 300
"""In characters; the rest is cut off."""

_C_LOADER = getattr(yaml, "CBaseLoader", None)
"""Reads YAML ten times as fast; PyYAML has it where it was built with libyaml."""

_UNUSUAL = re.compile(r"[\t\ufeff%|>!{]|\?(?:\s|$)|---")
"""What libyaml reads otherwise than PyYAML in some places, found by comparing them on random blocks."""

_NULLS = frozenset({"~", "null", "Null", "NULL"})
_NAMES = {"tag": "tags", "alias": "aliases"}
"""Old name -> name. Obsidian reads the old ones no more since 1.9, but many vaults still have them."""

_LINE = re.compile(r"([^\s:#\-\[\]{}\"'][^:\n]{0,100}):(?:[ \t]+(.*))?$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)$")
_QUOTE = re.compile(r"'[^']*'|\"[^\"]*\"")
_OF_YAML = re.compile(r"'(?:<[a-z ]+>|[!-/:-@\[-`{-~])'")
"""What an error quotes and is no text of the note: a sign, or what YAML calls a part of a block."""

_QUOTED = re.compile(r"\"[^\"]{1,2048}\"|'[^']{1,2048}'")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the properties of a note say."""

    title: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    body_start: int = 0
    """Where the body begins, in characters from the beginning of the text."""
    n_lines: int = 0
    """Lines before the body."""
    problem: str = ""
    """Why the block could be read in part only; empty if all is well."""


@dataclass(frozen=True, slots=True)
class _Value:
    """One text value of a property, also where it stands in a list."""

    name: str
    """Of the property that it belongs to, in lower case."""
    text: str
    line: int
    """In the file, counted from 1."""
    depth: int
    """1 for the value itself, 2 for an element of a list, more for what lies deeper."""
    is_item: bool
    """Stands in a list."""


class _RefusedError(Exception):
    """The block holds something that is not read on purpose."""


def read_front_matter(text: str) -> FrontMatter:
    """The properties at the beginning of a note; an empty record if it has none."""
    block_start = _opening_length(text)
    block_stop, body_start = _find_end(text, block_start) if block_start else (0, 0)
    if not body_start:
        return FrontMatter()
    block = text[block_start:block_stop]
    problem = ""
    if len(block) > MAX_LENGTH:
        problem = f"front matter longer than {MAX_LENGTH // 1024} kB: only searched for title, tags and aliases"
        values = list(_scan_lines(block[:MAX_LENGTH]))
    else:
        try:
            values = _parse_quickly(block)
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError, _RefusedError) as error:
            problem = f"front matter is no valid YAML ({_describe(error)}): only searched for title, tags and aliases"
            values = list(_scan_lines(block))
    return FrontMatter(
        title=_title(values),
        aliases=_distinct(value.text.strip() for value in values if _is_entry(value, "aliases")),
        tags=_distinct(tag for value in values if _is_entry(value, "tags") for tag in _split_tags(value)),
        links=tuple(_links(values)),
        body_start=body_start,
        n_lines=text.count("\n", 0, body_start),
        problem=problem,
    )


def find_body_start(text: str) -> int:
    """Where the body of a note begins, in characters: at 0 if it has no properties.

    Args:
        text: with `\\n` at every line's end, as `decode_note` gives it.
    """
    block_start = _opening_length(text)
    return _find_end(text, block_start)[1] if block_start else 0


def _opening_length(text: str) -> int:
    """Characters of the first line with its newline if it opens a block, else 0."""
    first_line, newline, _ = text[:256].partition("\n")
    is_opening = newline and first_line.startswith("---") and not first_line[3:].strip(" \t")
    return len(first_line) + 1 if is_opening else 0


def _find_end(text: str, start: int) -> tuple[int, int]:
    """(end of the block, start of the body), both 0 if the block is never closed."""
    line_start = start
    while line_start < len(text):
        line_stop = text.find("\n", line_start)
        line_stop = len(text) if line_stop < 0 else line_stop
        if text.startswith("---", line_start) and not text[line_start + 3 : line_stop].strip(" \t"):
            return line_start, min(line_stop + 1, len(text))
        line_start = line_stop + 1
    return 0, 0


def _parse_quickly(block: str) -> list[_Value]:
    """As `_parse_yaml`; a plain block is given to the C parser first, if there is one.

    On deep brackets the C parser of old versions crashes the process. What it finds fault with, the Python parser reads
    again, so that the fault has the same words everywhere.
    """
    is_plain = block.count("[") <= MAX_DEPTH and not _UNUSUAL.search(block)
    if is_plain and _C_LOADER is not None:
        with contextlib.suppress(yaml.YAMLError, ValueError, OverflowError, _RefusedError):
            return list(_parse_yaml(block, _C_LOADER))
    return list(_parse_yaml(block, yaml.BaseLoader))


def _parse_yaml(block: str, loader: Any) -> Iterator[_Value]:
    """The text values of a block's properties.

    Raises:
        _RefusedError: at an anchor, an alias or too deep nesting.
        yaml.YAMLError, ValueError, OverflowError: if it is no YAML.
    """
    path: list[str] = []  # "map" or "list" for each level that is open
    name = ""
    wants_key = False
    for event in yaml.parse(block, Loader=loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedError("anchors are not read")
        if isinstance(event, yaml.CollectionEndEvent):
            path.pop()
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(path) >= MAX_DEPTH:
                raise _RefusedError(f"more than {MAX_DEPTH} levels")
            path.append("map" if isinstance(event, yaml.MappingStartEvent) else "list")
        elif not isinstance(event, yaml.ScalarEvent):
            continue
        elif path == ["map"] and wants_key:
            name = event.value.strip().lower()
            name = _NAMES.get(name, name)
        elif not (event.implicit[0] and event.value in _NULLS):
            is_item = path[-1:] == ["list"]
            line = event.start_mark.line + 2
            yield _Value(name, compose(without_surrogates(event.value)), line, len(path), is_item)
        wants_key = _next_is_key(path, wants_key)


def _next_is_key(path: list[str], wants_key: bool) -> bool:
    """Whether the next event at the top level is a property's name, after an event that left `path` open."""
    return not wants_key if path == ["map"] else False


def _scan_lines(block: str) -> Iterator[_Value]:
    """What looks like properties with text values, for a block that is no valid YAML."""
    name = ""
    for number, line in enumerate(block.split("\n"), start=2):
        if match := _LINE.match(line):
            name = match[1].strip().lower()
            name = _NAMES.get(name, name)
            value = (match[2] or "").strip()
            if value.startswith("[") and not value.startswith("[["):
                for item in value.strip("[]").split(","):
                    yield _Value(name, _unquote(item), number, 2, True)
            else:
                yield _Value(name, _unquote(value), number, 1, False)
        elif match := _ITEM.match(line):
            yield _Value(name, _unquote(match[1]), number, 2, True)


def _unquote(text: str) -> str:
    text = text.strip()
    return text[1:-1] if _QUOTED.fullmatch(text) else text


def _is_entry(value: _Value, name: str) -> bool:
    is_direct = value.depth == 2 if value.is_item else value.depth == 1
    return value.name == name and is_direct and bool(value.text.strip())


def _title(values: list[_Value]) -> str:
    texts = (" ".join(value.text.split()) for value in values if value.name == "title" and value.depth == 1)
    return next((visible_wikilinks(text)[:MAX_TITLE_LENGTH] for text in texts if text), "")


def _split_tags(value: _Value) -> Iterator[str]:
    """The tags of one value: an element of a list is one tag, a single string holds one or several.

    Obsidian takes a single string for one tag, which can hold neither comma nor blank; older notes list several so.
    """
    parts = [value.text] if value.is_item else re.split(r"[,\s]+", value.text)
    return (tag for part in parts if (tag := clean_tag(part)))


def _links(values: list[_Value]) -> Iterator[Link]:
    for value in values:
        if "[[" in value.text:
            sentence = f"{value.name}: {visible_wikilinks(value.text)}"[:300]
            for parts in find_wikilinks(value.text):
                yield Link(LinkKind.PROPERTY, parts.target, parts.fragment, parts.alias, value.line, sentence)


def _distinct(texts: Iterator[str]) -> tuple[str, ...]:
    """The texts without repetitions (compared by casefold), the first spelling of each."""
    first_spellings: dict[str, str] = {}
    for text in texts:
        first_spellings.setdefault(text.casefold(), text)
    return tuple(first_spellings.values())


def _describe(error: Exception) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None)
    mark = getattr(error, "problem_mark", None)
    if isinstance(error, _RefusedError):
        return str(error)
    if not isinstance(problem, str):
        return "a value is out of range"
    problem = _QUOTE.sub(lambda quote: quote[0] if _OF_YAML.fullmatch(quote[0]) else "…", problem)
    return f"line {mark.line + 2}: {problem}" if mark else problem

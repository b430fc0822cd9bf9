"""How what ties a note to others by name is written: as JSON, and as lines of text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from notelinks.cli.output import json_key
from notelinks.records import CanvasLink, ExcludedLink, LinkKind, Mention, NoteLink, NoteLinks, UnresolvedLink


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link or mention."""

    relation: str
    value: dict[str, Any]
    """As JSON."""
    lines: tuple[str, ...]
    """As text: what it leads to or comes from, and the sentence below it."""


def link_rows(links: NoteLinks) -> list[LinkRow]:
    """All links and mentions of a note, those of one relation together."""
    return [
        *(_outgoing(link) for link in links.outgoing),
        *(_backlink(link) for link in links.backlinks),
        *(_canvas(link) for link in links.canvases),
        *(_unresolved(link) for link in links.unresolved),
        *(_excluded(link) for link in links.excluded),
        *(_mention("mentioned in", mention) for mention in links.mentioned_in),
        *(_mention("mentions", mention) for mention in links.mentions),
    ]


def _outgoing(link: NoteLink) -> LinkRow:
    return _row("outgoing", _link_value(link), " ".join(_describe(link)))


def _backlink(link: NoteLink) -> LinkRow:
    to = f", to{_section(link.fragment)}" if link.fragment else ""
    lost = " (no such heading or block)" if link.is_lost else ""
    line = f"{_embed(link.kind)}{link.title} · line {link.line}{to}{lost}"
    return _row("backlink", _link_value(link), line, link.sentence)


def _canvas(link: CanvasLink) -> LinkRow:
    value = {"note": json_key(link.key), "fragment": link.fragment}
    return _row("canvas", value, f"{link.key}{_section(link.fragment)}")


def _unresolved(link: UnresolvedLink) -> LinkRow:
    value = {
        "target": link.target,
        "alias": link.alias,
        "line": link.line,
        "notes": link.n_notes,
        "kind": str(link.kind),
        "sentence": link.sentence,
    }
    remark = f"  (unresolved in {link.n_notes} notes)" if link.n_notes > 1 else ""
    return _row("unresolved", value, f"{_embed(link.kind)}{link.target}{remark}")


def _excluded(link: ExcludedLink) -> LinkRow:
    value = {"target": link.target, "alias": link.alias, "line": link.line}
    return _row("excluded", value, f"{link.target}  (excluded from the index)")


def _mention(relation: str, mention: Mention) -> LinkRow:
    value = {
        "note": json_key(mention.key),
        "title": mention.title,
        "line": mention.line,
        "sentence": mention.sentence,
    }
    return _row(relation, value, f"{mention.title} · line {mention.line}", mention.sentence)


def _row(relation: str, value: dict[str, Any], *lines: str) -> LinkRow:
    first, *others = lines
    return LinkRow(relation, {"relation": relation, **value}, (first, *(f"    {line}" for line in others if line)))


def _link_value(link: NoteLink) -> dict[str, Any]:
    return {
        "note": json_key(link.key),
        "title": link.title,
        "alias": link.alias,
        "fragment": link.fragment,
        "fragment_line": link.target_line or None,
        "kind": str(link.kind),
        "line": link.line,
        "sentence": link.sentence,
    }


def _describe(link: NoteLink) -> Iterator[str]:
    yield f"{_embed(link.kind)}{link.title}{_section(link.fragment)}"
    if link.is_lost:
        yield "(no such heading or block)"
    if link.alias and link.alias.casefold() != link.title.casefold():
        yield f"as “{link.alias}”"


def _embed(kind: LinkKind) -> str:
    return "!" if kind is LinkKind.EMBED else ""


def _section(fragment: str) -> str:
    return f" › {fragment.replace('#', ' › ')}" if fragment else ""

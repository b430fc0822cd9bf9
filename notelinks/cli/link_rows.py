"""How what ties a note to others by name is written: as JSON, and as lines of text."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from notelinks.alike import group_alike
from notelinks.cli.output import can_show, json_key
from notelinks.cli.rows import note_line
from notelinks.records import CanvasLink, ExcludedLink, LinkKind, Mention, NoteLink, NoteLinks, UnresolvedLink


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link or mention."""

    relation: str
    value: dict[str, Any]
    """As JSON."""
    name: str
    """What it leads to or comes from; with `remark` and the relation the same for what text shows as one row."""
    remark: str = ""
    place: str = ""
    """Where it stands, in this note or in the other one."""
    sentence: str = ""


def text_lines(rows: Iterable[LinkRow]) -> Iterator[str]:
    """The rows as text, each relation under its name: those alike are one line, with their number and the first place,
    and the first sentence below it."""
    relation = ""
    for first, *others in group_alike(rows, _sameness):
        if first.relation != relation:
            relation = first.relation
            yield relation
        times = f" {'×' if can_show('×') else 'x'}{len(others) + 1}" if others else ""
        yield f"  {first.name}{times}{first.place}{first.remark}"
        if first.sentence:
            yield f"      {first.sentence}"


def _sameness(row: LinkRow) -> tuple[str, str, str, str]:
    return row.relation, str(row.value.get("note", row.name)), row.name, row.remark


def link_rows(links: NoteLinks, shared_titles: Collection[str] = ()) -> list[LinkRow]:
    """All links and mentions of a note, those of one relation together.

    Args:
        shared_titles: those with which the path is told.
    """

    def name_of(note: NoteLink | Mention) -> str:
        return note_line(note) if note.title in shared_titles else note.title

    return [
        *(_outgoing(link, name_of(link)) for link in links.outgoing),
        *(_backlink(link, name_of(link)) for link in links.backlinks),
        *(_canvas(link) for link in links.canvases),
        *(_unresolved(link) for link in links.unresolved),
        *(_excluded(link) for link in links.excluded),
        *(_mention("mentioned in", mention, name_of(mention)) for mention in links.mentioned_in),
        *(_mention("mentions", mention, name_of(mention)) for mention in links.mentions),
    ]


def _outgoing(link: NoteLink, name: str) -> LinkRow:
    is_renamed = link.alias and link.alias.casefold() != link.title.casefold()
    alias = f" as “{link.alias}”" if is_renamed else ""
    name = f"{_embed(link.kind)}{name}{_section(link.fragment)}{alias}"
    return _row("outgoing", _link_value(link), name, _lost(link), _place(link.line))


def _backlink(link: NoteLink, name: str) -> LinkRow:
    to = f", to{_section(link.fragment)}" if link.fragment else ""
    name = f"{_embed(link.kind)}{name}"
    return _row("backlink", _link_value(link), name, f"{to}{_lost(link)}", _place(link.line), link.sentence)


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
    return _row("unresolved", value, f"{_embed(link.kind)}{link.target}", remark, _place(link.line))


def _excluded(link: ExcludedLink) -> LinkRow:
    value = {"target": link.target, "alias": link.alias, "line": link.line}
    return _row("excluded", value, link.target, "  (excluded from the index)", _place(link.line))


def _mention(relation: str, mention: Mention, name: str) -> LinkRow:
    value = {
        "note": json_key(mention.key),
        "title": mention.title,
        "line": mention.line,
        "sentence": mention.sentence,
        "ordinary": mention.is_ordinary,
    }
    remark = "  (an ordinary word)" if mention.is_ordinary else ""
    return _row(relation, value, name, remark, _place(mention.line), mention.sentence)


def _row(relation: str, value: dict[str, Any], name: str, *rest: str) -> LinkRow:
    return LinkRow(relation, {"relation": relation, **value}, name, *rest)


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


def _place(line: int) -> str:
    """A line of a note; empty for 0, as of what stands in a canvas."""
    return f" · line {line}" if line else ""


def _lost(link: NoteLink) -> str:
    return " (no such heading or block)" if link.is_lost else ""


def _embed(kind: LinkKind) -> str:
    return "!" if kind is LinkKind.EMBED else ""


def _section(fragment: str) -> str:
    return f" › {fragment.replace('#', ' › ')}" if fragment else ""

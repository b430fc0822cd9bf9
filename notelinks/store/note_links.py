"""Reads what ties one note to others by name: links out and back, canvases, what is missing, mentions."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from notelinks.fragments import find_line
from notelinks.records import Anchor, CanvasLink, ExcludedLink, LinkKind, Mention, NoteLink, NoteLinks, UnresolvedLink
from notelinks.store.mention_tables import cut_passage
from notelinks.store.wanted import wanted_name

Query = Callable[..., list[Any]]
"""Runs a query with its values; gives all rows."""

_LINK = "n.note_id, n.key, n.title, l.alias, l.fragment, l.line, l.sentence, l.kind"


_N_WANTING = (
    "SELECT count(DISTINCT o.source_id) FROM links o WHERE o.wanted = {} AND o.target_id IS NULL AND NOT o.is_file"
)
"""How many notes want a target that is not there."""

_COMMON_SHARE = 0.05
"""A name in more of the notes than this share of them may be an ordinary word."""

_COMMON_NOTES = 10
"""In so many or fewer notes no name is one."""

_NAMED_PER_LINK = 5
"""Where more notes than this name a note for each that links to it, their authors mean the word, not the note."""

_IS_UNLINKED = "NOT EXISTS (SELECT 1 FROM links l WHERE l.source_id = m.source_id AND l.target_id = m.target_id)"
"""Mentions are shown without those of notes that the naming one links to."""


class OrdinaryNames:
    """Which notes are called like an ordinary word: many notes say it, and few link to the note.

    Counting takes longer than all else that is read of a note, and the notes that most others name are the same ones
    again and again: what was found is kept until the index changes.
    """

    def __init__(self, rows: Query) -> None:
        self._rows = rows
        self._revision = -1
        self._is_ordinary: dict[int, bool] = {}

    def among(self, note_ids: list[int], revision: int) -> set[int]:
        """Those of some notes that are.

        Args:
            revision: what is read at present.
        """
        if revision != self._revision:
            self._revision, self._is_ordinary = revision, {}
        new = [note_id for note_id in note_ids if note_id not in self._is_ordinary]
        if new:
            self._is_ordinary |= dict.fromkeys(new, False) | dict.fromkeys(self._count(new), True)
        return {note_id for note_id in note_ids if self._is_ordinary[note_id]}

    def _count(self, note_ids: list[int]) -> list[int]:
        query = (
            "SELECT target_id FROM mentions m WHERE target_id IN (SELECT value FROM json_each(?)) GROUP BY target_id "
            "HAVING count(*) > ? AND count(*) > ? * (SELECT count(*) FROM notes) "
            "AND count(*) > ? * (SELECT count(DISTINCT source_id) FROM links l WHERE l.target_id = m.target_id)"
        )
        found = self._rows(query, json.dumps(note_ids), _COMMON_NOTES, _COMMON_SHARE, _NAMED_PER_LINK)
        return [note_id for (note_id,) in found]


def read_note_links(rows: Query, note_id: int, ordinary: Callable[[list[int]], set[int]]) -> NoteLinks:
    """All that ties a note to others by name; a link within the note does not.

    Args:
        ordinary: tells those of some notes that are called like an ordinary word.
    """
    outgoing = rows(
        f"SELECT {_LINK} FROM links l JOIN notes n ON n.note_id = l.target_id "
        "WHERE l.source_id = ? AND l.target_id != l.source_id ORDER BY l.link_id",
        note_id,
    )
    backlinks = rows(
        f"SELECT {_LINK} FROM links l JOIN notes n ON n.note_id = l.source_id "
        "WHERE l.target_id = ? AND l.target_id != l.source_id ORDER BY n.title, n.key, l.link_id",
        note_id,
    )
    unresolved = rows(
        f"SELECT target, alias, line, ({_N_WANTING.format('l.wanted')}), sentence, kind FROM links l "
        "WHERE source_id = ? AND target_id IS NULL AND NOT is_file AND target != '' ORDER BY link_id",
        note_id,
    )
    excluded = rows(
        "SELECT target, alias, line FROM links WHERE source_id = ? AND is_excluded ORDER BY link_id", note_id
    )
    canvases = rows(
        "SELECT DISTINCT key, fragment FROM canvas_links JOIN canvases USING (canvas_id) "
        "WHERE target_id = ? AND NOT is_card ORDER BY key, fragment",
        note_id,
    )
    places = _Places(rows)
    return NoteLinks(
        outgoing=tuple(_note_link(row, places, row[0]) for row in outgoing),
        backlinks=tuple(_note_link(row, places, note_id) for row in backlinks),
        unresolved=tuple(UnresolvedLink(*rest, LinkKind(kind)) for *rest, kind in unresolved),
        mentioned_in=tuple(_mentioned_in(rows, note_id, ordinary)),
        mentions=tuple(_mentions(rows, note_id, ordinary)),
        excluded=tuple(ExcludedLink(*row) for row in excluded),
        canvases=tuple(CanvasLink(os.fsdecode(key), fragment) for key, fragment in canvases),
    )


def read_canvas_links(rows: Query, canvas_id: int) -> NoteLinks:
    """What the cards of a canvas lead to, those with text as well; only outgoing and unresolved links."""
    found = rows(
        "SELECT n.note_id, n.key, n.title, c.target, c.fragment, c.is_card FROM canvas_links c "
        "LEFT JOIN notes n ON n.note_id = c.target_id WHERE c.canvas_id = ? AND NOT c.is_file ORDER BY c.link_id",
        canvas_id,
    )
    places = _Places(rows)
    outgoing, unresolved = [], []
    for note_id, key, title, target, fragment, is_card in found:
        kind = LinkKind.WIKILINK if is_card else LinkKind.EMBED
        if note_id is None:
            n_notes = rows(_N_WANTING.format("?"), wanted_name(target))[0][0]
            unresolved.append(UnresolvedLink(target.removeprefix("/"), "", 0, n_notes, "", kind))
        else:
            outgoing.append(_note_link((note_id, key, title, "", fragment, 0, "", kind), places, note_id))
    return NoteLinks(tuple(outgoing), (), tuple(unresolved), (), ())


class _Places:
    """Where fragments lead; the anchors of a note are read when the first link wants one."""

    def __init__(self, rows: Query) -> None:
        self._rows = rows
        self._anchors: dict[int, list[Anchor]] = {}

    def line(self, note_id: int, fragment: str) -> int:
        if not fragment:
            return 0
        if note_id not in self._anchors:
            found: Iterable[Any] = self._rows("SELECT anchors FROM notes WHERE note_id = ?", note_id)
            self._anchors[note_id] = [Anchor(*anchor) for (packed,) in found for anchor in json.loads(packed)]
        return find_line(fragment, self._anchors[note_id])


def _note_link(row: tuple[Any, ...], places: _Places, target_id: int) -> NoteLink:
    note_id, key, title, alias, fragment, line, sentence, kind = row
    place = places.line(target_id, fragment)
    return NoteLink(note_id, os.fsdecode(key), title, alias, fragment, line, sentence, LinkKind(kind), place)


def _mentioned_in(rows: Query, note_id: int, ordinary: Callable[[list[int]], set[int]]) -> Iterator[Mention]:
    """Who names a note."""
    query = (
        "SELECT n.note_id, n.key, n.title, m.place, unpack_text(p.passages) FROM mentions m "
        "JOIN notes n ON n.note_id = m.source_id JOIN passages p USING (note_id) WHERE m.target_id = ?"
    )
    is_ordinary = bool(ordinary([note_id]))
    for i, key, title, place, packed in rows(f"{query} AND {_IS_UNLINKED} ORDER BY n.title, n.key", note_id):
        yield Mention(i, os.fsdecode(key), title, *cut_passage(packed, place), is_ordinary)


def _mentions(rows: Query, note_id: int, ordinary: Callable[[list[int]], set[int]]) -> Iterator[Mention]:
    """Whom a note names; ordinary words last."""
    query = "SELECT n.note_id, n.key, n.title, m.place FROM mentions m JOIN notes n ON n.note_id = m.target_id"
    found = rows(f"{query} WHERE m.source_id = ? AND {_IS_UNLINKED} ORDER BY n.title, n.key", note_id)
    packed = rows("SELECT unpack_text(passages) FROM passages WHERE note_id = ?", note_id)[0][0] if found else ""
    are_ordinary = ordinary([i for i, *_ in found])
    for i, key, title, place in sorted(found, key=lambda row: row[0] in are_ordinary):
        yield Mention(i, os.fsdecode(key), title, *cut_passage(packed, place), i in are_ordinary)

"""`related`, `concepts` and `links`: what the index says about notes."""

import argparse
from collections.abc import Iterable, Iterator
from typing import Any

from notelinks.cli import exits
from notelinks.cli.find_note import find_note
from notelinks.cli.output import json_key, link_mark, print_json, print_text
from notelinks.cli.vaults import choose_vault
from notelinks.config import index_folder
from notelinks.errors import NotelinksError
from notelinks.records import NoteLink, NoteSummary, Reason, RelatedNote
from notelinks.store.reader import StoreReader


def related(arguments: argparse.Namespace) -> int:
    """Related notes of one note, or of all."""
    reader, notes, chosen = _open(arguments)
    by_id = {note.note_id: note for note in notes}
    finder = None
    if arguments.why:
        from notelinks.query.reasons import ReasonFinder

        finder = ReasonFinder(reader)
    n_found = 0
    for note in chosen:
        rows = list(_filter(arguments, note, reader.related(note.note_id), by_id))[: arguments.limit]
        reasons = finder.reasons(note.note_id, [row.note_id for row in rows]) if finder else [None] * len(rows)
        n_found += len(rows)
        objects = [_related_object(row, reason) for row, reason in zip(rows, reasons, strict=True)]
        _print_for_note(arguments, note, "related", objects, _related_lines(rows, reasons))
    return exits.FOUND if n_found else exits.NOTHING_FOUND


def concepts(arguments: argparse.Namespace) -> int:
    """Concepts of one note, or of all."""
    reader, _, chosen = _open(arguments)
    n_found = 0
    for note in chosen:
        found = reader.concepts(note.note_id)[: arguments.limit]
        n_found += len(found)
        objects = [{"word": concept.text, "weight": concept.weight} for concept in found]
        lines = [f"{concept.weight:5.2f}  {concept.text}" for concept in found]
        _print_for_note(arguments, note, "concepts", objects, lines)
    return exits.FOUND if n_found else exits.NOTHING_FOUND


def links(arguments: argparse.Namespace) -> int:
    """All that ties a note to others by name."""
    arguments.all = False
    reader, _, (note,) = _open(arguments)
    found = reader.links(note.note_id)
    objects = [
        *({"relation": "outgoing", **_link_object(link)} for link in found.outgoing),
        *({"relation": "backlink", **_link_object(link)} for link in found.backlinks),
        *(
            {"relation": "unresolved", "target": u.target, "alias": u.alias, "line": u.line, "notes": u.n_notes}
            for u in found.unresolved
        ),
        *({"relation": "mentioned in", "note": json_key(m.key), "title": m.title} for m in found.mentioned_in),
        *({"relation": "mentions", "note": json_key(m.key), "title": m.title} for m in found.mentions),
    ]
    if arguments.json:
        for value in objects:
            print_json(value)
    else:
        _print_links(objects)
    return exits.FOUND if objects else exits.NOTHING_FOUND


def _open(arguments: argparse.Namespace) -> tuple[StoreReader, list[NoteSummary], list[NoteSummary]]:
    """The index, all notes, and those that were asked for."""
    if arguments.all == (arguments.note is not None):
        raise NotelinksError("name one NOTE, or ask for all of them with --all.")
    vault = choose_vault(arguments.vault)
    reader = StoreReader(index_folder(vault))
    notes = reader.notes()
    if arguments.all:
        return reader, notes, sorted(notes, key=lambda note: note.key)
    return reader, notes, [find_note(notes, arguments.note, vault)]


def _filter(
    arguments: argparse.Namespace, note: NoteSummary, rows: Iterable[RelatedNote], by_id: dict[int, NoteSummary]
) -> Iterator[RelatedNote]:
    folder = arguments.folder.strip("/") + "/" if arguments.folder else ""
    tag = arguments.tag.lstrip("#").casefold() if arguments.tag else ""
    for row in rows:
        if (
            row.note_id in by_id
            and row.score >= arguments.min_score
            and (row.is_linked or not arguments.linked)
            and not (row.is_linked and arguments.unlinked)
            and row.key.startswith(folder)
            and (not tag or _has_tag(by_id[row.note_id], tag))
            and not (arguments.not_same_folder and _folder(row.key) == _folder(note.key))
        ):
            yield row


def _has_tag(note: NoteSummary, tag: str) -> bool:
    """Whether a note has a tag, or one below it."""
    return any(t == tag or t.startswith(f"{tag}/") for t in map(str.casefold, note.tags))


def _folder(key: str) -> str:
    return key.rpartition("/")[0]


def _print_for_note(
    arguments: argparse.Namespace, note: NoteSummary, name: str, objects: list[dict[str, Any]], lines: list[str]
) -> None:
    """One object or line a result; with --all, one object a note, or its results below its name."""
    if arguments.json and arguments.all:
        print_json({"note": json_key(note.key), name: objects})
    elif arguments.json:
        for value in objects:
            print_json(value)
    else:
        if arguments.all:
            print_text(note.key)
        for line in lines:
            print_text("  " * arguments.all, line)


def _related_object(row: RelatedNote, reason: Reason | None) -> dict[str, Any]:
    value = {
        "note": json_key(row.key),
        "title": row.title,
        "score": round(row.score, 6),
        "linked": row.is_linked,
        "links_there": row.links_there,
        "links_here": row.links_here,
    }
    if reason is not None:
        value["why"] = {
            "words": [{"word": word, "part": round(part, 6)} for word, part in reason.words],
            "links": round(reason.links, 6),
            "fact": reason.fact,
        }
    return value


def _related_lines(rows: list[RelatedNote], reasons: list[Reason | None]) -> list[str]:
    lines = []
    for row, reason in zip(rows, reasons, strict=True):
        mark = link_mark(there=row.links_there, here=row.links_here)
        lines.append(f"{row.score:5.2f} {mark:2} {row.title}  ({row.key})")
        if reason is not None:
            words = ", ".join(f"{word} {part:.2f}" for word, part in reason.words)
            lines.append(f"         {'; '.join(filter(None, (words, reason.fact)))}")
    return lines


def _link_object(link: NoteLink) -> dict[str, Any]:
    return {
        "note": json_key(link.key),
        "title": link.title,
        "alias": link.alias,
        "fragment": link.fragment,
        "line": link.line,
        "sentence": link.sentence,
    }


def _print_links(objects: list[dict[str, Any]]) -> None:
    relation = ""
    for value in objects:
        if value["relation"] != relation:
            relation = value["relation"]
            print_text(relation)
        name = value.get("title") or value["target"]
        fragment = f" # {value['fragment']}" if value.get("fragment") else ""
        wanted = f"  (no such note; {value['notes']} want it)" if relation == "unresolved" else ""
        sentence = f"  {value['sentence']}" if relation == "backlink" and value["sentence"] else ""
        print_text("  ", name, fragment, wanted, sentence)

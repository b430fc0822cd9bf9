"""`related`, `concepts` and `links`: what the index says about notes."""

import argparse
from typing import Any

from notelinks.cli import exits
from notelinks.cli.find_note import find_note
from notelinks.cli.output import json_key, print_json, print_text
from notelinks.cli.rows import related_lines, related_object
from notelinks.cli.selecting import choose_selection
from notelinks.cli.vaults import choose_vault
from notelinks.config import index_folder
from notelinks.errors import NotelinksError
from notelinks.query.related import RelatedFinder
from notelinks.query.stop_words import StopWords
from notelinks.records import NoteLink, NoteSummary
from notelinks.store.reader import StoreReader


def related(arguments: argparse.Namespace) -> int:
    """Related notes of one note, or of all."""
    reader, notes, chosen = _open(arguments)
    selection = choose_selection(arguments, notes)
    finder, reason_finder = RelatedFinder(reader, notes), None
    if arguments.why:
        from notelinks.query.reasons import ReasonFinder

        reason_finder = ReasonFinder(reader)
    n_found = 0
    for note in chosen:
        rows = finder.find(note, selection, arguments.limit)
        ids = [row.note_id for row in rows]
        reasons = reason_finder.reasons(note.note_id, ids) if reason_finder else [None] * len(rows)
        n_found += len(rows)
        objects = [related_object(row, reason) for row, reason in zip(rows, reasons, strict=True)]
        _print_for_note(arguments, note, "related", objects, related_lines(rows, reasons))
    return exits.FOUND if n_found else exits.NOTHING_FOUND


def concepts(arguments: argparse.Namespace) -> int:
    """Concepts of one note, or of all."""
    reader, _, chosen = _open(arguments)
    stop_words = StopWords(reader.folder)
    n_found = 0
    for note in chosen:
        found = stop_words.leave(reader.concepts(note.note_id))[: arguments.limit]
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
        *({"relation": "excluded", "target": e.target, "alias": e.alias, "line": e.line} for e in found.excluded),
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
        wanted = "  (excluded from the index)" if relation == "excluded" else wanted
        sentence = f"  {value['sentence']}" if relation == "backlink" and value["sentence"] else ""
        print_text("  ", name, fragment, wanted, sentence)

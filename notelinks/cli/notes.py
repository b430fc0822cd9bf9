"""`related`, `concepts` and `links`: what the index says about notes."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notelinks.absence import NOTHING_ANYWHERE, why_no_concepts, why_nothing_related
from notelinks.alike import shared_titles
from notelinks.cli import exits
from notelinks.cli.find_note import find_canvas, find_note, tell_guess, tell_if_behind
from notelinks.cli.link_rows import link_rows, text_lines
from notelinks.cli.output import json_key, print_json, print_message, print_text
from notelinks.cli.rows import related_lines, related_object
from notelinks.cli.selecting import choose_selection
from notelinks.cli.vaults import choose_vault
from notelinks.config import index_folder
from notelinks.errors import NotelinksError
from notelinks.query.note_lists import NoteLists
from notelinks.query.related import RelatedFinder
from notelinks.query.stop_words import StopWords
from notelinks.records import NoteSummary
from notelinks.store.reader import StoreReader


def related(arguments: argparse.Namespace) -> int:
    """Related notes of one note, or of all."""
    vault = choose_vault(arguments.vault, arguments.note)
    index = _open(arguments, vault)
    reader = index.reader
    selection = choose_selection(arguments, index.notes, vault)
    lists = NoteLists(reader)
    finder, reason_finder = RelatedFinder(reader, index.notes, lists), None
    if arguments.why:
        from notelinks.query.reasons import ReasonFinder

        reason_finder = ReasonFinder(reader)
    n_found = 0
    for note in index.chosen:
        rows = finder.find(note, selection, arguments.limit)
        ids = [row.note_id for row in rows]
        reasons = reason_finder.reasons(note.note_id, ids) if reason_finder else [None] * len(rows)
        n_found += len(rows)
        objects = [related_object(row, reason) for row, reason in zip(rows, reasons, strict=True)]
        _print_for_note(arguments, note, "related", objects, related_lines(rows, reasons))
    if not n_found:
        is_chosen_from = any(lists.related(note.note_id) for note in index.chosen)
        reason = "No related note fits the options." if is_chosen_from else why_nothing_related
        _print_absence(index, reason)
    return exits.FOUND if n_found else exits.NOTHING_FOUND


def concepts(arguments: argparse.Namespace) -> int:
    """Concepts of one note, or of all."""
    index = _open(arguments, choose_vault(arguments.vault, arguments.note))
    reader = index.reader
    stop_words, lists = StopWords(reader.folder), NoteLists(reader)
    n_found = 0
    for note in index.chosen:
        found = stop_words.leave(lists.concepts(note.note_id))[: arguments.limit]
        n_found += len(found)
        objects = [{"word": concept.text, "weight": concept.weight} for concept in found]
        lines = [f"{concept.weight:5.2f}  {concept.text}" for concept in found]
        _print_for_note(arguments, note, "concepts", objects, lines)
    if not n_found:
        is_hidden = any(lists.concepts(note.note_id) for note in index.chosen)
        _print_absence(index, "All concepts are stop words." if is_hidden else why_no_concepts)
    return exits.FOUND if n_found else exits.NOTHING_FOUND


def links(arguments: argparse.Namespace) -> int:
    """All that ties a note to others by name, or what a canvas leads to."""
    arguments.all = False
    vault = choose_vault(arguments.vault, arguments.note)
    if arguments.note.lower().endswith(".canvas"):
        reader = StoreReader(index_folder(vault))
        notes, found = reader.notes(), reader.canvas_links(find_canvas(reader.canvases(), arguments.note, vault))
    else:
        index = _open(arguments, vault)
        notes, found = index.notes, index.reader.links(index.chosen[0].note_id)
    rows = link_rows(found, shared_titles(notes))
    if arguments.json:
        for row in rows:
            print_json(row.value)
    else:
        for line in text_lines(rows):
            print_text(line)
    return exits.FOUND if rows else exits.NOTHING_FOUND


@dataclass(frozen=True)
class _OpenIndex:
    """An index, what was in it when it was opened, and the notes that were asked for."""

    reader: StoreReader
    revision: int
    notes: list[NoteSummary]
    chosen: list[NoteSummary]


def _open(arguments: argparse.Namespace, vault: Path) -> _OpenIndex:
    if arguments.all and arguments.note is not None:
        raise NotelinksError("--all asks for every note: leave out either NOTE or --all.")
    if not arguments.all and arguments.note is None:
        raise NotelinksError("name one NOTE, or ask for all of them with --all.")
    reader = StoreReader(index_folder(vault))
    with reader.snapshot():
        revision, notes = reader.revision(), reader.notes()
    if arguments.all:
        return _OpenIndex(reader, revision, notes, sorted(notes, key=lambda note: note.key))
    note = find_note(notes, arguments.note, vault, reader.skipped)
    tell_guess(note, arguments.note, vault)
    tell_if_behind(note, vault)
    return _OpenIndex(reader, revision, notes, [note])


def _print_absence(index: _OpenIndex, reason: str | Callable[[NoteSummary, int], str]) -> None:
    """Says on stderr why nothing was found: for want of notes or of a training, else for a given reason."""
    if index.reader.revision() != index.revision:
        reason = "The index has changed while it was read; ask again."
    elif not index.notes:
        reason = "There are no notes in this folder."
    elif index.reader.generation_folder() is None:
        reason = "Nothing has been trained yet; `notelinks index` does it."
    elif callable(reason):
        reason = reason(index.chosen[0], len(index.notes)) if len(index.chosen) == 1 else NOTHING_ANYWHERE
    print_message(reason)


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

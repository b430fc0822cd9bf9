"""`suggest`: what is worth linking in the whole vault."""

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from notelinks.cli import exits
from notelinks.cli.output import json_key, print_json, print_message, print_text
from notelinks.cli.rows import note_line, note_object, reason_lines, reason_object
from notelinks.cli.selecting import choose_selection
from notelinks.cli.suggest_dismissed import list_dismissed, restore_dismissed, tell_dismissed
from notelinks.cli.vaults import choose_vault
from notelinks.config import index_folder
from notelinks.query.suggestions import Orphan, Pair, find_orphans, find_pairs
from notelinks.records import Reason
from notelinks.store.reader import StoreReader

Explain = Callable[[int, Sequence[int]], list[Reason] | list[None]]
"""Gives why each of some notes is related to another one, by note id."""

_NEAREST = 3
"""Notes shown for an orphan."""


def suggest(arguments: argparse.Namespace) -> int:
    """Close pairs without a link, or notes without any link."""
    vault = choose_vault(arguments.vault)
    with StoreReader(index_folder(vault)) as reader:
        notes = reader.notes()
        if arguments.dismissed:
            return list_dismissed(arguments, reader.folder)
        if arguments.restore is not None:
            return restore_dismissed(arguments, reader, notes, vault)
        selection = choose_selection(arguments, notes, vault, is_suggestion=True)
        explain = _explainer(reader) if arguments.why else lambda note_id, other_ids: [None] * len(other_ids)
        if arguments.orphans:
            orphans = find_orphans(reader, notes, selection, _NEAREST)[: arguments.limit]
            results = [_show_orphan(orphan, explain) for orphan in orphans]
        else:
            pairs = find_pairs(reader, notes, selection)[: arguments.limit]
            results = [_show_pair(pair, explain) for pair in pairs]
    for value, lines in results:
        if arguments.json:
            print_json(value)
        else:
            for line in lines:
                print_text(line)
    if not results:
        print_message(_why_nothing(arguments, len(notes)))
    if not arguments.json:
        tell_dismissed(index_folder(vault))
    return exits.FOUND if results else exits.NOTHING_FOUND


def _why_nothing(arguments: argparse.Namespace, n_notes: int) -> str:
    if n_notes < 2:
        return "There are not two notes to compare in this folder." if n_notes else "There are no notes in this folder."
    if arguments.tag or arguments.folder or arguments.min_score or arguments.not_same_folder:
        return "Nothing fits the options."
    return "Every note has a link." if arguments.orphans else "No two notes are close without being linked."


def _explainer(reader: StoreReader) -> Explain:
    from notelinks.query.reasons import ReasonFinder

    return ReasonFinder(reader).reasons


def _show_pair(pair: Pair, explain: Explain) -> tuple[dict[str, Any], list[str]]:
    """A pair as JSON and as text."""
    (reason,) = explain(pair.first.note_id, [pair.second.note_id])
    value = {"notes": [note_object(pair.first), note_object(pair.second)], "score": round(pair.score, 6)}
    lines = [f"{pair.score:5.2f}  {note_line(pair.first)}", f"       {note_line(pair.second)}"]
    lines += [f"         {line}" for line in reason_lines(reason, "first", "second")]
    return value | _why(reason), lines


def _show_orphan(orphan: Orphan, explain: Explain) -> tuple[dict[str, Any], list[str]]:
    """An orphan and its nearest notes as JSON and as text."""
    reasons = explain(orphan.note.note_id, [row.note_id for row in orphan.nearest])
    nearest, lines = [], [note_line(orphan.note)]
    for row, reason in zip(orphan.nearest, reasons, strict=True):
        nearest.append({"note": json_key(row.key), "title": row.title, "score": round(row.score, 6)} | _why(reason))
        lines += [f"{row.score:7.2f}  {note_line(row)}", *(f"           {line}" for line in reason_lines(reason))]
    if not nearest:
        lines.append("         like no other note")
    return {**note_object(orphan.note), "nearest": nearest}, lines


def _why(reason: Reason | None) -> dict[str, Any]:
    return {} if reason is None else {"why": reason_object(reason)}

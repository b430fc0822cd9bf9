"""`suggest`: what is worth linking in the whole vault."""

import argparse
from typing import Any

from notelinks.cli import exits
from notelinks.cli.output import json_key, print_json, print_text
from notelinks.cli.rows import note_line, note_object
from notelinks.cli.selecting import choose_selection
from notelinks.cli.vaults import choose_vault
from notelinks.config import index_folder
from notelinks.query.suggestions import Orphan, Pair, find_orphans, find_pairs
from notelinks.store.reader import StoreReader

_NEAREST = 3
"""Notes shown for an orphan."""


def suggest(arguments: argparse.Namespace) -> int:
    """Close pairs without a link, or notes without any link."""
    vault = choose_vault(arguments.vault)
    with StoreReader(index_folder(vault)) as reader:
        notes = reader.notes()
        selection = choose_selection(arguments, notes, vault, is_suggestion=True)
        if arguments.orphans:
            orphans = find_orphans(reader, notes, selection, _NEAREST)[: arguments.limit]
            results = [(_orphan_object(orphan), _orphan_lines(orphan)) for orphan in orphans]
        else:
            pairs = find_pairs(reader, notes, selection)[: arguments.limit]
            results = [(_pair_object(pair), _pair_lines(pair)) for pair in pairs]
    for value, lines in results:
        if arguments.json:
            print_json(value)
        else:
            for line in lines:
                print_text(line)
    return exits.FOUND if results else exits.NOTHING_FOUND


def _pair_object(pair: Pair) -> dict[str, Any]:
    return {"notes": [note_object(pair.first), note_object(pair.second)], "score": round(pair.score, 6)}


def _pair_lines(pair: Pair) -> list[str]:
    return [f"{pair.score:5.2f}  {note_line(pair.first)}", f"       {note_line(pair.second)}"]


def _orphan_object(orphan: Orphan) -> dict[str, Any]:
    nearest = [{"note": json_key(row.key), "title": row.title, "score": round(row.score, 6)} for row in orphan.nearest]
    return {**note_object(orphan.note), "nearest": nearest}


def _orphan_lines(orphan: Orphan) -> list[str]:
    nearest = [f"{row.score:7.2f}  {note_line(row)}" for row in orphan.nearest]
    return [note_line(orphan.note), *(nearest or ["         like no other note"])]

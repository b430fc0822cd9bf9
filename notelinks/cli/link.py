"""`link`: inserts a link from one note to another after showing the change, or takes the last one back."""

import argparse
from pathlib import Path

from notelinks.cli import exits
from notelinks.cli.find_note import find_note, tell_guess
from notelinks.cli.output import json_key, print_json, print_text
from notelinks.cli.vaults import choose_vault
from notelinks.config import index_folder
from notelinks.errors import NotelinksError
from notelinks.linking.insert import insert_link, undo_link
from notelinks.linking.plan import LinkPlanner, Place
from notelinks.linking.shown import show_change
from notelinks.store.reader import StoreReader


def link(arguments: argparse.Namespace) -> int:
    """Inserts a link, shows what inserting it would change, or takes the newest one back."""
    vault = choose_vault(arguments.vault, arguments.source)
    folder = index_folder(vault)
    if arguments.undo:
        if arguments.source or arguments.at or arguments.dry_run:
            raise NotelinksError("`link --undo` takes back the newest link, and takes nothing else.")
        return _undo(vault, folder, arguments.json)
    if arguments.target is None:
        raise NotelinksError("name two notes: `link FROM TO`.")
    with StoreReader(folder) as reader:
        notes, written = reader.notes(), list(reader.written_links())
        names = (arguments.source, arguments.target)
        source, target = found = [find_note(notes, name, vault, reader.skipped) for name in names]
    for note, name in zip(found, names, strict=True):
        tell_guess(note, name, vault)
    planned = LinkPlanner(vault, written).plan(source.key, target, Place(arguments.at) if arguments.at else None)
    if not arguments.dry_run:
        insert_link(vault, folder, planned)
    lines = show_change(planned.before, planned.after)
    if arguments.json:
        print_json(
            {
                "note": json_key(source.key),
                "target": json_key(target.key),
                "line": planned.line,
                "at": planned.place,
                "link": planned.inserted,
                "inserted": not arguments.dry_run,
                "lines": [{"mark": line.mark, "line": line.number, "text": line.text} for line in lines],
            }
        )
        return exits.FOUND
    print_text(f"{source.key}:{planned.line}")
    for line in lines:
        print_text(f"{line.mark} {line.text}")
    return exits.FOUND


def _undo(vault: Path, folder: Path, as_json: bool) -> int:
    StoreReader(folder).close()
    taken = undo_link(vault, folder)
    if as_json:
        print_json({"note": json_key(taken.key), "target": json_key(taken.target_key), "line": taken.line})
    else:
        print_text(f"{taken.key}:{taken.line} no longer links to {taken.target_key}.")
    return exits.FOUND

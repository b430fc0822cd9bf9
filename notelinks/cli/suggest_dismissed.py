"""`suggest --dismissed` and `--restore`: the suggestions that are not made any more, and how they are made again."""

import argparse
from pathlib import Path

from notelinks.cli import exits
from notelinks.cli.find_note import find_note
from notelinks.cli.output import json_key, print_json, print_message, print_text
from notelinks.records import NoteSummary
from notelinks.store.dismissed import Dismissed, change_dismissed, read_dismissed
from notelinks.store.reader import StoreReader


def list_dismissed(arguments: argparse.Namespace, folder: Path) -> int:
    """Lists all, the newest last.

    Args:
        folder: of the vault's index.
    """
    dismissed = read_dismissed(folder)
    _show(dismissed, "", arguments.json)
    if not dismissed:
        print_message("No suggestion is dismissed.")
    return exits.FOUND if dismissed else exits.NOTHING_FOUND


def restore_dismissed(arguments: argparse.Namespace, reader: StoreReader, notes: list[NoteSummary], vault: Path) -> int:
    """Makes those about all of the named notes again; without a name, all.

    Raises:
        AmbiguousNoteError, NoteNotFoundError: as `find_note` does.
    """
    dismissed = read_dismissed(reader.folder)
    of_gone_notes = {key for keys in dismissed for key in keys}
    wanted = {
        name if name in of_gone_notes else find_note(notes, name, vault, reader.skipped).key
        for name in arguments.restore
    }
    restored = [keys for keys in dismissed if wanted <= set(keys)]
    change_dismissed(reader.folder, remove=restored)
    _show(restored, "restored ", arguments.json)
    if not restored:
        print_message("No such suggestion is dismissed." if dismissed else "No suggestion is dismissed.")
    return exits.FOUND if restored else exits.NOTHING_FOUND


def tell_dismissed(folder: Path) -> None:
    """Says how many there are, if there are any."""
    if n_dismissed := len(read_dismissed(folder)):
        print_message(f"{n_dismissed:,} dismissed; `suggest --dismissed` lists them, `suggest --restore` undoes it.")


def _show(dismissed: list[Dismissed], done: str, as_json: bool) -> None:
    for keys in dismissed:
        if as_json:
            print_json({"notes": [json_key(key) for key in keys]})
        else:
            print_text(done, "  |  ".join(keys))

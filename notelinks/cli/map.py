"""`map`: the whole vault as one page for a browser."""

import argparse
import stat
import sys
from pathlib import Path

from notelinks.addresses import file_uri, obsidian_uri
from notelinks.cli import exits
from notelinks.cli.output import print_message
from notelinks.cli.vaults import choose_vault, named_vault
from notelinks.config import index_folder, load_settings
from notelinks.errors import MapRefusedError, VaultAwayError
from notelinks.map.page import MARK, make_page
from notelinks.notes.config_folder import is_obsidian_vault
from notelinks.notes.languages import vault_languages
from notelinks.notes.stems import Stems
from notelinks.store.durable import replace_file
from notelinks.store.reader import StoreReader

_HEAD_BYTES = 4096
"""Of a file that is there: enough to see whether it is a map."""


def map(arguments: argparse.Namespace) -> int:  # noqa: A001 - a command's function has the command's name
    """Writes the map of a vault to a file or to standard output."""
    vault = choose_vault(named_vault(arguments))
    target = None if arguments.output == "-" else Path(arguments.output).expanduser().resolve()
    if target is not None:
        _check_target(target)
    with StoreReader(index_folder(vault)) as reader:
        if not reader.notes():
            print_message("There are no notes in this folder.")
            return exits.NOTHING_FOUND
        if reader.generation_folder() is None:
            print_message("Nothing has been trained yet; `notelinks index` does it.")
            return exits.NOTHING_FOUND
        n_notes, page = _make_page(reader, vault)
    if target is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(page.encode("utf-8"))
        return exits.FOUND
    replace_file(target, page.encode("utf-8"))
    inside = ", within the folder of notes" if target.is_relative_to(vault.resolve()) else ""
    print_message(
        f"{target}: a map of {n_notes:,} {'note' if n_notes == 1 else 'notes'}{inside}. Open it in a browser."
    )
    return exits.FOUND


def _make_page(reader: StoreReader, vault: Path) -> tuple[int, str]:
    """How many notes there are, and the page."""
    from notelinks.map.contents import read_contents

    if not vault.is_dir():
        raise VaultAwayError(
            f"{vault} cannot be seen at present, nor which program opens its notes. Mount or restore it."
        )
    languages = load_settings(vault).notes.languages or vault_languages(reader.language_counts())
    contents = read_contents(reader, vault.resolve().name, Stems(languages))
    is_obsidian = is_obsidian_vault(vault)
    to_address = obsidian_uri if is_obsidian else file_uri
    addresses = [to_address(vault / note.key) for note in contents.notes]
    return len(contents.notes), make_page(contents, addresses, "Obsidian" if is_obsidian else "")


def _check_target(target: Path) -> None:
    """
    Raises:
        MapRefusedError: if the file cannot be written, or is there and is no map, so that writing would lose it.
    """
    if not target.parent.is_dir():
        raise MapRefusedError(f"{target.parent} is no folder. Make it first, or choose another file.")
    try:
        about = target.stat()
        if not stat.S_ISREG(about.st_mode):
            raise MapRefusedError(f"{target} is no regular file. Choose another one, or - for standard output.")
        with open(target, "rb") as file:
            is_map = MARK.encode() in file.read(_HEAD_BYTES)
    except FileNotFoundError:
        return
    if not is_map:
        raise MapRefusedError(f"{target} is there and is no map of notes. Remove it, or choose another file.")

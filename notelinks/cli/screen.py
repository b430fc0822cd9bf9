"""`notelinks [VAULT]`: the terminal interface."""

import argparse
import os
import sys
from pathlib import Path

from notelinks.cli import exits
from notelinks.cli.output import print_message
from notelinks.cli.vaults import last_vault, open_vault, remember_vault
from notelinks.config import index_folder
from notelinks.errors import NotesDirectoryError


def open_screen(arguments: argparse.Namespace) -> int:
    """Opens the terminal interface on a vault."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()) or os.environ.get("TERM", "dumb") in ("dumb", ""):
        print_message("the terminal interface needs a terminal; `notelinks --help` lists what works without.")
        return exits.WRONG_USE
    named = arguments.vault or last_vault()
    if named is None:
        raise NotesDirectoryError("no folder of notes was opened before. Name one: `notelinks FOLDER`.")
    vault = open_vault(Path(named), accept_home=arguments.yes)
    remember_vault(vault)
    from notelinks.tui.app import run_app

    return run_app(vault, index_folder(vault))

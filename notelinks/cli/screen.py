"""`notelinks [VAULT]`: the terminal interface."""

import argparse
import sys
from pathlib import Path

from notelinks.cli import exits
from notelinks.cli.vaults import last_vault, open_vault, remember_vault
from notelinks.config import index_folder, load_settings
from notelinks.errors import NotesDirectoryError
from notelinks.tui.crash import refuse_without_terminal


def open_screen(arguments: argparse.Namespace) -> int:
    """Opens the terminal interface on a vault."""
    if reason := refuse_without_terminal():
        sys.stderr.write(f"{reason}\n")
        return exits.WRONG_USE
    settings = load_settings()
    named = arguments.vault or last_vault()
    if named is None:
        raise NotesDirectoryError("no folder of notes was opened before. Name one: `notelinks FOLDER`.")
    vault = open_vault(Path(named), accept_home=arguments.yes)
    remember_vault(vault)
    from notelinks.tui.run import run_app

    return run_app(vault, index_folder(vault), settings.ranking.source_only)

"""`notelinks [VAULT]`: the terminal interface."""

import argparse
import sys
from functools import cache
from pathlib import Path

from notelinks.cli import exits
from notelinks.cli.output import print_message
from notelinks.cli.vaults import (
    find_vaults,
    last_vault,
    named_vault,
    offer_vaults,
    open_vault,
    remember_vault,
    surrounding_vault,
)
from notelinks.config import index_folder, load_settings, short_path
from notelinks.tui.crash import refuse_without_terminal


def open_screen(arguments: argparse.Namespace) -> int:
    """Opens the terminal interface on a vault."""
    named = named_vault(arguments)
    if reason := refuse_without_terminal():
        sys.stderr.write(f"{reason}\n")
        if named is None and last_vault() is None and (found := find_vaults()):
            print_message(f"`notelinks FOLDER` opens one of: {', '.join(map(str, found))}.")
        return exits.WRONG_USE
    load_settings()  # a wrong setting is told before anything is asked
    meant = named or surrounding_vault()
    last = None if meant else last_vault()
    vault = open_vault(Path(meant or last or offer_vaults()), says_yes=arguments.yes)
    settings = load_settings(vault)
    remember_vault(vault)
    from notelinks.tui.run import run_app

    @cache
    def source_only() -> tuple[str, ...]:
        from notelinks.cli.selecting import folders_without_results

        return folders_without_results(vault, settings)

    greeting = f"The folder opened last: {short_path(vault)}" if last and not Path.cwd().is_relative_to(vault) else ""
    return run_app(vault, index_folder(vault), source_only, settings.keys, in_ascii=arguments.ascii, greeting=greeting)

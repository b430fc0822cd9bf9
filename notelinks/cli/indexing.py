"""`index`, `watch` and `purge`: the commands that write the index."""

import argparse
import os
import signal
import threading

from notelinks.cli import exits
from notelinks.cli.output import print_message, print_text
from notelinks.cli.progress import LineReporter, open_progress
from notelinks.cli.vaults import choose_vault, forget_vault, named_vault, open_vault, warn_of_network_disk
from notelinks.config import index_folder, load_settings
from notelinks.errors import IndexerRunningError
from notelinks.store.lock import IndexLock
from notelinks.store.purge import purge_index


def index(arguments: argparse.Namespace) -> int:
    """Brings the index up to date once."""
    vault = open_vault(choose_vault(named_vault(arguments)), says_yes=arguments.yes)
    settings, folder = load_settings(vault), index_folder(vault)
    warn_of_network_disk(folder)
    stop = _stop_on_signals()
    with IndexLock(folder), open_progress() as reporter:
        from notelinks.indexer.service import Indexer

        indexer = Indexer(vault, folder, settings, reporter, stop)
        try:
            indexer.run_once(full=arguments.full)
        finally:
            indexer.close()
    return 130 if stop.is_set() else exits.FOUND


def watch(arguments: argparse.Namespace) -> int:
    """Keeps the index current until SIGINT or SIGTERM."""
    vault = open_vault(choose_vault(named_vault(arguments)), says_yes=arguments.yes)
    settings, folder = load_settings(vault), index_folder(vault)
    warn_of_network_disk(folder)
    stop = _stop_on_signals()
    if arguments.stop_at_eof:
        threading.Thread(target=_stop_at_eof, args=(stop,), daemon=True).start()
    with IndexLock(folder):
        from notelinks.indexer.service import Indexer

        reporter = LineReporter()
        indexer = Indexer(vault, folder, settings, reporter, stop)
        try:
            reporter.event(f"watching {vault}")
            indexer.watch()
        finally:
            indexer.close()
    reporter.event("stopped")
    return exits.FOUND


def purge(arguments: argparse.Namespace) -> int:
    """Removes everything that is kept about a vault."""
    vault = choose_vault(named_vault(arguments))
    try:
        was_kept = purge_index(index_folder(vault))
    except IndexerRunningError as error:
        raise IndexerRunningError(
            f"{vault} is in use: close its screen, or end `watch` or `index`, and purge it then."
        ) from error
    forget_vault(vault)
    if was_kept:
        print_text("Removed everything that was kept about ", str(vault), ".")
        return exits.FOUND
    print_message("nothing is kept about this folder.")
    return exits.NOTHING_FOUND


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _stop_at_eof(stop: threading.Event) -> None:
    """Whatever ends the parent, however suddenly, closes its end of the pipe."""
    while os.read(0, 4096):
        pass
    stop.set()

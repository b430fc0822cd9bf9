"""From the arguments to a command and its exit status. The last place where errors arrive."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence

from notelinks.cli import exits
from notelinks.cli.output import print_message
from notelinks.cli.parser import COMMANDS, build_parser, build_screen_parser
from notelinks.errors import (
    IndexerRunningError,
    NotelinksError,
    NoteNotFoundError,
    NothingToLinkError,
    VaultAwayError,
    WordNotFoundError,
)
from notelinks.mistakes import hush_tracebacks, tell_mistake

_SHARED_MODULES = {
    "index": "indexing",
    "watch": "indexing",
    "purge": "indexing",
    "related": "notes",
    "concepts": "notes",
    "links": "notes",
    "word2vec": "engine",
}
"""Command -> the module of `cli` that it shares with others; the rest have one of their own name."""

_NUMPY_THREADS = "1"
"""Threads of NumPy's own, decided before it is imported. They wait for one another by spinning: beside a training, or
within threads of ours, products take several times as long with two of them as with one."""

_SCREEN_OPTIONS = ("--yes", "--ascii", "--vault")
"""What may come first when the terminal interface is wanted, beside a folder."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit status."""
    os.umask(0o077)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", _NUMPY_THREADS)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    hush_tracebacks()
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        status = _run(arguments)
        sys.stdout.flush()
        return status
    except NotelinksError as error:
        print_message(str(error))
        return _status_of(error)
    except BrokenPipeError:
        _silence(sys.stdout)
        return exits.FOUND
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        _silence(sys.stdout)
        where = f"{error.filename}: " if error.filename else "the output could not be written: "
        print_message(f"{where}{error.strerror}.")
        return exits.NOTHING_FOUND
    except Exception as error:
        tell_mistake(error)
        return exits.MISTAKE


def _run(arguments: list[str]) -> int:
    arguments = _command_first(arguments)
    if _wants_screen(arguments):
        _refuse_misspelt_command(arguments)
        return _open_screen(build_screen_parser().parse_args(arguments))
    parser = build_parser({name: _command(name) for name in COMMANDS})
    parsed = parser.parse_args(arguments)
    return parsed.run(parsed)


def _command_first(arguments: list[str]) -> list[str]:
    """The same with the command before the folder, where `--vault` stands before the command."""
    n_before = 2 if arguments[:1] == ["--vault"] else 1 if arguments and arguments[0].startswith("--vault=") else 0
    if n_before and arguments[n_before : n_before + 1] and arguments[n_before] in COMMANDS:
        return [arguments[n_before], *arguments[:n_before], *arguments[n_before + 1 :]]
    return arguments


def _wants_screen(arguments: list[str]) -> bool:
    if not arguments or arguments[0].partition("=")[0] in _SCREEN_OPTIONS:
        return True
    return not (arguments[0] in COMMANDS or arguments[0].startswith("-"))


def _refuse_misspelt_command(arguments: list[str]) -> None:
    """Whoever names no folder may have meant a command.

    Raises:
        NotelinksError: if the first argument is nothing on the disk and nearly a command; it names that.
    """
    if not arguments or arguments[0].startswith("-") or os.path.lexists(arguments[0]):
        return
    from difflib import get_close_matches

    if near := get_close_matches(arguments[0], COMMANDS, n=1, cutoff=0.7):
        raise NotelinksError(
            f"{arguments[0]!r} is neither a folder nor a command. Did you mean `notelinks {near[0]}`? "
            "`notelinks --help` lists all commands."
        )


def _open_screen(arguments: argparse.Namespace) -> int:
    from notelinks.tui.garbage import put_off_collecting

    put_off_collecting()
    from notelinks.cli.screen import open_screen

    return open_screen(arguments)


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    """What carries out a command: the function of its name, imported when it is called."""

    def run(arguments: argparse.Namespace) -> int:
        function = name.replace("-", "_")
        module = importlib.import_module(f"notelinks.cli.{_SHARED_MODULES.get(name, function)}")
        return getattr(module, function)(arguments)

    return run


def _status_of(error: NotelinksError) -> int:
    if isinstance(error, IndexerRunningError):
        return exits.INDEXER_RUNNING
    if isinstance(error, VaultAwayError):
        return exits.VAULT_AWAY
    if isinstance(error, NoteNotFoundError | NothingToLinkError | WordNotFoundError):
        return exits.NOTHING_FOUND
    return exits.WRONG_USE


def _silence(stream) -> None:
    """Keeps the interpreter from complaining at its end about output that nobody takes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())

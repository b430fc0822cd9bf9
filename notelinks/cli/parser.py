"""The arguments of every command."""

import argparse
from collections.abc import Callable

from notelinks import __version__
from notelinks.cli.engine_parser import add_word2vec
from notelinks.config import config_file
from notelinks.display import safe_text

COMMANDS = (
    "index",
    "watch",
    "related",
    "search",
    "suggest",
    "concepts",
    "links",
    "words",
    "map",
    "link",
    "stop-words",
    "evaluate",
    "status",
    "purge",
    "word2vec",
)
"""In the order in which `--help` lists them."""

_DESCRIPTION = """\
See what every Markdown note is connected to, from word vectors trained on your notes alone.

`notelinks FOLDER` opens the terminal interface; without FOLDER, the one around the current folder, else the one opened
last, else one of those found.
"""


_FOLDER = "the folder of notes; default: the one around you"

_SAME = "the same, as for other commands"


class _Parser(argparse.ArgumentParser):
    """Says in its help where settings stand, which is looked up only then."""

    def format_help(self) -> str:
        where = safe_text(str(config_file()))
        return f"{super().format_help()}Settings and keys: {where}, which need not exist (docs/configuration.md).\n"


def build_parser(run: dict[str, Callable[[argparse.Namespace], int]]) -> argparse.ArgumentParser:
    """The parser of the whole command line.

    Args:
        run: what carries out each command.
    """
    parser = _Parser(
        prog="notelinks",
        description=_DESCRIPTION,
        epilog="`notelinks COMMAND --help` tells more. Exit status: 0 found, 1 nothing found, 2 wrong use, "
        "3 another indexer is running, 4 the folder of notes is away.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"notelinks {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", parser_class=argparse.ArgumentParser)
    builders = {
        "index": _add_index,
        "watch": _add_watch,
        "related": _add_related,
        "search": _add_search,
        "suggest": _add_suggest,
        "concepts": _add_concepts,
        "links": _add_links,
        "words": _add_words,
        "map": _add_map,
        "link": _add_link,
        "stop-words": _add_stop_words,
        "evaluate": _add_evaluate,
        "status": _add_status,
        "purge": _add_purge,
        "word2vec": add_word2vec,
    }
    for name in COMMANDS:
        builders[name](commands).set_defaults(run=run[name])
    return parser


def build_screen_parser() -> argparse.ArgumentParser:
    """The parser for `notelinks [VAULT]`, which is no command of its own."""
    parser = argparse.ArgumentParser(prog="notelinks", description="Open the terminal interface on a folder of notes.")
    parser.add_argument(
        "vault_position",
        nargs="?",
        metavar="VAULT",
        help="the folder of notes; default: the vault that you are in, else the one opened last, else one of those "
        "that Obsidian knows",
    )
    _add_vault_option(parser, _SAME)
    parser.add_argument("--ascii", action="store_true", help="draw marks and lines in ASCII")
    _add_yes(parser)
    return parser


def _add_index(commands) -> argparse.ArgumentParser:
    parser = commands.add_parser("index", help="bring the index up to date once and exit")
    _add_vault(parser)
    parser.add_argument("--full", action="store_true", help="ignore what is stored: read and train everything anew")
    _add_yes(parser)
    return parser


def _add_watch(commands) -> argparse.ArgumentParser:
    parser = commands.add_parser("watch", help="index, then keep the index current until stopped")
    _add_vault(parser)
    _add_yes(parser)
    parser.add_argument("--stop-at-eof", action="store_true", help="stop when standard input ends")
    return parser


def _add_related(commands) -> argparse.ArgumentParser:
    parser = commands.add_parser("related", help="the notes most related to a note, and why")
    _add_note(parser)
    parser.add_argument("--limit", type=_count, default=10, metavar="N", help="at most so many (default 10)")
    linked = parser.add_mutually_exclusive_group()
    linked.add_argument("--linked", action="store_true", help="only notes that are linked with it")
    linked.add_argument("--unlinked", action="store_true", help="only notes that are not")
    _add_selection(parser, "only notes that are")
    parser.add_argument("--not-same-folder", action="store_true", help="only notes of other folders")
    _add_why(parser, "the words that add most to each score, a fact, and the sections that match")
    _add_reading(parser)
    return parser


def _add_search(commands) -> argparse.ArgumentParser:
    parser = commands.add_parser("search", help="the notes nearest to a text of your own")
    parser.add_argument("text", metavar="TEXT", nargs="+", help="words, sentences; - reads standard input")
    parser.add_argument("--limit", type=_count, default=10, metavar="N", help="at most so many (default 10)")
    _add_selection(parser, "only notes that are")
    _add_why(parser, "the words that add most to each score, and the section that matches")
    _add_reading(parser)
    return parser


def _add_suggest(commands) -> argparse.ArgumentParser:
    parser = commands.add_parser("suggest", help="close pairs of notes without a link; notes without any link")
    parser.add_argument("--orphans", action="store_true", help="notes without any link, with their nearest notes")
    parser.add_argument("--dismissed", action="store_true", help="list what was dismissed on the screen (`x`)")
    parser.add_argument(
        "--restore", nargs="*", metavar="NOTE", help="suggest again what was dismissed about this note or pair; or all"
    )
    parser.add_argument("--limit", type=_count, default=10, metavar="N", help="at most so many (default 10)")
    _add_selection(parser, "only pairs of which a note is")
    parser.add_argument("--not-same-folder", action="store_true", help="only pairs of different folders")
    _add_why(parser, "the words that add most to each score, a fact, and the sections that match")
    _add_reading(parser)
    return parser


def _add_concepts(commands) -> argparse.ArgumentParser:
    parser = commands.add_parser("concepts", help="the words that a note is about")
    _add_note(parser)
    parser.add_argument("--limit", type=_count, default=10, metavar="N", help="at most so many (default 10)")
    _add_reading(parser)
    return parser


def _add_links(commands) -> argparse.ArgumentParser:
    parser = commands.add_parser("links", help="outgoing links, backlinks, unresolved links, unlinked mentions")
    parser.add_argument("note", metavar="NOTE", help="a path in the vault, a file name or a title; or a canvas")
    _add_reading(parser)
    return parser


def _add_words(commands) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        "words", help="one word: the nearest words; two: their similarity; --analogy, --minus: analogies"
    )
    parser.add_argument("words", metavar="WORD", nargs="*")
    parser.add_argument("--analogy", metavar="WORD", nargs="*", help="of three words A B C: what is to C as B is to A")
    parser.add_argument("--minus", metavar="WORD", nargs="+", default=[], help="words to subtract")
    parser.add_argument("--limit", type=_count, default=10, metavar="N", help="at most so many (default 10)")
    _add_reading(parser)
    return parser


def _add_map(commands) -> argparse.ArgumentParser:
    parser = commands.add_parser("map", help="the whole folder as a map: one page for a browser that needs no network")
    _add_vault(parser)
    parser.add_argument(
        "-o", "--output", metavar="FILE", required=True, help="where to write it; - writes to standard output"
    )
    return parser


def _add_link(commands) -> argparse.ArgumentParser:
    parser = commands.add_parser("link", help="insert a link to TO into the note FROM, and show the change")
    parser.add_argument("source", nargs="?", metavar="FROM", help="the note to change: a path, a file name or a title")
    parser.add_argument("target", nargs="?", metavar="TO", help="the note to link to")
    places = ("mention", "end")
    parser.add_argument("--at", choices=places, help="where; default: at a mention if there is one, else at the end")
    parser.add_argument("--dry-run", action="store_true", help="show the change and make none")
    parser.add_argument("--undo", action="store_true", help="take the newest inserted link back")
    _add_reading(parser)
    return parser


def _add_stop_words(commands) -> argparse.ArgumentParser:
    parser = commands.add_parser("stop-words", help="words that are never shown as concepts or reasons of this folder")
    actions = ("list", "add", "remove")
    parser.add_argument("action", nargs="?", choices=actions, default="list", help="what to do (default list)")
    parser.add_argument("words", metavar="WORD", nargs="*", help="words to add or remove")
    _add_reading(parser)
    return parser


def _add_evaluate(commands) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        "evaluate", help="hide a fifth of your links in memory, and see how well each ranking finds them again"
    )
    _add_vault_position(parser)
    parser.add_argument("--concepts", action="store_true", help="hide titles instead, and look for their words")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number hides others (default 1)")
    _add_yes(parser)
    _add_reading(parser)
    return parser


def _add_status(commands) -> argparse.ArgumentParser:
    parser = commands.add_parser("status", help="what is indexed, what is skipped and why, what the indexer does")
    _add_vault_position(parser)
    _add_reading(parser)
    return parser


def _add_purge(commands) -> argparse.ArgumentParser:
    parser = commands.add_parser("purge", help="remove everything that is kept about a folder; never touches notes")
    _add_vault(parser)
    return parser


def _add_vault(parser: argparse.ArgumentParser) -> None:
    _add_vault_position(parser)
    _add_vault_option(parser, _SAME)


def _add_vault_position(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("vault_position", nargs="?", metavar="VAULT", help=_FOLDER)


def _add_vault_option(parser: argparse.ArgumentParser, text: str) -> None:
    parser.add_argument("--vault", metavar="DIR", help=text)


def _add_note(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("note", nargs="?", metavar="NOTE", help="a path in the vault, a file name or a title")
    parser.add_argument("--all", action="store_true", help="every note")


def _add_selection(parser: argparse.ArgumentParser, only: str) -> None:
    parser.add_argument("--min-score", type=float, default=0.0, metavar="X", help="leave out scores below X")
    parser.add_argument("--tag", metavar="T", help=f"{only} tagged so, or with a tag below it")
    parser.add_argument("--folder", metavar="F", help=f"{only} in or below this folder of the vault")


def _add_why(parser: argparse.ArgumentParser, text: str) -> None:
    parser.add_argument("--why", action="store_true", help=text)


def _add_reading(parser: argparse.ArgumentParser) -> None:
    _add_vault_option(parser, _FOLDER)
    parser.add_argument("--json", action="store_true", help="JSON, one object a line")


def _add_yes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--yes",
        action="store_true",
        help="do not ask, even if the folder is your home directory or has over 50,000 files",
    )


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is not a positive number")
    return value

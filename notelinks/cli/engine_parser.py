"""The arguments of `notelinks word2vec` and its sub-commands."""

import argparse
import math
from collections.abc import Callable
from pathlib import Path

from notelinks.config import BOUNDS

_DESCRIPTION = "Word vectors of any text file: no folder of notes and no index needed."

_FORMATS = "a file of word vectors in word2vec's format: binary if its name ends in .bin, else text"


def add_word2vec(commands) -> argparse.ArgumentParser:
    """Adds `word2vec` to the commands."""
    parser = commands.add_parser(
        "word2vec",
        help="train, query, compare and evaluate word vectors of any text file",
        description=_DESCRIPTION,
        epilog="`notelinks word2vec COMMAND --help` tells more. Vectors are read and written in word2vec's formats: "
        "binary if a name ends in .bin, else text.",
    )
    parts = parser.add_subparsers(metavar="COMMAND", dest="engine_command", required=True)
    _add_train(parts)
    _add_query(parts)
    _add_compare(parts)
    _add_evaluate(parts)
    return parser


def _add_train(parts) -> None:
    parser = parts.add_parser("train", help="train word vectors on a text file", description="Train word vectors.")
    parser.add_argument("corpus", type=Path, metavar="CORPUS", help="UTF-8 text, words parted by white space")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=_FORMATS)
    add = parser.add_argument
    add("--dim", type=_bounded("n_dims"), default=96, metavar="N", help="length of a vector, a multiple of 16 (96)")
    add("--window", type=_bounded("window"), default=5, metavar="N", help="context words on each side (5)")
    add("--negative", type=_bounded("negative"), default=5, metavar="N", help="noise words of a target (5)")
    add("--epochs", type=_bounded("max_epochs"), default=5, metavar="N", help="passes over the text (5)")
    add("--lr", type=_bounded("learning_rate"), metavar="X", help="first learning rate (mean: 0.2, sum: 0.05)")
    add("--min-count", type=whole(1), default=5, metavar="N", help="leave out words that are rarer (5)")
    add("--sample", type=_bounded("sample"), default=1e-3, metavar="X", help="thin out frequent words; 0: no (1e-3)")
    add("--threads", type=_bounded("n_threads"), default=0, metavar="N", help="0: one a processor; same vectors (0)")
    add("--seed", type=_bounded("seed"), default=1, metavar="N", help="same text, settings, seed: same vectors (1)")
    add("--stop-words", metavar="LANG", help="leave out the stop words of a language, such as en")
    add("--lower", action="store_true", help="turn all words to lower case")
    add("--gradient", choices=("mean", "sum"), default="mean", help="share the gradient out, or not, as word2vec.c")
    add("--context", choices=("window", "note"), default="window", help="the window, or mostly the whole document")
    add("--noise", choices=("power", "uniform"), default="power", help="noise words by count^0.75, or all alike")
    add("--init", choices=("unit", "normal"), default="unit", help="first vectors: of unit length, or short and normal")
    add("--log", type=Path, metavar="FILE", help="write a JSON line an epoch: epoch, loss, rate, words_per_s")


def _add_query(parts) -> None:
    parser = parts.add_parser(
        "query",
        help="ask a file of word vectors: at a prompt, or one question",
        description="similar WORD [K] | similarity A B | analogy A B C (A is to B as C is to ?) | embedding WORD | "
        "vocab [N]. Without a question, a prompt; `help` and `quit` work there.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help=_FORMATS)
    parser.add_argument("question", nargs=argparse.REMAINDER, metavar="QUESTION", help="such as: similar river 5")


def _add_compare(parts) -> None:
    parser = parts.add_parser(
        "compare", help="how much two files of word vectors agree", description="How much two files agree."
    )
    for name in ("first", "second"):
        parser.add_argument(name, type=Path, metavar=name.upper(), help=_FORMATS)
    add = parser.add_argument
    add("-k", "--neighbours", type=whole(1), default=10, metavar="K", help="neighbours compared (10)")
    add("--words", type=whole(1), default=1_000, metavar="N", help="words whose neighbours are compared (1000)")
    add("--pairs", type=whole(2), default=10_000, metavar="N", help="pairs whose similarity is compared (10000)")
    add("--seed", type=_bounded("seed"), default=1, metavar="N", help="for the choice of words and pairs (1)")
    add("--csv", action="store_true", help="comma-separated values")


def _add_evaluate(parts) -> None:
    parser = parts.add_parser(
        "evaluate",
        help="score word vectors by people's judgements and by analogies",
        description="Score a file of word vectors. Both options may be given several times.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help=_FORMATS)
    add = parser.add_argument
    add("--similarity", type=Path, action="append", default=[], metavar="FILE", help="like SimLex-999, WordSim-353")
    add("--analogies", type=Path, action="append", default=[], metavar="FILE", help="like questions-words.txt")
    add("--csv", action="store_true", help="comma-separated values, a line a pair or question")


def whole(least: int, greatest: float = math.inf) -> Callable[[str], int]:
    """A reader of whole numbers between two bounds."""

    def read(text: str) -> int:
        value = int(text)
        if not least <= value <= greatest:
            bound = f"at least {least}" if value < least else f"at most {greatest}"
            raise argparse.ArgumentTypeError(f"{value} is not {bound}")
        return value

    read.__name__ = "whole number"
    return read


def _bounded(setting: str) -> Callable[[str], float]:
    """A reader of numbers within the bounds of a setting."""
    least, greatest = BOUNDS[setting]

    def read(text: str) -> float:
        value = float(text) if isinstance(least, float) else int(text)
        if not least <= value <= greatest:
            raise argparse.ArgumentTypeError(f"{text} does not lie between {least} and {greatest}")
        if setting == "n_dims" and value % 16:
            raise argparse.ArgumentTypeError(f"{value} is not a multiple of 16; {value - value % 16 + 16} is")
        return value

    read.__name__ = "number" if isinstance(least, float) else "whole number"
    return read

"""`word2vec query`: questions to a file of word vectors, at a prompt or one by itself."""

import argparse
import contextlib
import sys
from collections.abc import Callable, Sequence

from notelinks.cli import exits
from notelinks.cli.output import print_message, print_text
from notelinks.errors import ConfigError, NotelinksError
from notelinks.nearness import cosine, nearest_rows, unit_rows
from notelinks.word2vec.vectors import WordVectors, read_vectors

_HELP = """\
similar WORD [K]    the K nearest words (10)
similarity A B      cosine of two words
analogy A B C       A is to B as C is to ?
embedding WORD      the numbers of a word
vocab [N]           how many words there are, and the first N (10)
help                this list
quit                the end; so is Ctrl-D"""

_DEFAULT_LIMIT = 10
"""Words shown if no number is given."""


def query(arguments: argparse.Namespace) -> int:
    """Answers one question, or opens a prompt."""
    questions = Questions(read_vectors(arguments.file))
    if arguments.question:
        return questions.ask(arguments.question)
    if sys.stdin.isatty():
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401  # gives `input` a history
        print_message(f"{questions.size()}. `help` lists what can be asked.")
    return _prompt(questions)


def _prompt(questions: "Questions") -> int:
    """Asks until the end of the input. What goes wrong is told, and the next question waited for."""
    while True:
        try:
            words = input("> " if sys.stdin.isatty() else "").split()
        except EOFError:
            return exits.FOUND
        except UnicodeDecodeError:
            print_message("the question is not in the terminal's encoding.")
            continue
        if words and words[0] in ("quit", "exit"):
            return exits.FOUND
        if words:
            try:
                questions.ask(words)
            except NotelinksError as error:
                print_message(str(error))
        sys.stdout.flush()


class Questions:
    """The questions that can be asked about word vectors."""

    def __init__(self, vectors: WordVectors) -> None:
        self._vectors = vectors
        self._units = unit_rows(vectors.vectors)

    def size(self) -> str:
        """How many words there are, and of how many dimensions."""
        return "{:,} words of {} dimensions".format(*self._vectors.vectors.shape)

    def ask(self, question: Sequence[str]) -> int:
        """Prints the answer; gives the exit status.

        Raises:
            ConfigError: if that is no question.
            WordNotFoundError: if a word has no vector.
        """
        name, *words = question
        kinds: dict[str, tuple[Callable[..., int], tuple[int, ...], str]] = {
            "similar": (self._similar, (1, 2), "WORD [K]"),
            "similarity": (self._similarity, (2,), "A B"),
            "analogy": (self._analogy, (3,), "A B C"),
            "embedding": (self._embedding, (1,), "WORD"),
            "vocab": (self._vocab, (0, 1), "[N]"),
            "help": (self._help, (0,), ""),
        }
        if name not in kinds:
            raise ConfigError(f"{name!r} is no question; there are: {', '.join(kinds)}.")
        answer, numbers, form = kinds[name]
        if len(words) not in numbers:
            raise ConfigError(f"{name} is asked like this: {name} {form}".rstrip() + ".")
        return answer(*words)

    def _similar(self, word: str, limit: str = "") -> int:
        return self._print_nearest([word], [], _limit(limit))

    def _analogy(self, a: str, b: str, c: str) -> int:
        return self._print_nearest([b, c], [a], _DEFAULT_LIMIT)

    def _print_nearest(self, plus: Sequence[str], minus: Sequence[str], limit: int) -> int:
        rows = [[self._vectors.row_of(word) for word in words] for words in (plus, minus)]
        found = nearest_rows(self._units, *rows, limit)
        for row, score in found:
            print_text(f"{score:6.3f}  {self._vectors.words[row]}")
        return exits.FOUND if found else exits.NOTHING_FOUND

    def _similarity(self, first: str, second: str) -> int:
        value = cosine(self._units, self._vectors.row_of(first), self._vectors.row_of(second))
        print_text(f"{value:.4f}")
        return exits.FOUND

    def _embedding(self, word: str) -> int:
        print_text(" ".join(f"{x:.6g}" for x in self._vectors.vectors[self._vectors.row_of(word)].tolist()))
        return exits.FOUND

    def _vocab(self, limit: str = "") -> int:
        print_text(self.size())
        for word in self._vectors.words[: _limit(limit)]:
            print_text(f"  {word}")
        return exits.FOUND

    def _help(self) -> int:
        for line in _HELP.split("\n"):
            print_text(line)
        return exits.FOUND


def _limit(text: str) -> int:
    """The number that a question ends with."""
    if not text:
        return _DEFAULT_LIMIT
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0):
        raise ConfigError(f"{text!r} is no number of words.")
    return int(text[:9])

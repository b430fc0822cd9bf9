"""`words`: nearest words, similarity of two words, analogies."""

import argparse

from notelinks.cli import exits
from notelinks.cli.output import print_json, print_text
from notelinks.cli.vaults import choose_vault
from notelinks.config import index_folder
from notelinks.errors import NotelinksError
from notelinks.notes.words import fold_word, split_words
from notelinks.query.vectors import open_generation
from notelinks.query.words import WordFinder
from notelinks.store.reader import StoreReader
from notelinks.store.stop_words import read_stop_words


def words(arguments: argparse.Namespace) -> int:
    """Compares words by their vectors."""
    with StoreReader(index_folder(choose_vault(arguments.vault))) as reader:
        finder = WordFinder(open_generation(reader).generation, read_stop_words(reader.folder))
    is_analogy = arguments.analogy is not None
    plus, minus = _fold(arguments.words + (arguments.analogy or [])), _fold(arguments.minus)
    if not plus:
        raise NotelinksError("name a word, or more: `words WORD …`.")
    if is_analogy:
        if len(plus) != 3 or minus:
            raise NotelinksError("--analogy wants three words: A B C asks what is to C as B is to A.")
        plus, minus = plus[1:], plus[:1]
    elif len(plus) == 2 and not minus:
        similarity = finder.similarity(*plus)
        if arguments.json:
            print_json({"words": plus, "similarity": round(similarity, 6)})
        else:
            print_text(f"{similarity:.4f}")
        return exits.FOUND
    found = finder.nearest(plus, minus, arguments.limit)
    for word, score in found:
        if arguments.json:
            print_json({"word": word, "score": round(score, 6)})
        else:
            print_text(f"{score:5.2f}  {word}")
    return exits.FOUND if found else exits.NOTHING_FOUND


def _fold(written: list[str]) -> list[str]:
    """The words in the vocabulary's form; what the tokenizer would cut stays as it was typed, to be named in errors."""
    return [fold_word(found[0] if len(found := split_words(text)) == 1 else text) for text in written]

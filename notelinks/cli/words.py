"""`words`: nearest words, similarity of two words, analogies."""

import argparse
from itertools import chain

from notelinks.cli import exits
from notelinks.cli.output import print_json, print_text
from notelinks.cli.vaults import choose_vault
from notelinks.config import index_folder
from notelinks.errors import NotelinksError
from notelinks.notes.words import fold_word, is_unspaced, split_words
from notelinks.query.vectors import open_generation
from notelinks.query.words import WordFinder
from notelinks.store.reader import StoreReader
from notelinks.store.stop_words import read_stop_words


def words(arguments: argparse.Namespace) -> int:
    """Compares words by their vectors."""
    with StoreReader(index_folder(choose_vault(arguments.vault))) as reader:
        finder = WordFinder(open_generation(reader).generation, read_stop_words(reader.folder))
    is_analogy = arguments.analogy is not None
    plus = [_words_of(text, finder) for text in arguments.words + (arguments.analogy or [])]
    minus = [_words_of(text, finder) for text in arguments.minus]
    if not plus:
        raise NotelinksError("name a word, or more: `words WORD …`.")
    if is_analogy:
        if len(plus) != 3 or minus:
            raise NotelinksError("--analogy wants three words: A B C asks what is to C as B is to A.")
        plus, minus = plus[1:], plus[:1]
    elif len(plus) == 2 and not minus:
        similarity = finder.similarity(*plus)
        if arguments.json:
            print_json({"words": [fold_word(text) for text in arguments.words], "similarity": round(similarity, 6)})
        else:
            print_text(f"{similarity:.4f}")
        return exits.FOUND
    found = finder.nearest([*chain(*plus)], [*chain(*minus)], arguments.limit)
    for word, score in found:
        if arguments.json:
            print_json({"word": word, "score": round(score, 6)})
        else:
            print_text(f"{score:5.2f}  {word}")
    return exits.FOUND if found else exits.NOTHING_FOUND


def _words_of(text: str, finder: WordFinder) -> list[str]:
    """The words in the vocabulary's form that a typed one stands for: itself, or what a term of a script without blanks
    is cut into. What is not known stays as it was typed, to be named in an error."""
    found = [fold_word(word) for word in split_words(text)]
    is_term = is_unspaced(text) and bool(found) and all(map(finder.holds, found))
    return found if len(found) == 1 or is_term else [fold_word(text)]

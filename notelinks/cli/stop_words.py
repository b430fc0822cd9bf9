"""`stop-words`: words that are never shown as concepts or reasons of a vault; listed, added, removed."""

import argparse
from pathlib import Path

from notelinks.cli import exits
from notelinks.cli.output import print_json, print_message, print_text
from notelinks.cli.vaults import choose_vault
from notelinks.config import index_folder
from notelinks.display import safe_text
from notelinks.errors import NotelinksError
from notelinks.notes.words import fold_word, is_unspaced, split_words
from notelinks.store.reader import StoreReader
from notelinks.store.stop_words import change_stop_words, read_stop_words


def stop_words(arguments: argparse.Namespace) -> int:
    """Lists the user's stop words of a vault, or changes them; that takes effect at once and trains nothing."""
    folder = index_folder(choose_vault(arguments.vault))
    if arguments.action == "list":
        if arguments.words:
            raise NotelinksError("`stop-words list` takes no words; `add` and `remove` do.")
        StoreReader(folder).close()
        if not (words := sorted(read_stop_words(folder))):
            print_message("no word was made a stop word in this folder.")
        return _show(words, "", arguments.json)
    if not arguments.words:
        raise NotelinksError(f"name the words: `stop-words {arguments.action} WORD …`.")
    words = {_fold(text): text for text in arguments.words}
    return _add(folder, words, arguments.json) if arguments.action == "add" else _remove(folder, words, arguments.json)


def _add(folder: Path, words: dict[str, str], as_json: bool) -> int:
    with StoreReader(folder) as reader:
        held = set(reader.words_of_forms().values())
    unknown = [word for word, text in words.items() if not held.issuperset(map(fold_word, split_words(text)))]
    change_stop_words(folder, add=words)
    if unknown:
        names = ", ".join(safe_text(words[word]) for word in sorted(unknown))
        print_message(f"added, though no note holds them at present: {names}.")
    return _show(list(words), "added ", as_json)


def _remove(folder: Path, words: dict[str, str], as_json: bool) -> int:
    StoreReader(folder).close()
    removed = change_stop_words(folder, remove=words)
    if missing := [text for word, text in words.items() if word not in removed]:
        print_message(f"no stop words of this folder: {', '.join(map(safe_text, missing))}.")
    return _show([word for word in words if word in removed], "removed ", as_json)


def _show(words: list[str], done: str, as_json: bool) -> int:
    """Writes a line a word.

    Args:
        done: what was done to it, with a blank after it; empty for nothing.
    """
    for word in words:
        if as_json:
            print_json({"word": word})
        else:
            print_text(done, word)
    return exits.FOUND if words else exits.NOTHING_FOUND


def _fold(text: str) -> str:
    """A word in the vocabulary's form, or a term without blanks that is shown in place of its pieces.

    Raises:
        NotelinksError: if the notes are not cut into such words.
    """
    found = split_words(text)
    if len(found) == 1:
        return fold_word(found[0])
    if found and is_unspaced(text):
        return fold_word(text)
    if not found:
        raise NotelinksError(f"{safe_text(text)!r} is no word: single letters and numbers are never shown anyway.")
    raise NotelinksError(
        f"{safe_text(text)!r} is more than one word to the index: {', '.join(found)}. Name them singly."
    )

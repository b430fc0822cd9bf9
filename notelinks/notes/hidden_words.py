"""Which words say too little to be shown as what a note is about."""

from collections.abc import Iterable

from notelinks.notes.languages import display_stop_words


def find_hidden(words: Iterable[str], languages: Iterable[str]) -> list[bool]:
    """Of each word, whether it is a stop word, one letter of an alphabet, or begins with a digit."""
    stop_words = display_stop_words(languages)
    return [word in stop_words or word[0].isdigit() or (len(word) == 1 and word < "\u0e00") for word in words]

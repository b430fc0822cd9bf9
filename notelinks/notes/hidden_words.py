"""Which words say too little to be shown as what a note is about."""

from collections.abc import Set


def is_hidden_word(word: str, stop_words: Set[str]) -> bool:
    """Whether it is a stop word, one letter of an alphabet, or begins with a digit.

    Args:
        stop_words: as `display_stop_words` gives them.
    """
    return word in stop_words or word[0].isdigit() or (len(word) == 1 and word < "\u0e00")

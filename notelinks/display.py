"""The one rule that makes text from notes and file names safe to show, in the terminal interface and on stdout.

A title or a word may hold escape sequences, bidirectional overrides or lone surrogates. Shown as they are, they would
move the cursor, write to the clipboard or crash the encoder (Unicode Technical Report 36 lists the risks).
"""

import unicodedata
from functools import lru_cache

REPLACEMENT = "\ufffd"
"""Stands for every character that is not shown, so that nothing vanishes without a trace."""

_JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiners are format characters that Persian, Indic scripts and emoji sequences need."""

_EMOJI_SELECTOR = "\ufe0f"
"""Asks for the coloured form of a sign such as ⚠. Terminals do not agree in how many cells that takes, so it is left
out: without it, it is one."""

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def safe_text(text: str, *, keep: str = "") -> str:
    """`text` with control, format, surrogate and line-separator characters replaced, and emoji of one width.

    Args:
        keep: characters that pass although they belong to those categories, such as a newline in a preview.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = (c for c in text if c != _EMOJI_SELECTOR)
    return "".join(REPLACEMENT if _is_hidden(c) and c not in keep else c for c in shown)


def holds_hidden(text: str) -> bool:
    """Whether `safe_text` would replace a character of `text`, so that what is shown is not all that it holds."""
    return any(map(_is_hidden, text))


@lru_cache(maxsize=8192)  # as many as the texts of one vault have; a lookup takes half the time of the rule
def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN_CATEGORIES and character not in _JOINERS

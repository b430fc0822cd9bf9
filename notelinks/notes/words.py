"""From plain text to words: in the form they are written in, and in the form the vocabulary counts them in.

In: plain text. Out: lists of words. Languages that write no blanks between words give short overlapping pieces instead.
Knows no Markdown and no language.
"""

import re
import unicodedata
from functools import lru_cache

from notelinks.notes.decode import compose
from notelinks.notes.marks import MARKS

MAX_WORD_LENGTH = 64
"""In characters. Longer runs are keys, digests or noise: they are dropped whole, for their pieces would be noise."""

_ASCII_WORD = re.compile(r"[A-Za-z0-9]++(?:['-][A-Za-z][A-Za-z0-9]*+)*+")
_PLAIN_WORD = re.compile(r"\w++(?:['\u2019\u02bc-](?!\d)\w++)*+")
"""Finds what `_WORD` finds in texts without marks, in half the time."""

_WORD = re.compile(rf"\w[\w{MARKS}]*(?:['\u2019\u02bc-](?!\d)\w[\w{MARKS}]*)*")

_IGNORED_CHARACTERS = "\u00ad\u200c\u200d\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef"
_IGNORED = re.compile(f"[{_IGNORED_CHARACTERS}]")
"""Soft hyphens, joiners and variation selectors: they change how a word looks, not which word it is."""

_HAN = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Chinese characters and Japanese kana: cut into pairs of characters."""

_THAI = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai, Lao, Burmese, Khmer: cut into groups of three letters, each with its marks."""

UNSPACED = _HAN + _THAI
"""Scripts without blanks between words, as a part of a set of characters in an expression."""

_UNSPACED = re.compile(f"[{UNSPACED}]")
_UNSPACED_RUN = re.compile(f"[{UNSPACED}{MARKS}]+")
_RUN = re.compile(f"(?P<han>[{_HAN}{MARKS}]+)|(?P<thai>[{_THAI}{MARKS}]+)|[^{_HAN}{_THAI}]+")
_LETTER = re.compile(rf".[{MARKS}]*")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_BEYOND = "\U00010000-\U0010ffff"
_RARE = re.sub(f"[{_BEYOND}](?:-[{_BEYOND}])?", "", f"{UNSPACED}\uac00-\ud7a3{MARKS}{_IGNORED_CHARACTERS}")
_NEEDS_CARE = re.compile(f"[{_RARE}{_BEYOND}]")
"""Texts with these characters are cleaned, or cut and filtered word by word. All characters beyond U+FFFF count as
such: a set with many ranges of them takes five times as long to search."""

_CLITICS = re.compile(
    "^(?:(?:l|d|c|j|m|n|s|t|un|qu|jusqu|lorsqu|puisqu|gl|degl|dell|nell|all|dall|sull|coll|quell|quest|bell|sant)"
    "['\u2019\u02bc])+(?=\\w\\w)|['\u2019\u02bc]s$",
    re.IGNORECASE,
)
"""Articles and the like before a vowel in French, Italian and Catalan (`l'acqua`, `d'eau`), the English possessive."""


def split_words(text: str) -> list[str]:
    """The words of a text in order, as written, in normal form C.

    A word is a run of letters, their marks and digits; apostrophes and hyphens between letters belong to it. Runs of
    Chinese and Japanese become pairs of neighbouring characters, runs of Thai and its kin groups of three letters.
    Plain numbers, single letters and words of more than `MAX_WORD_LENGTH` characters are left out.
    """
    if text.isascii():
        found = _ASCII_WORD.findall(text)
        return [word for word in found if 1 < len(word) <= MAX_WORD_LENGTH and not word.isdigit()]
    if _NEEDS_CARE.search(text) is None and unicodedata.is_normalized("NFC", text):
        found = _PLAIN_WORD.findall(text.replace("_", " "))
        return [word for word in found if 1 < len(word) <= MAX_WORD_LENGTH and not word.isdigit()]
    text = _IGNORED.sub("", compose(text)).replace("_", " ")
    words: list[str] = []
    for word in _WORD.findall(text):
        if word.isascii() or _UNSPACED.search(word) is None:
            _add_word(words, word)
        else:
            _add_runs(words, word)
    return words


def _add_word(words: list[str], word: str) -> None:
    if len(word) < 2:
        if _HANGUL.match(word):
            words.append(word)
    elif len(word) <= MAX_WORD_LENGTH and not word.isdigit():
        words.append(word)


def _add_runs(words: list[str], word: str) -> None:
    for run in _RUN.finditer(word):
        if run["han"]:
            _add_pieces(words, run[0], 2)
        elif run["thai"]:
            _add_pieces(words, run[0], 3)
        else:
            _add_word(words, run[0].strip("'\u2019\u02bc-"))


def _add_pieces(words: list[str], run: str, n_letters: int) -> None:
    letters = run if run.isalnum() else _LETTER.findall(run)
    n_pieces = max(len(letters) - n_letters, 0) + 1
    words.extend("".join(letters[start : start + n_letters]) for start in range(n_pieces))


def is_unspaced(text: str) -> bool:
    """Whether a text is one run in a script without blanks between words."""
    return _UNSPACED_RUN.fullmatch(text) is not None


def drop_clitics(written: str) -> str:
    """A word without the elided article before it and the possessive `'s` after it: `l'acqua` is water, too."""
    return written if written.isalnum() else _CLITICS.sub("", written)


@lru_cache(maxsize=1 << 17)
def fold_word(written: str) -> str:
    """The form in which the vocabulary counts a word: without case, typographic apostrophes and clitics."""
    bare = drop_clitics(written)
    if bare.isascii():
        return bare.lower()
    plain = bare.replace("\u2019", "'").replace("\u02bc", "'")
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).casefold())

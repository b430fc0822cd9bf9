"""Which written forms are forms of one word, by the stemmers of Snowball (Porter 2001, snowballstem.org).

A stem is only ever compared, never shown: `organ` and `universiti` are no words to read. Languages without inflection,
and those that Snowball does not know, leave every word to itself.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

import Stemmer

_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fa": "persian", "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "nb": "norwegian", "nl": "dutch", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""ISO 639-1 code -> what Snowball calls the language."""

_PLURALS = str.maketrans("õ", "ã")
"""Portuguese `canções` is a form of `canção`, which its stemmer does not see."""

_SHORTEST = 4
"""In characters; shorter words are left alone."""


class Stems:
    """The stems of words in the languages of one vault."""

    def __init__(self, languages: Iterable[str]) -> None:
        """
        Args:
            languages: ISO 639-1 codes.
        """
        self._languages = tuple(sorted(language for language in languages if language in _STEMMERS))

    def __call__(self, word: str) -> frozenset[tuple[str, str]]:
        """(language, stem) in each language; two words that share one are forms of the same word.

        Args:
            word: in the vocabulary's form.
        """
        return _find_stems(self._languages, word)


@lru_cache(maxsize=1 << 14)
def _find_stems(languages: tuple[str, ...], word: str) -> frozenset[tuple[str, str]]:
    if len(word) < _SHORTEST:
        return frozenset({("", word)})
    return frozenset({("", word), *((language, _stem(language, word)) for language in languages)})


def _stem(language: str, word: str) -> str:
    return _stemmer(language).stemWord(word).translate(_PLURALS)


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS[language])

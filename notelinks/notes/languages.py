"""Which language a note is written in, and which words are too common in a language to be shown as concepts.

In: words. Out: ISO 639-1 codes, sets of folded words. The script decides first; among languages of one script each
word of a stop list is a vote. Stop words are for display only: nothing is deleted from the notes' training text.
"""

import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import product
from operator import itemgetter

from stop_words import LANGUAGE_MAPPING, get_stop_words

from notelinks.notes import stop_word_lists
from notelinks.notes.words import fold_word, split_words

MAX_SAMPLE = 500
"""Words of a note that are looked at, evenly spread; 0.1 ms for them."""

MIN_SCRIPT_SHARE = 0.25
"""A note is in a language of another script than Latin from this share of its words on: Korean and Japanese notes are
full of English terms, English notes hold a few foreign words."""

MIN_KANA_SHARE = 0.1
"""Of the pieces written in Chinese characters and kana; Japanese prose has half."""

MIN_VOTES = 1.5
"""Less than two words of the language's own say nothing."""

MIN_VOTE_SHARE = 0.08
"""Of the words looked at. Prose has 0.3 to 0.5; a list of commands may hold a word of any language."""

MIN_VAULT_SHARE = 0.05
"""Languages of fewer notes do not lend their stop words to the vault."""

_SCRIPTS = (
    (0x0000, "Latin"), (0x0370, "el"), (0x0400, "Cyrillic"), (0x0530, "hy"), (0x0590, "he"), (0x0600, "Arabic"),
    (0x0780, ""), (0x0900, "hi"), (0x0980, "bn"), (0x0A00, "pa"), (0x0A80, "gu"), (0x0B00, "or"), (0x0B80, "ta"),
    (0x0C00, "te"), (0x0C80, "kn"), (0x0D00, "ml"), (0x0D80, "si"), (0x0E00, "th"), (0x0E80, "lo"), (0x0F00, "bo"),
    (0x1000, "my"), (0x10A0, "ka"), (0x1100, "ko"), (0x1200, "am"), (0x1400, ""), (0x1780, "km"), (0x1800, ""),
    (0x1E00, "Latin"), (0x1F00, "el"), (0x2000, ""), (0x3005, "Han"), (0x3008, ""), (0x3040, "Kana"), (0x3100, ""),
    (0x3130, "ko"), (0x3190, ""), (0x31F0, "Kana"), (0x3200, ""), (0x3400, "Han"), (0xA000, ""), (0xAC00, "ko"),
    (0xD7A4, ""), (0xF900, "Han"), (0xFB00, "Latin"), (0xFB10, "he"), (0xFB50, "Arabic"), (0xFE00, ""),
    (0xFE70, "Arabic"), (0xFF00, ""), (0xFF66, "Kana"), (0xFFA0, "ko"), (0xFFDD, ""), (0x20000, "Han"), (0x40000, ""),
)  # fmt: skip
"""(first code point, script or the one language written in it), up to the next entry."""

_SCRIPT_STARTS = [start for start, _ in _SCRIPTS]

_LANGUAGES_OF_SCRIPT = {
    "Latin": (
        "en", "de", "fr", "es", "it", "pt", "nl", "da", "nb", "sv", "fi",
        "pl", "cs", "sk", "hu", "ro", "ca", "tr", "id", "ms", "vi",
    ),
    "Cyrillic": ("ru", "uk", "bg"),
    "Arabic": ("ar", "fa"),
}  # fmt: skip
"""Earlier ones win a draw."""

_OWN_LISTS = {
    "de": stop_word_lists.GERMAN,
    "es": stop_word_lists.SPANISH,
    "it": stop_word_lists.ITALIAN,
    "pt": stop_word_lists.PORTUGUESE,
    "ru": stop_word_lists.RUSSIAN,
    "zh": stop_word_lists.CHINESE,
    "ja": stop_word_lists.JAPANESE,
    "ko": stop_word_lists.KOREAN,
    "el": stop_word_lists.GREEK,
    "tr": stop_word_lists.TURKISH,
}

_EDGES = re.compile(r"^[\s\"',\ufeff]+|[\s\"',]+$")


def guess_language(words: Sequence[str]) -> str:
    """The ISO 639-1 code of the language that most of the words belong to, empty if that cannot be told.

    Args:
        words: of one note in written form, as `split_words` gives them.
    """
    sample = words[:: -(-len(words) // MAX_SAMPLE)] if words else ()
    if "".join(sample).isascii():
        return _vote("Latin", sample)
    scripts: Counter[str] = Counter()
    for character, n_times in Counter(map(itemgetter(0), sample)).items():
        scripts[_script(character)] += n_times
    n_latin = scripts.pop("Latin", 0)
    n_eastern = scripts["Kana"] + scripts["Han"]
    if n_eastern:
        is_japanese = scripts.pop("Kana", 0) >= MIN_KANA_SHARE * n_eastern
        del scripts["Han"]
        scripts["ja" if is_japanese else "zh"] = n_eastern
    scripts.pop("", None)
    script, n_words = max(scripts.items(), key=lambda item: (item[1], item[0]), default=("Latin", 0))
    if n_words < MIN_SCRIPT_SHARE * (n_latin + n_words):
        script = "Latin"
    return _vote(script, sample) if script in _LANGUAGES_OF_SCRIPT else script


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    return _SCRIPTS[bisect_right(_SCRIPT_STARTS, ord(character)) - 1][1]


def _vote(script: str, sample: Sequence[str]) -> str:
    languages = _LANGUAGES_OF_SCRIPT[script]
    votes = dict.fromkeys(languages, 0.0)
    for of_word, n_times in Counter(map(_voters(script).get, map(fold_word, sample))).items():
        sharing = of_word.split() if of_word else ()
        for language in sharing:
            votes[language] += n_times / len(sharing)
    winner = max(languages, key=lambda language: (votes[language], -languages.index(language)))
    needed = max(MIN_VOTES, MIN_VOTE_SHARE * len(sample)) if script == "Latin" else 0.0
    return winner if votes[winner] >= needed else ""


@cache
def _voters(script: str) -> dict[str, str]:
    """Stop word -> the languages that share its one vote, with blanks between."""
    languages_of: dict[str, list[str]] = {}
    for language in _LANGUAGES_OF_SCRIPT[script]:
        words = stop_word_lists.ENGLISH_FUNCTION if language == "en" else _stop_words(language)
        for word in words:
            languages_of.setdefault(word, []).append(language)
    return {word: sys.intern(" ".join(languages)) for word, languages in languages_of.items()}


def vault_languages(language_counts: Mapping[str, int]) -> tuple[str, ...]:
    """The languages of a vault: those of at least `MIN_VAULT_SHARE` of its notes, and English, sorted.

    Args:
        language_counts: language -> number of notes; notes of unknown language count under `""`.
    """
    n_notes = sum(language_counts.values())
    frequent = {code for code, n in language_counts.items() if code and n and n >= MIN_VAULT_SHARE * n_notes}
    return tuple(sorted(frequent | {"en"}))


def display_stop_words(languages: Iterable[str]) -> frozenset[str]:
    """Folded words that are not to be shown as concepts of notes in these languages.

    The English list gives back its content words (`system`, `information`, …). Codes without a list add nothing.
    """
    return frozenset().union(*(_stop_words(language) for language in languages))


def full_stop_words(language: str) -> frozenset[str]:
    """The whole list of a language, content words and all, in lower case; empty if there is none.

    Stop words of this kind are for texts that are prepared as in the classic recipe, not for notes.
    """
    entries = (_EDGES.sub("", entry).replace("\u201d", "").lower() for entry in _package_list(language))
    return frozenset({*filter(None, entries), *_OWN_LISTS.get(language, ())})


@cache
def _stop_words(language: str) -> frozenset[str]:
    words = set(_OWN_LISTS.get(language, ()))
    for entry in _package_list(language):
        parts = split_words(_EDGES.sub("", entry).replace("\u201d", ""))
        if len(parts) == 1:
            words.add(parts[0])
    if language == "en":
        words -= stop_word_lists.ENGLISH_CONTENT
    elif language == "zh":
        words.update(map("".join, product(stop_word_lists.CHINESE_PARTICLES, repeat=2)))
    elif language == "ja":
        words.update(map("".join, product(stop_word_lists.SIMPLE_KANA, repeat=2)))
    return frozenset(map(fold_word, words))


def _package_list(language: str) -> list[str]:
    return get_stop_words(language) if language in LANGUAGE_MAPPING else []

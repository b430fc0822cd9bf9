"""Where the text of a note names another note: by its title, its file name or an alias, as whole words.

In: the text of a file as it stands, and names. Out: spans of characters. Knows no Markdown: what may be linked is
decided in `place`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from notelinks.notes.marks import MARKS
from notelinks.notes.words import UNSPACED

MIN_LENGTH = 2
"""In characters. Shorter names stand everywhere by accident; one Chinese character is part of a thousand words."""

_HANGUL = "\uac00-\ud7a3"
"""Korean words begin after a blank, and their particles follow without one."""

_WORD = rf"[^\W_{UNSPACED}]"
_BEFORE = rf"(?<!{_WORD})(?<!{_WORD}[-_'\u2019])(?<![/\\@#])"
_AFTER = rf"(?!{_WORD}|[{MARKS}]|[-_]{_WORD}|['\u2019](?!s\b){_WORD}|[./\\]\w)"
_AFTER_HANGUL = rf"(?![^\W_{UNSPACED}{_HANGUL}]|[{MARKS}]|[-_]{_WORD}|[./\\]\w)"

_ENDS_UNSPACED = re.compile(f"[{UNSPACED}]")
_ENDS_HANGUL = re.compile(f"[{_HANGUL}]")


def find_mentions(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """(start, stop) of every place where one of the names stands, case aside; of two at one place the longer.

    Blanks within a name match any blanks of a line. A name never runs over the end of a line.
    """
    forms = {form for name in names for form in _forms(name)}
    if not forms:
        return
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    pattern = re.compile("|".join(f"(?:{_pattern(form)})" for form in longest_first), re.IGNORECASE)
    for match in pattern.finditer(text):
        yield match.span()


def _forms(name: str) -> set[str]:
    """The ways in which a name may be stored in a file: composed, decomposed."""
    name = " ".join(name.split())
    if len(name) < MIN_LENGTH or not any(c.isalnum() for c in name):
        return set()
    return {unicodedata.normalize(form, name[:300]) for form in ("NFC", "NFD")}


def _pattern(name: str) -> str:
    words = r"[^\S\r\n]+".join(re.escape(word) for word in name.split(" "))
    before = "" if _ENDS_UNSPACED.match(name[0]) else _BEFORE
    if _ENDS_UNSPACED.match(name[-1]):
        return f"{before}{words}(?![{MARKS}])"
    is_hangul = _ENDS_HANGUL.match(unicodedata.normalize("NFC", name)[-1])
    return before + words + (_AFTER_HANGUL if is_hangul else _AFTER)

"""Repeats collections of real notes until there are enough, each copy with words, file names and links of its own.

Structure, sizes, languages and who links to whom stay as they are; the words of a copy are renamed one to one, so that
no copy is near another one because it has the same text. What tells a language stays in all copies: the commonest
words, and the commonest characters of scripts without upper case, up to a quarter of the text. Only notes are repeated:
links to pictures lead nowhere, as they do in the collection without them. File names end in the number of the copy, so
notes that have no other title are not mentioned in text.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import quote, unquote

import numpy as np

from tests.benchmarks.pseudo_words import pseudo_word

_KEPT_SHARE = 0.25
"""Of all words, and of all characters of a script: the commonest that make up so much are not renamed."""

_KEPT_WORDS = frozenset({"md", "png", "jpg", "jpeg", "gif", "svg", "pdf", "html", "http", "https", "www", "mailto"})

_HEAPS_POWER, _SHUFFLE = 0.6, 1.0
"""Words of all copies together grow with that power of the copies, as the words of one text do with its length; how far
a word may move in the order of frequency, as the scale of a Gumbel distribution over logarithms of ranks."""

_WORDLESS = "\u0e00-\u0e7f\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff66-\uff9f"
"""Thai, Hangul, Chinese characters, kana: renamed a character at a time, within their script."""

_WORD = re.compile(rf"[^\W\d_{_WORDLESS}]+")
_PARTS = re.compile(
    r"(?P<kept>[A-Za-z][\w+.-]*://[^\s)>\]]*|</?[A-Za-z][^<>]*>|&\w+;|\\[A-Za-z]+|\[![A-Za-z]+\]"
    r"|^[A-Za-z_-]+[ \t]*:(?=\s))"
    r"|(?P<wiki>\[\[)(?P<target>[^\[\]|#\n]+)"
    r"|(?P<inline>\]\(<?|^\[[^\]\n]+\]:[ \t]*<?)(?P<address>[^)\s>#]+)"
    rf"|{_WORD.pattern}",
    re.MULTILINE,
)


def repeat_notes(collections: list[Path], n_notes: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """(key, text) of so many notes: copies of the collections in turn, the last one cut off; the same for a seed."""
    read = [_Collection(folder, seed) for folder in collections]
    n_copies = -(-n_notes // sum(len(collection.notes) for collection in read))
    left = n_notes
    for number in count(1):
        for place, collection in enumerate(read):
            copy = _Copy(collection, number, n_copies)
            for key, text in collection.notes[:left]:
                yield f"{place + 1}-{number}/{copy.rename_key(key)}", copy.rename_text(text)
            left -= min(left, len(collection.notes))
            if not left:
                return


class _Collection:
    """Notes of a folder, and what is common in them."""

    def __init__(self, folder: Path, seed: int) -> None:
        paths = sorted(folder.rglob("*.md"))
        if not paths:
            raise SystemExit(f"There are no notes in {folder}.")
        self.seed = [seed, *folder.name.encode()]
        self.notes = [
            (_normal(p.relative_to(folder).as_posix()), _normal(p.read_text("utf-8", "replace"))) for p in paths
        ]
        everything = "\n".join(text for note in self.notes for text in note)
        words = Counter(word.lower() for word in _WORD.findall(everything))
        kept = _commonest(words) | _KEPT_WORDS
        self.words = [word for word, _ in words.most_common() if word not in kept]
        self.scripts = _find_scripts(Counter(everything))


class _Copy:
    """One renaming of a collection."""

    def __init__(self, collection: _Collection, number: int, n_copies: int) -> None:
        rng = np.random.default_rng([*collection.seed, number])
        self.number = number
        n_words = len(collection.words)
        pool = np.arange(int(n_words * n_copies**_HEAPS_POWER))
        order = np.argsort(np.log(pool + 100) + rng.gumbel(scale=_SHUFFLE, size=len(pool)))[:n_words]
        self.names = dict(zip(collection.words, map(pseudo_word, order.tolist()), strict=True))
        self.characters = {}
        for script in collection.scripts:
            self.characters |= dict(zip(map(ord, script), rng.permutation(script).tolist(), strict=True))

    def rename_text(self, text: str) -> str:
        """All words and link targets of a text in the words of this copy."""
        return _PARTS.sub(self._rename_part, text).translate(self.characters)

    def rename_key(self, key: str) -> str:
        """Where a note lies in this copy."""
        return self._rename_path(key).translate(self.characters)

    def _rename_path(self, path: str) -> str:
        """Words of a path; the number of the copy gives each note a name that no other copy has."""
        match = re.fullmatch(r"(.*?[^/.\s])\s*(\.\w{2,4})?", path, re.DOTALL)
        if match is None or (match[2] or ".md").lower() != ".md":
            return self._rename_words(path)
        return f"{self._rename_words(match[1])}-{self.number}{match[2] or ''}"

    def _rename_part(self, match: re.Match[str]) -> str:
        if match["kept"]:
            return match[0]
        if match["wiki"]:
            return match["wiki"] + self._rename_path(match["target"])
        if match["inline"]:
            return self._rename_words(match["inline"]) + self._rename_address(match["address"])
        return self._rename_word(match)

    def _rename_address(self, address: str) -> str:
        if re.match(r"[A-Za-z][\w+.-]*:|//", address):
            return address
        if "%" not in address:
            return self._rename_path(address)
        return quote(self._rename_path(_normal(unquote(address))).translate(self.characters), safe="/.,!&'+")

    def _rename_words(self, text: str) -> str:
        return _WORD.sub(self._rename_word, text)

    def _rename_word(self, match: re.Match[str]) -> str:
        word = match[0]
        if (name := self.names.get(word.lower())) is None:
            return word
        return name.upper() if word.isupper() and len(word) > 1 else name.capitalize() if word[0].isupper() else name


def _commonest(counts: Counter[str]) -> set[str]:
    """The most frequent ones, which make up `_KEPT_SHARE` of all."""
    left, kept = _KEPT_SHARE * counts.total(), set()
    for item, n in counts.most_common():
        if left <= 0:
            break
        kept.add(item)
        left -= n
    return kept


def _find_scripts(characters: Counter[str]) -> list[list[str]]:
    """The characters that change places, by script."""
    scripts: dict[str, Counter[str]] = {}
    for character, n in characters.items():
        if re.match(f"[{_WORDLESS}]", character) and unicodedata.category(character) == "Lo":
            scripts.setdefault(unicodedata.name(character, "").split(" ")[0], Counter())[character] = n
    return [sorted(set(counts) - _commonest(counts)) for counts in scripts.values()]


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)

"""Finds the names of notes in the text of others: the file's name, the title, each alias.

In: names by note, and passages. Out: the first place where each note is named. Works on the text as it is written, not
on words of the vocabulary, for names may be made of what is no word: `C++`, `1984`, one sign of a Chinese sentence.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from pathlib import PurePosixPath

from notelinks.notes.decode import compose, without_surrogates
from notelinks.notes.marks import MARKS
from notelinks.notes.sentences import excerpt
from notelinks.notes.words import UNSPACED
from notelinks.records import Passage

_FOLDER_NAMES = frozenset({"index", "_index", "readme"})
"""Names of files that stand for their folder; a text that has the word means neither."""

_ADDRESS_NAME = re.compile(r"[a-z0-9_-]+")
"""A file's name like this beside a title of its own is an address: nobody writes it to name the note."""

_MIN_DIGITS = 3
"""A number of fewer digits is a quantity or a day, not a name."""

_FEW_NAMES = 50
"""Up to so many names, a note's whole text is searched for each before it is cut into atoms."""

_INSEPARABLE = f"{UNSPACED}\uac00-\ud7a3"
"""Scripts in which a name may stand inside a run of letters: those without blanks, and Korean, whose particles are
written onto the word."""

_ATOM = re.compile(rf"[{_INSEPARABLE}]|[^\W{_INSEPARABLE}]+|[^\w\s]")
_WORD_CHARACTER = re.compile(rf"[\w{MARKS}]")
_JOINING = re.compile(rf"[^\W{_INSEPARABLE}]|[{MARKS}]")
"""A character that makes one word of two names."""

_PLAIN_MARKS = re.compile(r"[!-/:-@\[-`{-~\s]*")
_NUMBER_GOES_ON = re.compile(r"[-.,:/]\d")
_LETTER_GOES_ON = re.compile(rf"['+#_-]|\.?[\w{MARKS}]")


def note_names(key: str, title: str, aliases: Iterable[str]) -> list[str]:
    """By what a note may be named: its file's name, its title, its aliases, each once."""
    stem = compose(without_surrogates(PurePosixPath(key).name))
    stem = stem[:-3] if stem.lower().endswith(".md") else stem
    is_address = stem != title and _ADDRESS_NAME.fullmatch(stem) is not None
    candidates = ("" if is_address else stem, title, *aliases)
    names = {_fold(" ".join(name.split())): " ".join(name.split()) for name in candidates}
    return [name for folded, name in names.items() if folded and folded not in _FOLDER_NAMES]


class NameFinder:
    """Looks for many names at once: the cost grows with the text, not with the number of names."""

    def __init__(self, names: Mapping[int, Iterable[str]], stop_words: Collection[str]) -> None:
        """
        Args:
            names: of each note, by note id.
            stop_words: folded; a name made of nothing else is found only as it is written.
        """
        self._by_atoms: dict[tuple[str, ...], list[_Name]] = {}
        for note_id, of_note in names.items():
            for text in of_note:
                name = _Name(text, note_id, stop_words)
                if name.is_usable:
                    self._by_atoms.setdefault(name.first_atoms, []).append(name)
        everything = [name for named in self._by_atoms.values() for name in named]
        self._few = everything if len(everything) <= _FEW_NAMES else None

    def may_find(self, text: str) -> bool:
        """False if it is certain that no name stands in a text; quick if there are few names."""
        if self._few is None:
            return bool(self._by_atoms)
        folded = _fold(text)
        return any(name.folded in folded for name in self._few)

    def find(self, passages: Iterable[Passage]) -> dict[int, tuple[int, str]]:
        """(line, sentence) of the first mention of each note that is named outside of links, by note id."""
        found: dict[int, tuple[int, str]] = {}
        for passage in passages:
            text, n_before = "".join(passage.pieces), 0
            for number, piece in enumerate(passage.pieces):
                if number % 2 == 0:
                    for name, position in self._find_in(piece, is_start=number == 0):
                        if name.note_id not in found:
                            found[name.note_id] = passage.line, excerpt(text, 0, len(text), n_before + position)
                n_before += len(piece)
        return found

    def _find_in(self, piece: str, *, is_start: bool) -> list[tuple["_Name", int]]:
        """(name, about where it stands) of all names in a piece of text, in order of place."""
        folded = _fold(piece)
        atoms = _ATOM.findall(folded)
        present = self._by_atoms.keys() & {*zip(atoms, strict=True), *pairwise(atoms)}
        places = []
        for name in (name for key in present for name in self._by_atoms[key]):
            position = name.find_in(piece if name.is_exact else folded, is_start=is_start)
            if position >= 0:
                places.append((name, position))
        return sorted(places, key=lambda place: place[1])


class _Name:
    """One name of a note, and the rules by which it is found in a text."""

    def __init__(self, text: str, note_id: int, stop_words: Collection[str]) -> None:
        self.note_id = note_id
        self.folded = _fold(text)
        atoms = _ATOM.findall(self.folded)
        self.first_atoms = tuple(atoms[:2])
        words = [atom for atom in atoms if _WORD_CHARACTER.match(atom)]
        is_common = bool(words) and (self.folded in stop_words or all(word in stop_words for word in words))
        self.is_exact = is_common
        """Found only as it is written, for its words mean nothing by themselves: `IT`, `The Who`."""
        self._sought = text if is_common else self.folded
        self._may_begin_sentence = not (is_common and len(words) == 1 and text[1:] == text[1:].lower())
        is_count = self.folded.isdigit() and len(self.folded) < _MIN_DIGITS
        is_lower = is_common and text == text.lower()
        self.is_usable = bool(atoms) and not (is_count or is_lower or _PLAIN_MARKS.fullmatch(text))

    def find_in(self, text: str, *, is_start: bool) -> int:
        """Where the name stands in a text, -1 if nowhere.

        Args:
            is_start: the text begins a sentence.
        """
        start = text.find(self._sought)
        while start >= 0:
            is_first = is_start and not text[:start].strip()
            if self._stands_alone(text, start) and (self._may_begin_sentence or not is_first):
                return start
            start = text.find(self._sought, start + 1)
        return -1

    def _stands_alone(self, text: str, start: int) -> bool:
        stop = start + len(self._sought)
        before, after = text[max(start - 2, 0) : start][::-1], text[stop : stop + 2]
        return not any(self._goes_on(*end) for end in ((self._sought[0], before), (self._sought[-1], after)))

    def _goes_on(self, character: str, beyond: str) -> bool:
        """Whether the word to which one end of the name belongs goes on with what stands there, seen from the name."""
        if len(self._sought) == 1:
            return _LETTER_GOES_ON.match(beyond) is not None
        if character.isdigit() and _NUMBER_GOES_ON.match(beyond):
            return True
        return bool(_JOINING.match(character) and _JOINING.match(beyond))


def _fold(text: str) -> str:
    folded = text.casefold()
    return folded.replace("\u2019", "'").replace("\u02bc", "'") if not folded.isascii() else folded

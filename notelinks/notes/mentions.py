"""Finds the names of notes in the text of others: the file's name, the title, each alias.

In: names by note, and text. Out: the first place where each note is named. Works on the text as it is written, not
on words of the vocabulary, for names may be made of what is no word: `C++`, `1984`, one sign of a Chinese sentence.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import accumulate, chain, pairwise, takewhile
from pathlib import PurePosixPath

from notelinks.notes.decode import compose, without_surrogates
from notelinks.notes.marks import MARKS
from notelinks.notes.words import UNSPACED

_FOLDER_NAMES = frozenset({"index", "_index", "readme"})
"""Names of files that stand for their folder; a text that has the word means neither."""

_ADDRESS_NAME = re.compile(r"[a-z0-9_-]+")
"""A file's name like this beside a title of its own is an address: nobody writes it to name the note."""

_MIN_DIGITS = 3
"""A number of fewer digits is a quantity or a day, not a name."""

_FEW_NAMES = 50
"""Up to so many names, a text is searched for each and not cut into atoms."""

_INSEPARABLE = f"{UNSPACED}\uac00-\ud7a3"
"""Scripts in which a name may stand inside a run of letters: those without blanks, and Korean, whose particles are
written onto the word."""

_ANY_INSEPARABLE = re.compile(f"[{_INSEPARABLE}]")
_ATOM = re.compile(rf"[{_INSEPARABLE}]|[^\W{_INSEPARABLE}]+|[^\w\s\x00-\x7f]")
_PLAIN_ATOM = re.compile(r"\w+|[^\w\s\x00-\x7f]")
"""The same for texts without such scripts, quicker."""

_BLANK_SIGNS = "".join(c if c.isalnum() or c == "_" else " " for c in map(chr, range(128)))
"""Cuts a text of ASCII in the same way, quicker still."""

_WORD_CHARACTER = re.compile(rf"[\w{MARKS}]")
_JOINING = re.compile(rf"[^\W{_INSEPARABLE}]|[{MARKS}]")
"""A character that makes one word of two names."""

_GAPS = frozenset(" \n\x1f")
"""Beside these characters no word goes on."""

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
    """Looks for many names at once. The cost grows with the text and with what is found in it, not with the names."""

    def __init__(self, names: Mapping[int, Iterable[str]], stop_words: Collection[str]) -> None:
        """
        Args:
            names: of each note, by note id.
            stop_words: folded; a name made of nothing else is found only as it is written.
        """
        by_sought: dict[tuple[str, bool], _Name] = {}
        for note_id, of_note in names.items():
            for text in of_note:
                name = _Name(text, stop_words)
                if name.is_usable:
                    by_sought.setdefault((name.sought, name.is_exact), name).note_ids.append(note_id)
        everything = list(by_sought.values())
        self._few = everything if len(everything) <= _FEW_NAMES else None
        self._by_atoms: dict[str | tuple[str, str], list[_Name]] = {}
        """Atom or pair of neighbours -> the names that cannot stand where it does not. Of its pairs a name has the one
        that is in the fewest names, for a thousand names may begin with the same year."""
        n_names = Counter(pair for name in everything for pair in set(pairwise(name.atoms)))
        for name in everything:
            key = min(pairwise(name.atoms), key=lambda pair: n_names[pair], default=name.atoms[0])
            self._by_atoms.setdefault(key, []).append(name)

    def find(self, text: str) -> dict[int, int]:
        """Where each note is named first, in characters from the beginning of a text, by note id.

        Args:
            text: sentences, each between two newlines; in place of what is not to be searched stands U+001F.
        """
        folded = _fold(text)
        unfold = None if len(folded) == len(text) else _Unfolding(text, folded)
        places: dict[int, int] = {}
        for name in self._possible_names(folded) if self._few is None else self._few:
            place = name.find_in(text if name.is_exact else folded)
            if place < 0:
                continue
            if unfold and not name.is_exact:
                place = unfold(place)
            for note_id in name.note_ids:
                places[note_id] = min(place, places.get(note_id, place))
        return places

    def _possible_names(self, folded: str) -> Iterator["_Name"]:
        """The names whose atoms, or a pair of them, stand in a text."""
        atoms = _atoms(folded)
        for key in self._by_atoms.keys() & chain(atoms, pairwise(atoms)):
            yield from self._by_atoms[key]


class _Name:
    """One name of one or several notes, and the rules by which it is found in a text."""

    def __init__(self, text: str, stop_words: Collection[str]) -> None:
        self.note_ids: list[int] = []
        folded = _fold(text)
        self.atoms = _atoms(folded)
        words = [atom for atom in self.atoms if _WORD_CHARACTER.match(atom)]
        is_common = bool(words) and (folded in stop_words or all(word in stop_words for word in words))
        self.is_exact = is_common
        """Found only as it is written, for its words mean nothing by themselves: `IT`, `The Who`."""
        self.sought = text if is_common else folded
        self._may_begin_sentence = not (is_common and len(words) == 1 and text[1:] == text[1:].lower())
        is_count = folded.isdigit() and len(folded) < _MIN_DIGITS
        is_lower = is_common and text == text.lower()
        self.is_usable = bool(self.atoms) and not (is_count or is_lower or _PLAIN_MARKS.fullmatch(text))

    def find_in(self, text: str) -> int:
        """Where the name stands in a text as `NameFinder.find` takes it, -1 if nowhere."""
        start = text.find(self.sought)
        while start >= 0:
            if self._stands_alone(text, start) and (self._may_begin_sentence or not _is_first(text, start)):
                return start
            start = text.find(self.sought, start + 1)
        return -1

    def _stands_alone(self, text: str, start: int) -> bool:
        stop = start + len(self.sought)
        if text[start - 1] in _GAPS and text[stop] in _GAPS:
            return True
        before, after = text[max(start - 2, 0) : start][::-1], text[stop : stop + 2]
        return not (self._goes_on(self.sought[0], before) or self._goes_on(self.sought[-1], after))

    def _goes_on(self, character: str, beyond: str) -> bool:
        """Whether the word to which one end of the name belongs goes on with what stands there, seen from the name."""
        if len(self.sought) == 1:
            return _LETTER_GOES_ON.match(beyond) is not None
        if character.isdigit() and _NUMBER_GOES_ON.match(beyond):
            return True
        return bool(_JOINING.match(character) and _JOINING.match(beyond))


class _Unfolding:
    """From places in a folded text to those in the text, for texts with characters that folding makes several of."""

    def __init__(self, text: str, folded: str) -> None:
        self._folded = folded
        self._lines = text.split("\n")
        self._starts = list(accumulate((len(line) + 1 for line in self._lines), initial=0))

    def __call__(self, place: int) -> int:
        number = self._folded.count("\n", 0, place)
        n_left = place - self._folded.rfind("\n", 0, place) - 1
        lengths = accumulate(len(_fold(character)) for character in self._lines[number])
        return self._starts[number] + sum(1 for _ in takewhile(lambda length: length <= n_left, lengths))


def _is_first(text: str, start: int) -> bool:
    """Whether nothing stands before a place in its sentence."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(" ")


def _atoms(folded: str) -> list[str]:
    """The words, signs and characters of scripts without blanks in a text, but no signs of ASCII."""
    if folded.isascii():
        return folded.translate(_BLANK_SIGNS).split()
    return (_ATOM if _ANY_INSEPARABLE.search(folded) else _PLAIN_ATOM).findall(folded)


def _fold(text: str) -> str:
    folded = text.casefold()
    return folded.replace("\u2019", "'").replace("\u02bc", "'") if not folded.isascii() else folded

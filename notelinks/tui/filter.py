"""The list of notes, prepared for finding by a few letters: title, aliases, path, `#tag`, in several orders.

Pure and quick: prepared once in a thread, then asked on every key; 10,000 notes take a few milliseconds.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from posixpath import basename, splitext
from types import MappingProxyType
from typing import NamedTuple

from notelinks.alike import shared_titles
from notelinks.records import NoteSummary
from notelinks.selection import folder_of

FIRST_NOTES = ("welcome", "readme", "index", "home")
"""File names, without ending and case, of notes to begin with."""

NO_SCORES: Mapping[int, float] = MappingProxyType({})

_NO_MATCH = 99
"""Worse than any rank."""


class NoteOrder(StrEnum):
    """In which order notes are listed."""

    NAME = "name"
    CHANGED = "changed"
    LINKS = "links"
    FOLDER = "folder"
    RELATED = "related"
    """To the note that was shown when this order was chosen; it stands first."""

    @property
    def following(self) -> "NoteOrder":
        orders = list(NoteOrder)
        return orders[(orders.index(self) + 1) % len(orders)]


class _Names(NamedTuple):
    """What a note can be found by, all casefolded."""

    title: str
    others: str
    """Aliases and path, one a line."""
    tags: tuple[str, ...]


_Rank = Callable[[_Names], float]
"""How well something finds a note, the best first; `_NO_MATCH` if it does not."""


class NoteFilter:
    """All notes, in order of title, and what they can be found by.

    To be made by a thread: among ten thousand notes that takes longer than a key may.
    """

    def __init__(self, notes: list[NoteSummary]) -> None:
        self.notes = notes
        self.by_id = {note.note_id: note for note in notes}
        self.by_key = {note.key: note for note in notes}
        self.shared_titles = shared_titles(notes)
        """Titles that more than one note has."""
        self._names = [_names_of(note) for note in notes]

    def beginning(self) -> NoteSummary | None:
        """The note to begin with when none is remembered: a page of welcome, else the first."""
        return self.welcome() or (self.notes[0] if self.notes else None)

    def welcome(self) -> NoteSummary | None:
        """The page of welcome, in as few folders as any; None if there is none."""
        stems = (splitext(basename(note.key))[0].casefold() for note in self.notes)
        called_so = [(stem, note) for stem, note in zip(stems, self.notes, strict=True) if stem in FIRST_NOTES]
        if not called_so:
            return None
        return min(called_so, key=lambda called: (FIRST_NOTES.index(called[0]), called[1].key.count("/")))[1]

    def ordered(self, order: NoteOrder, scores: Mapping[int, float] = NO_SCORES) -> list[NoteSummary]:
        """All notes.

        Args:
            scores: by note id, for the order by relation; notes without one come last.
        """
        if order is NoteOrder.RELATED:
            return sorted(self.notes, key=lambda note: -scores.get(note.note_id, 0.0))
        if order is NoteOrder.FOLDER:
            return sorted(self.notes, key=lambda note: folder_of(note.key).casefold())
        if order is NoteOrder.CHANGED:
            return sorted(self.notes, key=lambda note: -note.modified_ns)
        if order is NoteOrder.LINKS:
            return sorted(self.notes, key=lambda note: -(note.n_links + note.n_backlinks))
        return self.notes

    def matching(self, query: str, order: NoteOrder, scores: Mapping[int, float] = NO_SCORES) -> list[NoteSummary]:
        """Notes that every word of `query` finds, the best first; all notes if it is empty.

        Only if none has all words in its names, the letters of a word may stand scattered in a title.
        """
        words = query.casefold().split()
        if not words:
            return self.ordered(order, scores)
        ranks = self._rank(words, _rank_by_name) or self._rank(words, _rank_by_letters)
        found = self.notes if order is NoteOrder.NAME else self.ordered(order, scores)
        return sorted((n for n in found if n.note_id in ranks), key=lambda note: ranks[note.note_id])

    def _rank(self, words: list[str], rank_by: Callable[[str], "_Rank"]) -> dict[int, float]:
        """Rank by note id of the notes that all words find."""
        terms = [_rank_by_tag(word[1:]) if word[0] == "#" else rank_by(word) for word in words]
        ranks = {}
        for note, names in zip(self.notes, self._names, strict=True):
            rank = 0.0
            for term in terms:
                rank += term(names)
                if rank >= _NO_MATCH:
                    break
            else:
                ranks[note.note_id] = rank
        return ranks


def _names_of(note: NoteSummary) -> _Names:
    others = "\n".join((*note.aliases, note.key))
    return _Names(note.title.casefold(), others.casefold(), tuple(tag.casefold() for tag in note.tags))


def _rank_by_tag(tag: str) -> _Rank:
    def rank(names: _Names) -> float:
        if tag in names.tags:
            return 0
        return 1 if any(t.startswith(tag) or f"/{tag}" in t for t in names.tags) else _NO_MATCH

    return rank


def _rank_by_name(term: str) -> _Rank:
    """Best: the title begins with it; then a word of it; then anywhere; then other names."""

    def rank(names: _Names) -> float:
        at = names.title.find(term)
        if at >= 0:
            return 0 if at == 0 else 1 if not names.title[at - 1].isalnum() else 2
        return 3 if term in names.others else _NO_MATCH

    return rank


def _rank_by_letters(term: str) -> _Rank:
    """As by name; last come titles in which its letters stand scattered, the nearer to each other the better."""
    by_name = _rank_by_name(term)
    scattered = re.compile("[^\n]{0,12}?".join(re.escape(letter) for letter in term)).search if len(term) < 32 else None

    def rank(names: _Names) -> float:
        whole = by_name(names)
        if whole < _NO_MATCH or scattered is None or not (match := scattered(names.title)):
            return whole
        return 4 + min(1.0, (match.end() - match.start() - len(term)) / 100)

    return rank

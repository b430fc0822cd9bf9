"""What is worth linking in the whole vault: close pairs without a link, and notes without any link."""

import dataclasses
from dataclasses import dataclass

from notelinks.query.note_lists import NoteLists
from notelinks.query.related import RelatedFinder
from notelinks.query.suggestion_order import put_series_last, put_telling_first
from notelinks.records import NoteSummary, RelatedNote
from notelinks.selection import Selection, folder_of, have_same_name
from notelinks.store.dismissed import Dismissed, read_dismissed
from notelinks.store.reader import StoreReader


@dataclass(frozen=True, slots=True)
class Pair:
    """Two notes that are close and not linked."""

    first: NoteSummary
    """The one whose key comes first."""
    second: NoteSummary
    score: float

    @property
    def keys(self) -> Dismissed:
        """What it is dismissed by."""
        return self.first.key, self.second.key


@dataclass(frozen=True, slots=True)
class Orphan:
    """A note that links to no note and that no note links to."""

    note: NoteSummary
    nearest: tuple[RelatedNote, ...]
    """Best first; empty if it is like no other note."""

    @property
    def score(self) -> float:
        """That of the nearest note, 0 without one."""
        return self.nearest[0].score if self.nearest else 0.0

    @property
    def keys(self) -> Dismissed:
        """What it is dismissed by."""
        return (self.note.key,)


def find_pairs(reader: StoreReader, notes: list[NoteSummary], selection: Selection) -> list[Pair]:
    """All published pairs without a link in either direction, each once, in the order of `put_telling_first`.

    No two notes of the same name, and none that was dismissed.

    Args:
        notes: all of the index.
        selection: one note of a pair must be about its tag and folder; both must be allowed as results.

    Raises:
        StoreError: if the lists of all notes are not published.
    """
    NoteLists(reader).require_all("Suggestions")
    by_id = {note.note_id: note for note in notes if Selection(source_only=selection.source_only).takes_note(note)}
    linked = set(reader.linked_pairs())
    scores: dict[tuple[int, int], float] = {}
    for note_id, neighbours in reader.neighbour_lists():
        for other_id, score in neighbours:
            pair = (min(note_id, other_id), max(note_id, other_id))
            scores[pair] = max(score, scores.get(pair, score))
    pairs = [
        Pair(*sorted((by_id[one], by_id[other]), key=lambda note: note.key), score)
        for (one, other), score in scores.items()
        if score >= selection.min_score
        and one in by_id
        and other in by_id
        and not {(one, other), (other, one)} & linked
        and _takes_pair(selection, by_id[one], by_id[other])
    ]
    dismissed = set(read_dismissed(reader.folder))
    wanted = [pair for pair in pairs if pair.keys not in dismissed]
    return put_telling_first(sorted(wanted, key=lambda pair: (-pair.score, pair.keys)), notes)


def _takes_pair(selection: Selection, one: NoteSummary, other: NoteSummary) -> bool:
    if have_same_name(one.key, other.key):
        return False
    if selection.is_elsewhere and folder_of(one.key) == folder_of(other.key):
        return False
    return selection.is_about(one) or selection.is_about(other)


def find_orphans(reader: StoreReader, notes: list[NoteSummary], selection: Selection, n_nearest: int) -> list[Orphan]:
    """All notes without any link to or from another note that were not dismissed, the nearest neighbour first.

    Parts of a series come last.

    Args:
        notes: all of the index.
        selection: the orphan must be about its tag and folder; its nearest notes must satisfy the rest.
    """
    finder = RelatedFinder(reader, notes)
    near = dataclasses.replace(selection, tag="", folder="")
    orphans = [
        Orphan(note, tuple(_find_nearest(finder, note, near, n_nearest)))
        for note in notes
        if not note.n_links and not note.n_backlinks and selection.takes_note(note)
    ]
    dismissed = set(read_dismissed(reader.folder))
    found = [orphan for orphan in orphans if orphan.score >= selection.min_score and orphan.keys not in dismissed]
    return put_series_last(sorted(found, key=lambda orphan: (-orphan.score, orphan.note.key)), notes)


def _find_nearest(finder: RelatedFinder, note: NoteSummary, selection: Selection, limit: int) -> list[RelatedNote]:
    found = finder.find(note, selection, limit)
    if any(have_same_name(row.key, note.key) for row in found):
        found = [row for row in finder.find(note, selection, limit + 1) if not have_same_name(row.key, note.key)]
    return found

"""Which suggestions come first: those that notes of their own make, not the parts of a series or of a list.

Parts of a series and pages that stand at the head of their folders are always close to each other, and nobody links
them for that. They are not left out, they come last.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from notelinks.records import NoteSummary
from notelinks.selection import folder_of

if TYPE_CHECKING:
    from notelinks.query.suggestions import Orphan, Pair

MAX_TURNS = 3
"""So often a note comes among the first; what else it is close to comes after the pairs of others."""

N_NAMESAKES = 3
"""A name that so many notes have says what a note is for in its folder, as `index` does, not what it is about."""

MIN_LISTED = 5
"""Notes that a list links to at least."""

WORDS_OF_ITEM = 10
"""A note with fewer words than this for each note it links to is a list of links."""

_NUMBER = re.compile(r"(?<![a-z\d])\d+")
"""One that stands for itself: not that of `F1` or `x86`."""


def put_telling_first(pairs: Iterable["Pair"], notes: Sequence[NoteSummary]) -> list["Pair"]:
    """The pairs in the order in which they are worth a look; those of equal worth stay as they are.

    Args:
        pairs: best first.
        notes: all of the index.
    """
    common = {name for name, n in Counter(_name(note) for note in notes).items() if n >= N_NAMESAKES}
    turns: Counter[int] = Counter()
    first, more, expected = [], [], []
    for pair in pairs:
        ids = pair.first.note_id, pair.second.note_id
        if _is_expected(pair, common):
            expected.append(pair)
        elif max(turns[ids[0]], turns[ids[1]]) < MAX_TURNS:
            turns.update(ids)
            first.append(pair)
        else:
            more.append(pair)
    return first + more + expected


def put_series_last(orphans: Iterable["Orphan"], notes: Sequence[NoteSummary]) -> list["Orphan"]:
    """The notes without links that are parts of a series come after the others; else all stay as they are.

    Args:
        notes: all of the index.
    """
    n_parts = Counter(map(_series, notes))
    return sorted(orphans, key=lambda orphan: n_parts[_series(orphan.note)] > 1)


def _is_expected(pair: "Pair", common: set[str]) -> bool:
    """Whether two notes are close for what they are: parts of a series, heads of folders, lists of links."""
    notes = pair.first, pair.second
    return (
        any(map(_is_list_of_links, notes))
        or _series(pair.first) == _series(pair.second)
        or all(_name(note) in common for note in notes)
    )


def _is_list_of_links(note: NoteSummary) -> bool:
    return note.n_links >= MIN_LISTED and note.n_words < WORDS_OF_ITEM * note.n_links


def _series(note: NoteSummary) -> tuple[str, str]:
    """The same for notes of one folder whose titles are alike up to a number, or but for one that they begin with."""
    folder, title = folder_of(note.key), note.title.casefold()
    if (number := _NUMBER.search(title)) and (named := title[: number.start()].strip()):
        return folder, f"{named} #"
    return folder, _NUMBER.sub("#", title)


def _name(note: NoteSummary) -> str:
    return note.key.rpartition("/")[2].casefold()

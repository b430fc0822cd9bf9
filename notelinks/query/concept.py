"""A word as a way into the notes: which of them are most about it, and which words are near it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelinks.notes.words import fold_word, split_words
from notelinks.query.search import search_notes
from notelinks.records import NoteSummary
from notelinks.selection import Selection

if TYPE_CHECKING:
    from notelinks.query.ranking import NoteRanking
    from notelinks.query.words import WordFinder


@dataclass(frozen=True, slots=True)
class WordSurroundings:
    """What is found around a word."""

    notes: tuple[tuple[NoteSummary, float], ...]
    """(note, score): those that hold the word, then those that are like them, each the one most about it first."""
    holders: frozenset[int]
    """Ids of the notes that hold the word; empty if it is in every note, which tells none from another."""
    words: tuple[tuple[str, float], ...]
    """(displayed word, cosine), the nearest first."""
    n_notes: int
    """Notes that hold the word."""


def explore_word(
    ranking: "NoteRanking",
    finder: "WordFinder",
    notes: Mapping[int, NoteSummary],
    word: str,
    selection: Selection,
    n_words: int,
) -> WordSurroundings:
    """The notes and words around a word as it is shown; around its pieces if the vocabulary knows only these.

    Args:
        notes: all of the index by id.
        n_words: words wanted at most.

    Raises:
        WordNotFoundError: if there is no word in what is given.
    """
    found = search_notes(ranking, notes, word, selection)
    unknown = {fold_word(piece) for piece in found.unknown}
    pieces = [piece for piece in map(fold_word, split_words(word)) if piece not in unknown]
    near = finder.nearest(pieces, [], n_words) if pieces and all(map(finder.has_vector, pieces)) else []
    words = tuple((near_word, score) for near_word, score in near if score > 0)
    holders = ranking.holders(finder.word_ids(pieces))
    rows = sorted(found.found, key=lambda row: row[0].note_id not in holders)
    return WordSurroundings(tuple(rows), holders, words, len(holders) or finder.n_notes(pieces))

"""The notes nearest to a text of the reader's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelinks.errors import WordNotFoundError
from notelinks.notes.words import fold_word, split_words
from notelinks.records import NoteSummary
from notelinks.selection import Selection

if TYPE_CHECKING:
    from notelinks.query.ranking import NoteRanking


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a text has found."""

    found: tuple[tuple[NoteSummary, float], ...]
    """(note, score), best first."""
    words: tuple[str, ...]
    """All words of the text, in the vocabulary's form."""
    unknown: tuple[str, ...]
    """Words of the text, as they were typed, that no note holds."""
    is_chosen_from: bool
    """Some note was near, wanted or not."""

    @property
    def remark(self) -> str:
        """A sentence about words that did not help, or why nothing was found; empty if all is well."""
        if self.unknown:
            return f"not in the vocabulary: {', '.join(self.unknown)}."
        if self.found:
            return ""
        if self.is_chosen_from:
            return "no note near to the text fits the options."
        return "every note holds these words, so they tell no note from another."


def words_of_text(text: str) -> list[str]:
    """The words of a text in the vocabulary's form, in their order."""
    return [fold_word(word) for word in split_words(text)]


def search_notes(
    ranking: "NoteRanking", notes: Mapping[int, NoteSummary], text: str, selection: Selection
) -> SearchResult:
    """All wanted notes that score above zero for a text.

    Args:
        notes: all of the index by id.

    Raises:
        WordNotFoundError: if there is no word in the text.
    """
    written = {fold_word(word): word for word in reversed(split_words(text))}
    if not written:
        raise WordNotFoundError("there is no word in the text; single letters and numbers are not searched for.")
    words = words_of_text(text)
    near = ranking.near_text(words)
    found = tuple(
        (notes[note_id], score)
        for note_id, score in near
        if note_id in notes and score >= selection.min_score and selection.takes_note(notes[note_id])
    )
    return SearchResult(found, tuple(words), tuple(written[word] for word in ranking.unknown_words(words)), bool(near))

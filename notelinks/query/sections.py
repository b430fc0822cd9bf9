"""Which section of one note matches which of another: the sections of stored notes, compared.

Notes below `FEWEST_WORDS` words, and those without two sections worth naming, are compared as one piece.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from notelinks.notes.words import split_words
from notelinks.query.known_words import KnownWords, count_texts
from notelinks.records import SectionStart
from notelinks.related.generation import Generation
from notelinks.related.note_vectors import NoteVectors, make_note_vectors
from notelinks.related.sections import FEWEST_WORDS, compare, find_clear_matches, gather_sections
from notelinks.store.rows import NoteWords


@dataclass(frozen=True)
class Pieces:
    """A note as it is compared: section by section, or as one piece."""

    sections: tuple[SectionStart, ...]
    """Empty if the note is one piece."""
    vectors: NoteVectors
    """A row a section, and a last one for the note as a whole."""


class SectionMatcher:
    """Compares notes by their sections, in the vectors of one generation."""

    def __init__(self, generation: Generation, known: KnownWords) -> None:
        self._generation = generation
        self._known = known

    def cut(self, note: NoteWords) -> Pieces:
        """A stored note as its pieces."""
        words, title = self._known.ids(note.forms), self._known.ids(note.title_forms)
        numbers, section_of_word = _find_sections(note.sections, len(words))
        texts = [*(words[section_of_word == number] for number in numbers), np.concatenate([title, words])]
        titles = [*(title[:0] for _ in numbers), title]
        return Pieces(tuple(note.sections[number] for number in numbers), self._make_vectors(texts, titles))

    def cut_text(self, word_ids: np.ndarray) -> Pieces:
        """A text that is no note as one piece.

        Args:
            word_ids: -1 where a word is not known.
        """
        return Pieces((), self._make_vectors([word_ids], [word_ids[:0]]))

    def match(self, own: Pieces, other: Pieces) -> tuple[SectionStart | None, SectionStart | None]:
        """The section of each that matches best; None for a note that is one piece or has no clear best."""
        row, column = find_clear_matches(compare(own.vectors, other.vectors, self._generation.learned_share))
        return None if row is None else own.sections[row], None if column is None else other.sections[column]

    def _make_vectors(self, texts: Sequence[np.ndarray], titles: Sequence[np.ndarray]) -> NoteVectors:
        """The vectors of pieces of text, by the arithmetic of notes.

        Args:
            texts: word ids of each piece, title and all; -1 where a word is not known.
            titles: word ids of each title.
        """
        generation = self._generation
        counts = [count_texts(pieces, len(generation.words)) for pieces in (texts, titles)]
        return make_note_vectors(generation.weigh(*counts), generation.word_vectors)


def _find_sections(starts: Sequence[SectionStart], n_words: int) -> tuple[list[int], np.ndarray]:
    """(numbers of the sections worth naming, section of each word); none if the note is to be one piece."""
    if n_words < FEWEST_WORDS or len(starts) < 2:
        return [], np.zeros(0, dtype=np.int64)
    section_of_word = gather_sections(
        [start.level for start in starts],
        [start.position for start in starts],
        [_heading_length(start) for start in starts],
        n_words,
    )
    sections = np.unique(section_of_word[section_of_word >= 0]).tolist()
    return (sections if len(sections) > 1 else []), section_of_word


def _heading_length(start: SectionStart) -> int:
    return len(split_words(start.heading))

"""One index as it stands at one revision, for whoever asks it several things; what is heavy is made on first use."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from notelinks.errors import StoreError
from notelinks.query.note_lists import NoteLists
from notelinks.query.stop_words import StopWords
from notelinks.records import NoteSummary
from notelinks.store.reader import StoreReader

if TYPE_CHECKING:
    from notelinks.query.ranking import NoteRanking
    from notelinks.query.reasons import ReasonFinder
    from notelinks.query.related import RelatedFinder
    from notelinks.query.words import WordFinder


class OpenIndex:
    """Belongs to one thread. NumPy is imported by what needs vectors."""

    def __init__(self, folder: Path, source_only: tuple[str, ...] = ()) -> None:
        """
        Args:
            source_only: folders whose notes are never results.

        Raises:
            IndexMissingError: if nothing has been indexed in `folder`.
            StoreError: if the index cannot be read.
        """
        self.reader = StoreReader(folder)
        self.source_only = source_only
        self.revision = self.reader.revision()
        self.stop_words = StopWords(folder)

    def is_current(self) -> bool:
        """Whether nothing that can be shown has changed since it was opened."""
        return not self.reader.is_replaced() and self.reader.revision() == self.revision

    def close(self) -> None:
        self.reader.close()

    @cached_property
    def notes(self) -> dict[int, NoteSummary]:
        """All notes by id, in order of title."""
        return {note.note_id: note for note in self.reader.notes()}

    @cached_property
    def lists(self) -> NoteLists:
        """Of single notes."""
        return NoteLists(self.reader)

    @property
    def ranking(self) -> "NoteRanking":
        """Raises `StoreError` as long as no words have been learned."""
        self._require_vectors()
        return self.lists.ranking

    @cached_property
    def related(self) -> "RelatedFinder":
        """Goes beyond the published lists."""
        from notelinks.query.related import RelatedFinder

        return RelatedFinder(self.reader, list(self.notes.values()), self.lists)

    @cached_property
    def reasons(self) -> "ReasonFinder":
        """Raises `StoreError` as long as no words have been learned."""
        self._require_vectors()
        from notelinks.query.reasons import ReasonFinder

        return ReasonFinder(self.reader)

    def words(self) -> "WordFinder":
        """Compares the words of the notes; the user's stop words of this moment are left out.

        Raises:
            StoreError: as long as no words have been learned.
        """
        self._require_vectors()
        from notelinks.query.vectors import open_generation
        from notelinks.query.words import WordFinder

        return WordFinder(open_generation(self.reader).generation, self.stop_words.current())

    def _require_vectors(self) -> None:
        if self.reader.generation_folder() is None:
            raise StoreError("What the words mean in these notes is not learned yet. Results appear when it is.")

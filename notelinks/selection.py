"""Which notes may be results: by score, link, tag and folder. Knows records, not where they come from."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from notelinks.records import NoteSummary, RelatedNote


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a result must be like. The default takes every note."""

    min_score: float = 0.0
    """Scores below it are left out."""
    is_linked: bool | None = None
    """Only notes that are linked with the one at hand, or only those that are not; None takes both."""
    tag: str = ""
    """Only notes with this tag or one below it, compared without case; with or without `#`."""
    folder: str = ""
    """Only notes in or below this folder of the vault."""
    is_elsewhere: bool = False
    """Only notes of other folders than that of the note at hand."""
    source_only: tuple[str, ...] = ()
    """Folders whose notes are never results; see `RankingConfig`."""

    def takes_note(self, note: NoteSummary) -> bool:
        """Whether tag and folder of a note are wanted, and it may be a result at all."""
        return not lies_below(note.key, self.source_only) and self.is_about(note)

    def is_about(self, note: NoteSummary) -> bool:
        """Whether tag and folder of a note are wanted."""
        return (not self.folder or lies_below(note.key, [self.folder])) and (not self.tag or has_tag(note, self.tag))

    def takes(self, row: RelatedNote, note: NoteSummary, asked: str) -> bool:
        """Whether a related note is wanted.

        Args:
            note: the same note's summary.
            asked: key of the note that it is related to.
        """
        return (
            row.score >= self.min_score
            and self.is_linked in (None, row.is_linked)
            and not (self.is_elsewhere and folder_of(row.key) == folder_of(asked))
            and self.takes_note(note)
        )


def has_tag(note: NoteSummary, tag: str) -> bool:
    """Whether a note has a tag, or one below it."""
    wanted = tag.lstrip("#").rstrip("/").casefold()
    return any(t == wanted or t.startswith(f"{wanted}/") for t in map(str.casefold, note.tags))


def folder_of(key: str) -> str:
    """The folder that a note lies in; empty for the vault itself."""
    return key.rpartition("/")[0]


def have_same_name(one: str, other: str) -> bool:
    """Whether two notes differ in the form of their letters alone, as copies from a Mac and from Linux may."""
    return _compose(one) == _compose(other)


def lies_below(key: str, folders: Iterable[str]) -> bool:
    """Whether a note lies in or below one of some folders, given relative to the vault; empty is the vault itself.

    Composed and decomposed letters are the same: file names of macOS and what is typed differ in that.
    """
    folders = tuple(folders)
    if not folders:
        return False
    path = _compose(key)
    return any(not f or path.startswith(f"{f}/") for f in (_compose(folder).strip("/") for folder in folders))


def _compose(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)

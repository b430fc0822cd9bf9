"""From two notes to the change that links them: everything is decided here, and nothing is written.

In: the vault's folder, the key of a note and the note it is to name. Out: a `PlannedLink` that can be shown and then
carried out. Reads the vault alone, so it knows what stands in the files at this moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from notelinks.display import safe_text
from notelinks.errors import LinkRefusedError, NothingToLinkError
from notelinks.linking.folder import NoteFolder
from notelinks.linking.habits import follow_habits
from notelinks.linking.place import PlaceFinder, SearchGivenUpError
from notelinks.linking.spelling import LinkSpeller, SpelledLink
from notelinks.linking.splice import LINE_ENDING, Insertion, insert_bytes
from notelinks.linking.writable import check_writable
from notelinks.notes.files import read_note
from notelinks.notes.mentions import note_names
from notelinks.notes.parse import parse_note
from notelinks.notes.scan import scan_vault
from notelinks.notes.vault_settings import read_vault_settings
from notelinks.records import NoteSummary, SkippedFile, WrittenLink


class Place(StrEnum):
    """Where a link goes."""

    MENTION = "mention"
    """Around words that name the note already."""
    END = "end"
    """In a line of its own under the note."""


@dataclass(frozen=True, slots=True)
class PlannedLink:
    """A link that can be inserted."""

    source_key: str
    target_key: str
    place: Place
    link: SpelledLink
    before: bytes
    """The note as it was read."""
    insertions: tuple[Insertion, ...]

    @property
    def after(self) -> bytes:
        """The note with the link."""
        return insert_bytes(self.before, self.insertions)

    @property
    def inserted(self) -> str:
        """The link as it stands in the note."""
        if self.place is Place.END:
            return self.link.text
        first, last = self.insertions
        return (first.added + self.before[first.position : last.position] + last.added).decode("utf-8")

    @property
    def line(self) -> int:
        """The line that the link stands in, counted from 1."""
        *_, last = self.insertions
        until = insert_bytes(self.before[: last.position], self.insertions).decode("utf-8")
        return len(LINE_ENDING.split(until.rstrip("\r\n")))


class LinkPlanner:
    """Plans links between the notes of one vault, as it was when this was made."""

    def __init__(self, vault: Path, written: Iterable[WrittenLink] = ()) -> None:
        """
        Args:
            written: the links of the vault, which new ones are to be like where its settings leave that open.
        """
        snapshot = scan_vault(vault)
        self._vault = vault
        notes = snapshot.notes.keys() | snapshot.evicted
        settings = follow_habits(read_vault_settings(vault), notes, written)
        self._speller = LinkSpeller(notes, snapshot.other_files, settings)

    def spell(self, source_key: str, target: NoteSummary) -> SpelledLink:
        """The link to one note from another.

        Raises:
            LinkRefusedError: if none can be written, because of what the target's path holds.
        """
        return self._speller.spell(source_key, target.key, target.title)

    def plan(self, source_key: str, target: NoteSummary, place: Place | None = None) -> PlannedLink:
        """The link from one note to another.

        Args:
            place: where it goes; None for a mention if there is one, else the end.

        Raises:
            LinkRefusedError: if the note is not one that can be changed, the link cannot be written, or a mention that
                can take it is not found in time.
            NothingToLinkError: if the notes are linked already, or there is no such place.
        """
        name = safe_text(source_key)
        if source_key == target.key:
            raise LinkRefusedError(f"{name} cannot be linked to itself. Name two notes.")
        raw = self._read(source_key)
        note = parse_note(source_key, raw)
        if isinstance(note, SkippedFile):
            raise LinkRefusedError(f"{name}: {note.reason}. Only text can take a link.")
        if target.key in self._speller.leads_to(note, source_key):
            raise NothingToLinkError(f"{name} already links to {safe_text(target.key)}.")
        with NoteFolder(self._vault, source_key) as folder:
            check_writable(folder)
        link = self.spell(source_key, target)
        finder = PlaceFinder(self._speller, source_key, raw, note)
        if place is not Place.END:
            names = note_names(target.key, target.title, target.aliases)
            if insertions := finder.at_mention(link, target.key, names):
                return PlannedLink(source_key, target.key, Place.MENTION, link, raw, insertions)
            if place is Place.MENTION:
                raise NothingToLinkError(f"{name} does not mention {safe_text(target.key)} where a link can stand.")
        if insertions := finder.at_end(link, target.key):
            return PlannedLink(source_key, target.key, Place.END, link, raw, insertions)
        raise LinkRefusedError(
            f"{name} ends within code, a comment, a drawing or the like, where a link is none. Close it, or write "
            "the link by hand."
        )

    def plan_all(self, source_key: str, target: NoteSummary) -> list[PlannedLink]:
        """The link at every place where it fits, the best first; there is at least one.

        Raises:
            LinkRefusedError, NothingToLinkError: as `plan` does.
        """
        try:
            best = self.plan(source_key, target)
        except SearchGivenUpError:
            return [self.plan(source_key, target, Place.END)]
        if best.place is Place.END:
            return [best]
        try:
            return [best, self.plan(source_key, target, Place.END)]
        except (LinkRefusedError, NothingToLinkError):
            return [best]

    def _read(self, key: str) -> bytes:
        raw = read_note(self._vault, key)
        if isinstance(raw, SkippedFile):
            raise LinkRefusedError(f"{safe_text(key)}: {raw.reason}. No link can be inserted here.")
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise LinkRefusedError(
                f"{safe_text(key)} is not UTF-8 (byte {error.start + 1}). Save it as UTF-8 first."
            ) from error
        return raw

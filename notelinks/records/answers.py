"""What an index answers about its notes.

Named tuples, as all that is shown at the start: a data class takes ten times as long to import.
"""

from typing import NamedTuple

from notelinks.records.places import LinkKind, SectionStart


class NoteSummary(NamedTuple):
    """A row of the note list."""

    note_id: int
    key: str
    title: str
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    modified_ns: int
    """Nanoseconds since the epoch."""
    n_words: int
    """Words in the text, with repetitions."""
    n_links: int
    """Distinct notes it links to."""
    n_backlinks: int
    """Distinct notes that link to it."""


class RelatedNote(NamedTuple):
    """One row of a note's related notes."""

    note_id: int
    key: str
    title: str
    score: float
    """What words and shared links say together, at most 1."""
    links_there: bool
    """The note at hand links to this one."""
    links_here: bool
    """This one links to the note at hand."""

    @property
    def is_linked(self) -> bool:
        return self.links_there or self.links_here


class Reason(NamedTuple):
    """Why two notes are related: the words that add most to their score, one fact about their links, the sections."""

    words: tuple[tuple[str, float], ...]
    """(displayed word, its part of the score), the largest first."""
    links: float
    """What the links that both notes share add to the score."""
    total: float
    """The score that all parts together add up to."""
    fact: str
    """One short sentence about links or tags, empty if there is none."""
    own_section: SectionStart | None = None
    """The section of the note at hand that matches best; None if it is short or no section is clearly the best."""
    section: SectionStart | None = None
    """The same of the other note."""
    linked: tuple[str, ...] = ()
    """Titles of the notes with which both are linked, where the fact is about them; the least linked first."""

    @property
    def full_fact(self) -> str:
        """The fact with the first of the notes that it is about."""
        more = ", …" if len(self.linked) > 1 else ""
        return f"{self.fact}: {self.linked[0]}{more}" if self.linked else self.fact


class Concept(NamedTuple):
    """A word that a note is about."""

    text: str
    """The most frequent written form."""
    weight: float
    """Between 0 and 1, comparable within a note."""


class NoteLink(NamedTuple):
    """A resolved link between two notes, seen from one of them."""

    note_id: int
    """The note at the other end."""
    key: str
    title: str
    alias: str
    fragment: str
    line: int
    """In the note that holds the link, counted from 1."""
    sentence: str
    kind: LinkKind = LinkKind.WIKILINK
    target_line: int = 0
    """Line of the heading or block that the fragment means, in the note that the link leads to; 0 if there is none."""

    @property
    def is_lost(self) -> bool:
        """The note is there, but nothing in it is called as the fragment says."""
        return bool(self.fragment) and not self.target_line


class CanvasLink(NamedTuple):
    """A canvas that shows a note."""

    key: str
    """Of the canvas."""
    fragment: str
    """The part of the note that it shows, empty for all of it."""


class UnresolvedLink(NamedTuple):
    """A link whose target does not exist."""

    target: str
    alias: str
    line: int
    n_notes: int
    """How many notes want this target, however they write it."""
    sentence: str = ""
    kind: LinkKind = LinkKind.WIKILINK


class ExcludedLink(NamedTuple):
    """A link to a note that is excluded from the index: it is there, and nothing is known of it."""

    target: str
    alias: str
    line: int


class Mention(NamedTuple):
    """A note that names another one in its text without linking to it, seen from one of them."""

    note_id: int
    """The note at the other end."""
    key: str
    title: str
    line: int = 0
    """Where the first mention begins, in the note that names the other, counted from 1."""
    sentence: str = ""
    """The plain text around it, at most 300 characters."""
    is_ordinary: bool = False
    """The note is called as so many texts say by the way that its name tells little."""


class WrittenLink(NamedTuple):
    """A link between two notes as it is written."""

    source_key: str
    target: str
    """Without fragment and alias, percent-decoded."""
    target_key: str
    is_markdown: bool
    """Written `[text](path)` instead of `[[path]]`."""


class NoteLinks(NamedTuple):
    """Everything that ties a note to others by name."""

    outgoing: tuple[NoteLink, ...]
    backlinks: tuple[NoteLink, ...]
    unresolved: tuple[UnresolvedLink, ...]
    mentioned_in: tuple[Mention, ...]
    """Notes whose text names this one without linking to it."""
    mentions: tuple[Mention, ...]
    """Notes that this one names without linking to them."""
    canvases: tuple[CanvasLink, ...] = ()
    """Canvases that show this note."""
    excluded: tuple[ExcludedLink, ...] = ()

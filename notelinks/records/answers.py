"""What an index answers about its notes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoteSummary:
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


@dataclass(frozen=True, slots=True)
class RelatedNote:
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


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two notes are related: the words that add most to their score, and one fact about their links."""

    words: tuple[tuple[str, float], ...]
    """(displayed word, its part of the score), the largest first."""
    links: float
    """What the links that both notes share add to the score."""
    total: float
    """The score that all parts together add up to."""
    fact: str
    """One short sentence about links or tags, empty if there is none."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A word that a note is about."""

    text: str
    """The most frequent written form."""
    weight: float
    """Between 0 and 1, comparable within a note."""


@dataclass(frozen=True, slots=True)
class NoteLink:
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


@dataclass(frozen=True, slots=True)
class UnresolvedLink:
    """A link whose target does not exist."""

    target: str
    alias: str
    line: int
    n_notes: int
    """How many notes want this target."""


@dataclass(frozen=True, slots=True)
class ExcludedLink:
    """A link to a note that is excluded from the index: it is there, and nothing is known of it."""

    target: str
    alias: str
    line: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A note that names another one in its text without linking to it."""

    note_id: int
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class NoteLinks:
    """Everything that ties a note to others by name."""

    outgoing: tuple[NoteLink, ...]
    backlinks: tuple[NoteLink, ...]
    unresolved: tuple[UnresolvedLink, ...]
    mentioned_in: tuple[Mention, ...]
    """Notes whose text names this one without linking to it."""
    mentions: tuple[Mention, ...]
    """Notes that this one names without linking to them."""
    excluded: tuple[ExcludedLink, ...] = ()

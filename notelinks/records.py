"""The records that pass from one step of the flow to another: plain, frozen, without behaviour of their own.

Three integers are never mixed: `note_id` is the key of a note in the store, `word_id` a row of the vocabulary,
`position` an index into a token array. A note's `key` is its path relative to the vault, with `/`; bytes that are not
UTF-8 stand in it as surrogates (`os.fsdecode`), so that `os.fsencode` gives the true name back.
"""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class FileSignature:
    """What `stat` says of a file, its size in bytes; any difference means that it must be read again."""

    mtime_ns: int
    ctime_ns: int
    size: int
    inode: int
    device: int


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that is not indexed, or not in full, and why."""

    key: str
    reason: str
    """A short sentence for the user, without the path and without text of the note."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one scan of a vault saw."""

    notes: dict[str, FileSignature]
    """Every readable Markdown file by key, in order of key."""
    other_files: tuple[str, ...]
    """Keys of all other files that a link may point at (images, PDFs, …)."""
    skipped: tuple[SkippedFile, ...]
    """Notes that were seen but are not to be read (a FIFO named `x.md`, too large, a symbolic link, …)."""
    unseen_folders: tuple[str, ...]
    """Keys of folders that could not be listed; what is stored below them must be kept. `""` is the vault itself."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between a snapshot and the store. Every tuple holds keys in order."""

    added: tuple[str, ...]
    modified: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.modified or self.removed)


class LinkKind(StrEnum):
    """How a link is written."""

    WIKILINK = "wikilink"
    EMBED = "embed"
    MARKDOWN = "markdown"
    PROPERTY = "property"


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it stands in a note, not yet resolved."""

    kind: LinkKind
    target: str
    """The path part, percent-decoded and trimmed, without fragment; empty for a link within the note."""
    fragment: str = ""
    """What follows the first `#`: a heading, nested headings, or `^block-id`."""
    alias: str = ""
    """The text shown instead of the target, empty if none was given."""
    line: int = 0
    """Counted from 1; 0 where it is not known."""
    sentence: str = ""
    """The plain text of the sentence around the link, at most 300 characters."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it, up to the next heading of any level."""

    heading: str
    """Plain text; empty for the text before the first heading."""
    level: int
    """1 to 6; 0 for the text before the first heading."""
    line: int
    """Line of the heading in the file, counted from 1."""
    sentences: tuple[str, ...]
    """Plain text without markup, code, URLs and comments."""


@dataclass(frozen=True, slots=True)
class ParsedNote:
    """A note as the parser understood it."""

    key: str
    title: str
    """Front matter `title`, else the file's name without its ending. Never empty, never holds a surrogate."""
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    """Without `#`, first spelling, no duplicates (compared by casefold), in order of appearance."""
    sections: tuple[Section, ...]
    links: tuple[Link, ...]
    problems: tuple[str, ...] = ()
    """What could not be understood, each a short sentence (`front matter ignored: …`)."""


@dataclass(frozen=True, slots=True)
class SectionStart:
    """Where a section begins in the token array of its note."""

    heading: str
    level: int
    line: int
    position: int
    """Index of the section's first token."""


@dataclass(frozen=True, slots=True)
class TokenizedNote:
    """A parsed note with its words, ready to be stored. Words are in their written form; see `notes.tokens`."""

    note: ParsedNote
    title_words: tuple[str, ...]
    words: tuple[str, ...]
    """All words of all sections, in order, headings included."""
    sections: tuple[SectionStart, ...]
    language: str
    """ISO 639-1 code of the language that most of it is written in, empty if that cannot be told."""
    digest: str
    """Hex SHA-256 over all of the above and the links: equal for equal notes, however they came to be."""


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


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """Where a training stands."""

    epoch: int
    """Epochs completed."""
    n_epochs: int
    fraction: float
    """Of the whole training, 0 to 1."""
    loss: float
    """Mean loss of the sampled targets of the last slice; NaN before the first, 0 in the store."""
    learning_rate: float
    """Of the next words; it falls to zero."""
    words_per_s: float
    seconds_left: float


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What an index says about itself."""

    vault: str
    n_notes: int
    n_words: int
    """Distinct words in all notes; words that vanished count until the next training is published."""
    n_links: int
    """Resolved links between notes, with repetitions."""
    generation: int
    """Number of the published generation; 0 before the first."""
    revision: int
    """Grows with every change that a reader may want to show."""
    pending: int
    """Notes whose change is stored but not yet trained on."""
    activity: str
    """`idle`, `reading`, `training` or `publishing`; what the indexer last said, true only while one is running."""
    reading: tuple[int, int]
    """(notes read, notes to read) while `activity` is `reading`."""
    training: TrainingProgress | None
    watcher: str
    """How changes are noticed: `events`, `polling`, or empty when nobody watches."""
    last_scan_s: float
    """Seconds since the epoch; 0 if never."""
    trained_s: float
    """When the current generation was trained, seconds since the epoch; 0 if never."""
    problem: str
    """A sentence about what is wrong at present, empty if nothing is."""
    skipped: tuple[SkippedFile, ...] = field(default=())
    corpus_digest: str = ""
    index_digest: str = ""
    shares: dict[str, float] = field(default_factory=dict)
    """What counts how much in a score, as `related.generation.Generation.shares` gives it; empty before the first."""

"""A note as it was read: its parts, its links, its words."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from notelinks.records.places import LinkKind, SectionStart


class LinkEnd(StrEnum):
    """What a link leads to."""

    NOTE = "note"
    FILE = "file"
    """A file that is no note."""
    EXCLUDED = "excluded"
    """A note that the user does not want indexed."""
    NOTHING = "nothing"


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
    """The plain text of the sentence around the link with its formulas, at most 300 characters."""


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
class Anchor:
    """A place within a note that the fragment of a link may lead to."""

    name: str
    """A heading as it is written, `^id` of a block, or `#id` that the author gave to a place, as in HTML."""
    level: int
    """1 to 6 for a heading, 0 otherwise."""
    line: int
    """First line of the heading or block in the file, counted from 1."""


class Passage(NamedTuple):
    """A sentence, a heading or a line of code, in which other notes may be named.

    A named tuple, since a note has a hundred, and they are sent from process to process.
    """

    line: int
    """Where its first word stands in the file, counted from 1; formulas may begin before it."""
    pieces: tuple[str, ...]
    """Its plain text, cut where links and formulas begin and end: text, a link or a formula, text, and so on."""

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()


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
    anchors: tuple[Anchor, ...] = ()
    """In order of appearance."""
    passages: tuple[Passage, ...] = ()
    """All text in which a note may be named without a link: that of the sections, and code."""


@dataclass(frozen=True, slots=True)
class CanvasTarget:
    """What a card of a canvas leads to, not yet resolved."""

    target: str
    """As in `Link`; with a leading `/` if the card shows this file."""
    fragment: str
    is_card: bool
    """The link stands in a card of text; else the card is the file."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """A canvas as it was read."""

    key: str
    links: tuple[CanvasTarget, ...]


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
    words_digest: str
    """Hex digest of what it gives to trainings and lists: it stays while only its tags or links change."""

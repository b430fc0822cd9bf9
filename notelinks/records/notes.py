"""A note as it was read: its parts, its links, its words."""

from dataclasses import dataclass
from enum import StrEnum


class LinkKind(StrEnum):
    """How a link is written."""

    WIKILINK = "wikilink"
    EMBED = "embed"
    MARKDOWN = "markdown"
    PROPERTY = "property"


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

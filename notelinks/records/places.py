"""How a link is written, and a part of a note that may be named."""

from enum import StrEnum
from typing import NamedTuple


class LinkKind(StrEnum):
    """How a link is written."""

    WIKILINK = "wikilink"
    EMBED = "embed"
    MARKDOWN = "markdown"
    PROPERTY = "property"


class SectionStart(NamedTuple):
    """Where a section begins in the token array of its note."""

    heading: str
    level: int
    line: int
    position: int
    """Index of the section's first token."""

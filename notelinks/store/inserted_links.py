"""The links that were inserted into notes of one vault, so that they can be taken back: a file beside its index.

It holds what was inserted and digests of the notes, no other text of them. What is being changed at the moment stands
in it as well, so that after a crash the next change can bring it to an end.
"""

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notelinks.errors import StoreError
from notelinks.store.durable import replace_file

MAX_LINKS = 200
"""Older ones are forgotten: by then their notes have changed."""


@dataclass(frozen=True, slots=True)
class InsertedLink:
    """A link that was put into a note."""

    key: str
    """Of the note."""
    target_key: str
    line: int
    """That it was put into, counted from 1."""
    before: str
    """Hex SHA-256 of the note without the link."""
    after: str
    """Hex SHA-256 of the note with the link."""
    insertions: tuple[tuple[int, str], ...]
    """(position in bytes in the note without the link, text)"""
    inserted_s: float = 0.0
    """When, in seconds since the epoch; 0 if it was not written down."""
    around: str = ""
    """Hex SHA-256 of what stood around the insertions and between them; empty if it was not written down."""
    n_after: int = 0
    """Bytes of that which stood after the last insertion."""


@dataclass(frozen=True, slots=True)
class UnfinishedChange:
    """A note that is about to be written."""

    link: InsertedLink
    is_undo: bool
    """The link is taken back, not inserted."""
    temporary: str
    """Name of the file beside the note."""
    is_complete: bool
    """That file is whole, and the two may have changed places."""

    @property
    def shown(self) -> str:
        """Digest of the note as it was before."""
        return self.link.after if self.is_undo else self.link.before

    @property
    def wanted(self) -> str:
        """Digest of the note as it is to be."""
        return self.link.before if self.is_undo else self.link.after


@dataclass(frozen=True, slots=True)
class InsertedLinks:
    """All that is kept."""

    links: tuple[InsertedLink, ...] = ()
    """The newest last."""
    unfinished: UnfinishedChange | None = None

    def with_change(self, change: UnfinishedChange) -> "InsertedLinks":
        """After a change has been made."""
        links = self.links[:-1] if change.is_undo else (*self.links, change.link)
        return InsertedLinks(links[-MAX_LINKS:])


def read_inserted_links(folder: Path) -> InsertedLinks:
    """What is kept beside the index in `folder`; nothing if there is no file.

    Raises:
        StoreError: if the file is there and cannot be read.
    """
    path = inserted_links_file(folder)
    try:
        values = json.loads(path.read_bytes())
        unfinished = values["unfinished"]
        return InsertedLinks(
            tuple(map(_to_link, values["links"])),
            unfinished and UnfinishedChange(**unfinished | {"link": _to_link(unfinished["link"])}),
        )
    except FileNotFoundError:
        return InsertedLinks()
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{path}: the inserted links cannot be read ({error}). Remove the file.") from error


def write_inserted_links(folder: Path, kept: InsertedLinks) -> None:
    """
    Raises:
        StoreError: if the file cannot be written.
    """
    path = inserted_links_file(folder)
    try:
        replace_file(path, json.dumps(dataclasses.asdict(kept)).encode())
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}). No link is inserted without it.") from error


def inserted_links_file(folder: Path) -> Path:
    """Where the links stand, as JSON."""
    return folder / "links.json"


def _to_link(values: dict[str, Any]) -> InsertedLink:
    return InsertedLink(**values | {"insertions": tuple((int(i), str(text)) for i, text in values["insertions"])})

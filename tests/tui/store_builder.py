"""Small indexes from literal notes, written by the real `StoreWriter`."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from notelinks.config import index_folder
from notelinks.records import (
    Concept,
    FileSignature,
    Link,
    LinkEnd,
    LinkKind,
    ParsedNote,
    Passage,
    SectionStart,
    TokenizedNote,
)
from notelinks.store.mention_tables import pack_passages
from notelinks.store.packed_note import PackedNote, pack_note
from notelinks.store.reader import NEIGHBOUR
from notelinks.store.rows import Lists, pack_concepts
from notelinks.store.writer import StoreWriter


@dataclass
class Written:
    """A note as a test writes it down."""

    text: str = ""
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    title: str = ""
    """The file's name if not given."""
    modified_s: int = 1_700_000_000
    related: dict[str, float] = field(default_factory=dict)
    """Score by key."""
    concepts: tuple[tuple[str, float], ...] = ()
    mentions: tuple[str, ...] = ()
    """Keys of notes that it names without a link."""


class TestVault:
    """A folder of notes and its index, as the indexer would leave them."""

    __test__ = False

    def __init__(self, root: Path, name: str = "garden") -> None:
        self.path = root / name
        self.path.mkdir(parents=True)
        self.folder = index_folder(self.path)
        self._writer: StoreWriter | None = None

    @property
    def writer(self) -> StoreWriter:
        if self._writer is None:
            self._writer = StoreWriter(self.folder, str.casefold)
        return self._writer

    def write(self, notes: dict[str, Written], *, removed: tuple[str, ...] = ()) -> None:
        """Stores notes as one scan would, then their lists; writes their files as well."""
        for key, note in notes.items():
            path = self.path / key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(note.text, encoding="utf-8", errors="surrogateescape")
        keys = ({stored.key for stored in self.writer.stored_notes()} | set(notes)) - set(removed)
        names = {PurePosixPath(key).stem: key for key in keys}
        indexed = [(_packed(key, note), _signature(key, note)) for key, note in notes.items()]
        self.writer.apply_changes(indexed, removed, {}, lambda target, _: (names.get(target), LinkEnd.NOTHING))

    def publish(self, notes: dict[str, Written], *, generation: int = 1, **meta: Any) -> None:
        """Publishes the lists of notes that are stored."""
        ids = {note.key: note.note_id for note in self.writer.stored_notes()}
        lists = [
            Lists(
                ids[key],
                b"".join(NEIGHBOUR.pack(ids[other], score) for other, score in note.related.items()),
                pack_concepts(Concept(text, weight) for text, weight in note.concepts),
            )
            for key, note in notes.items()
        ]
        mentions = [
            (ids[key], ids[other], pack_passages(_passages(key, note)).index(f"names {other}"))
            for key, note in notes.items()
            for other in note.mentions
        ]
        values = {"generation": generation, "trained_s": 1_700_000_000.0, "activity": "idle", **meta}
        self.writer.publish(lists=lists, is_complete=False, meta=values)
        self.writer.replace_mentions_in((), mentions, is_last=True)

    def build(self, notes: dict[str, Written]) -> "TestVault":
        """Stores and publishes."""
        self.write(notes)
        self.publish(notes)
        return self

    def renew(self, notes: dict[str, Written]) -> None:
        """Stores notes under new ids, in one transaction that readers see as a whole."""
        with self.writer._transaction():
            for key in notes:
                self.writer._connection.execute("DELETE FROM notes WHERE key = ?", (key.encode(),))
            self.writer._store_all([(_packed(key, note), _signature(key, note)) for key, note in notes.items()])

    def note_id(self, key: str) -> int:
        return next(note.note_id for note in self.writer.stored_notes() if note.key == key)

    def leave(self) -> None:
        """Closes the index in order, as an indexer that ends; the next change opens it again."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    close = leave


def _packed(key: str, note: Written) -> PackedNote:
    words = tuple(re.findall(r"\w+", note.text))
    links = tuple(Link(LinkKind.WIKILINK, target) for target in re.findall(r"\[\[([^\]|]+)", note.text))
    title = note.title or PurePosixPath(key).stem.encode("utf-8", "replace").decode()
    parsed = ParsedNote(key, title, note.aliases, note.tags, (), links, passages=_passages(key, note))
    digest = hashlib.blake2b(f"{key}\0{note.text}".encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
    return pack_note(TokenizedNote(parsed, (title,), words, (SectionStart("", 0, 1, 0),), "en", digest, digest))


def _passages(key: str, note: Written) -> tuple[Passage, ...]:
    return tuple(Passage(1, (f"{key} names {other}",)) for other in note.mentions)


def _signature(key: str, note: Written) -> FileSignature:
    return FileSignature(note.modified_s * 10**9, 0, len(note.text), hash(key) & 0xFFFF, 1)

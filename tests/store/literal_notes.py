"""Notes as the store gets them, written down in a test, and the shortest way to store and publish them."""

import array
import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from notelinks.records import (
    Concept,
    FileSignature,
    Link,
    LinkEnd,
    LinkKind,
    ParsedNote,
    Passage,
    SectionStart,
    SkippedFile,
    TokenizedNote,
)
from notelinks.store.mention_tables import pack_passages
from notelinks.store.packed_note import PackedNote, pack_note
from notelinks.store.reader import NEIGHBOUR, StoreReader
from notelinks.store.rows import Lists, pack_concepts
from notelinks.store.writer import StoreWriter

PASSAGES = (Passage(3, ("A sentence.",)),)
"""Of every note."""


def open_writer(folder: Path) -> StoreWriter:
    return StoreWriter(folder, str.casefold)


def packed(key: str, text: str, **changed: Any) -> PackedNote:
    """A note whose words and `[[links]]` are those of `text`."""
    links = tuple(Link(LinkKind.WIKILINK, target) for target in re.findall(r"\[\[([^\]]+)", text))
    values = {"title": PurePosixPath(key).stem, "aliases": (), "tags": (), "sections": (), "links": links}
    values |= {"passages": PASSAGES, **changed}
    words = tuple(re.findall(r"\w+", text))
    digest = hashlib.sha256(repr((key, text, changed)).encode("utf-8", "surrogateescape")).hexdigest()
    title_words = tuple(re.findall(r"\w+", values["title"]))
    parsed, sections = ParsedNote(key, **values), (SectionStart("", 0, 1, 0),)
    return pack_note(TokenizedNote(parsed, title_words, words, sections, "en", digest, digest))


def signature(text: str, mtime_ns: int = 1_700_000_000_000_000_000) -> FileSignature:
    return FileSignature(mtime_ns, mtime_ns + 1, len(text), 7, 1)


def store(
    writer: StoreWriter,
    notes: Mapping[str, str],
    *,
    removed: Iterable[str] = (),
    skipped: Mapping[str, str] | None = None,
) -> None:
    """Stores notes by key as one look at a vault would; links lead to the note of that name."""
    names = {PurePosixPath(note.key).stem: note.key for note in writer.stored_notes()}
    names |= {PurePosixPath(key).stem: key for key in notes}
    names = {name: key for name, key in names.items() if key not in set(removed)}
    writer.apply_changes(
        [(packed(key, text), signature(text)) for key, text in notes.items()],
        removed,
        {key: (SkippedFile(key, reason), None) for key, reason in (skipped or {}).items()},
        lambda target, _: (names.get(target), LinkEnd.FILE if target.endswith(".png") else LinkEnd.NOTHING),
    )


def note_ids(writer: StoreWriter) -> dict[str, int]:
    return {note.key: note.note_id for note in writer.stored_notes()}


def publish(
    writer: StoreWriter,
    related: Mapping[str, Mapping[str, float]],
    *,
    concepts: Mapping[str, Iterable[Concept]] | None = None,
    mentions: Iterable[tuple[str, str]] = (),
    is_complete: bool = True,
    used_form_ids: set[int] | None = None,
    **meta: Any,
) -> None:
    """Publishes lists by key."""
    ids = note_ids(writer)
    lists = [
        Lists(
            ids[key],
            b"".join(NEIGHBOUR.pack(ids[other], score) for other, score in scores.items()),
            pack_concepts((concepts or {}).get(key, ())),
        )
        for key, scores in related.items()
    ]
    writer.publish(
        lists=lists,
        is_complete=is_complete,
        meta=meta,
        used_form_ids=used_form_ids,
    )
    place = pack_passages(PASSAGES).index("A sentence.")
    found = [(ids[naming], ids[named], place) for naming, named in mentions]
    if found:
        writer.replace_mentions_in((), found, is_last=True)


def keys_of(rows: Iterable[Any]) -> list[str]:
    """The key of each row."""
    return [row.key for row in rows]


def words_of(reader: StoreReader, packed: bytes) -> list[str]:
    """The written words of packed form ids."""
    written = {form_id: form for form_id, form, _ in reader.forms()}
    return [written[form_id] for form_id in array.array("i", packed)]

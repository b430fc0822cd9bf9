"""A note on its way into the store: packed where it was read, so that the one process that writes has little to do."""

import array
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from notelinks.records import Link, TokenizedNote
from notelinks.store.mention_tables import pack_passages
from notelinks.store.packing import pack_text
from notelinks.store.wanted import wanted_name

LinkRow = tuple[str, str, str, str, int, str, str]
"""kind, target, fragment, alias, line, sentence, and the target as links to missing notes are compared."""


@dataclass(frozen=True, slots=True)
class PackedNote:
    """A note as the store takes it; only the ids of its written forms are missing."""

    key: str
    values: dict[str, Any]
    """Columns of `notes`."""
    forms: tuple[str, ...]
    """Its written forms, each once."""
    title: "array.array[int]"
    """Of each word of the title, its place in `forms`."""
    words: "array.array[int]"
    """The same of each word of the text."""
    sections: str
    """JSON: [[heading, level, line, position], …]."""
    passages: bytes
    links: tuple[LinkRow, ...]


def pack_note(note: TokenizedNote) -> PackedNote:
    """What is stored of a note."""
    parsed = note.note
    places = {form: i for i, form in enumerate(dict.fromkeys((*note.title_words, *note.words)))}
    return PackedNote(
        key=parsed.key,
        values={
            "title": parsed.title,
            "aliases": _to_json(parsed.aliases),
            "tags": _to_json(parsed.tags),
            "language": note.language,
            "anchors": _to_json([[a.name, a.level, a.line] for a in parsed.anchors]),
            "problems": _to_json(parsed.problems),
            "n_words": len(note.words),
            "digest": note.digest,
            "words_digest": note.words_digest,
        },
        forms=tuple(places),
        title=_places(places, note.title_words),
        words=_places(places, note.words),
        sections=_to_json([[s.heading, s.level, s.line, s.position] for s in note.sections]),
        passages=pack_text(pack_passages(parsed.passages)),
        links=tuple(map(_link_row, parsed.links)),
    )


def _places(places: dict[str, int], words: Sequence[str]) -> "array.array[int]":
    return array.array("i", map(places.__getitem__, words))


def _link_row(link: Link) -> LinkRow:
    return (str(link.kind), link.target, link.fragment, link.alias, link.line, link.sentence, wanted_name(link.target))


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)

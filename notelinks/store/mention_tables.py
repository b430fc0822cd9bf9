"""What is stored for the search for mentions: the passages of each note, what was searched, and what was found."""

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from notelinks.excerpts import excerpt
from notelinks.records import Passage
from notelinks.store.rows import FoundMention, NoteNames
from notelinks.store.writable import WritableTables

_MANY = 100
"""More notes than this are found faster by reading all."""

_PART = "\x1f"
_PARTS = re.compile("[\x1f\n]")
_LINKED = re.compile("\x1f[^\x1f\n]*\x1f")


def pack_passages(passages: Iterable[Passage]) -> str:
    """Passages as they are stored: one line with the numbers of all, then a line each with pieces parted by U+001F."""
    passages = tuple(passages)
    numbers = " ".join([str(passage.line) for passage in passages])
    if _PARTS.search("".join([piece for passage in passages for piece in passage.pieces])):
        passages = tuple(Passage(p.line, tuple(_PARTS.sub(" ", piece) for piece in p.pieces)) for p in passages)
    return "\n".join([numbers, *[_PART.join(passage.pieces) for passage in passages], ""])


def searched_text(packed: str) -> str:
    """Where in a note's passages others may be named, as `NameFinder.find` takes it: the same characters in the same
    places, but newlines instead of the numbers and U+001F instead of links."""
    stop = packed.index("\n")
    return "\n" * stop + _LINKED.sub(lambda link: _PART * len(link[0]), packed[stop:])


def cut_passage(packed: str, place: int) -> tuple[int, str]:
    """The passage at a place: its line in the file, and a sentence around the place."""
    start, stop = packed.rindex("\n", 0, place) + 1, packed.index("\n", place)
    n_before = packed.count("\n", 0, start) - 1
    line = int(packed[: packed.index("\n")].split(" ", n_before + 1)[n_before])
    text = packed[start:stop]
    position = place - start
    if _PART in text:
        position -= text.count(_PART, 0, position)
        text = text.replace(_PART, "")
    return line, excerpt(text, 0, len(text), position)


class MentionTables(WritableTables):
    """Mentions depend on passages and names alone, so they are kept apart from links, lists and trainings."""

    def searches(self) -> dict[int, bool]:
        """Of every note by id, whether mentions were looked for in it since it was stored."""
        return {
            note_id: bool(is_searched)
            for note_id, is_searched in self._rows("SELECT note_id, is_searched FROM searches")
        }

    def note_names(self, note_ids: Collection[int]) -> dict[int, NoteNames]:
        """What some notes may be called by, by note id."""
        query = "SELECT note_id, key, title, aliases, names FROM notes JOIN searches USING (note_id)"
        return {
            note_id: NoteNames(os.fsdecode(key), title, tuple(json.loads(aliases)), searched)
            for note_id, key, title, aliases, searched in self._of_notes(query, note_ids)
        }

    def searched_texts(self, note_ids: Collection[int]) -> Iterator[tuple[int, str]]:
        """(note id, `searched_text` of its passages) of some notes, one after the other: all are the whole text."""
        for note_id, packed in self._of_notes("SELECT note_id, unpack_text(passages) FROM passages", note_ids):
            yield note_id, searched_text(packed)

    def _of_notes(self, query: str, note_ids: Collection[int]) -> Iterator[Any]:
        """The rows of a query that begin with one of the ids, in their order."""
        if len(note_ids) <= _MANY:
            return chain.from_iterable(self._rows(f"{query} WHERE note_id = ?", i) for i in sorted(note_ids))
        return (row for row in self._stream(f"{query} ORDER BY note_id") if row[0] in note_ids)

    def forget_searches(self, rules: str) -> None:
        """Has all notes searched anew.

        Args:
            rules: stored as `mention_rules`: what the search depends on besides passages and names.
        """
        with self._transaction():
            self._connection.execute("UPDATE searches SET is_searched = 0")
            self._set_meta("mention_rules", rules)

    def replace_mentions_in(self, sources: Collection[int], found: Iterable[FoundMention], *, is_last: bool) -> None:
        """Stores that the passages of some notes were searched for all names, and what was found.

        Args:
            found: mentions in these notes; others in them are gone.
            is_last: whether these are the last of many. Readers go on with what they have read until then, for to read
                all anew after each part would take more than the search.
        """
        with self._transaction(is_visible=is_last):
            self._replace("source_id", sources, found)
            marked = [(note_id,) for note_id in sources]
            self._connection.executemany("UPDATE searches SET is_searched = 1 WHERE note_id = ?", marked)

    def replace_mentions_of(self, targets: Mapping[int, str], found: Iterable[FoundMention]) -> None:
        """Stores that some notes were looked for in all others that were searched before, and where they were found.

        Args:
            targets: the names that were looked for, as JSON, by note id.
            found: mentions of these notes; others of them are gone.
        """
        with self._transaction():
            self._replace("target_id", targets, found)
            names = [(of_note, note_id) for note_id, of_note in targets.items()]
            self._connection.executemany("UPDATE searches SET names = ? WHERE note_id = ?", names)

    def _replace(self, column: str, note_ids: Iterable[int], found: Iterable[FoundMention]) -> None:
        """Has some mentions in place of all those whose source or target is one of some notes."""
        gone = [(note_id,) for note_id in note_ids]
        self._connection.executemany(f"DELETE FROM mentions WHERE {column} = ?", gone)
        self._connection.executemany("INSERT INTO mentions VALUES (?, ?, ?)", found)

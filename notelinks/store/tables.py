"""What the reader and the writer of an index ask its tables alike."""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from notelinks.records import FileSignature
from notelinks.store.packing import unpack_ids, unpack_text
from notelinks.store.rows import StoredNote
from notelinks.store.schema import unreadable_index


class StoredTables:
    """The tables of one index, through a connection of its user."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection
        for function in (unpack_text, unpack_ids):
            connection.create_function(function.__name__, 1, function, deterministic=True)

    def meta(self, key: str, default: Any = None) -> Any:
        """A single value by name."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", key)
        return rows[0][0] if rows else default

    def signatures(self) -> dict[str, FileSignature]:
        """Signature of every file that need not be read again while it stays the same, by key, in order of key.

        A note that is kept although its file could not be read last time has an `mtime_ns` that no file has.
        """
        query = """
            SELECT key, CASE WHEN key IN (SELECT key FROM skipped) THEN -1 ELSE mtime_ns END,
                ctime_ns, size, inode, device
            FROM notes
            UNION ALL SELECT key, mtime_ns, ctime_ns, size, inode, device FROM skipped WHERE mtime_ns IS NOT NULL
        """
        return dict(sorted((os.fsdecode(key), FileSignature(*rest)) for key, *rest in self._rows(query)))

    def note_ids(self) -> dict[bytes, int]:
        """Id of every note by the bytes of its key."""
        return dict(self._rows("SELECT key, note_id FROM notes"))

    def note_id(self, raw_key: bytes) -> int | None:
        """Id of one note by the bytes of its key, None if there is no such note."""
        rows = self._rows("SELECT note_id FROM notes WHERE key = ?", raw_key)
        return rows[0][0] if rows else None

    def form_ids(self, written: Sequence[str]) -> dict[str, int]:
        """Form ids of those of some written forms that are stored."""
        query = "SELECT written, form_id FROM forms WHERE written IN (SELECT value FROM json_each(?))"
        return dict(self._rows(query, json.dumps(written)))

    def forms(self) -> list[tuple[int, str, str]]:
        """(form id, written form, word) of every word, in order of id."""
        return self._rows("SELECT form_id, written, word FROM forms ORDER BY form_id")

    def forms_from(self, form_id: int) -> list[tuple[int, str, str]]:
        """The same of those that are as new as one or newer."""
        return self._rows("SELECT form_id, written, word FROM forms WHERE form_id >= ? ORDER BY form_id", form_id)

    def some_forms(self, form_ids: Sequence[int]) -> list[tuple[int, str, str]]:
        """The same of some words."""
        query = "SELECT form_id, written, word FROM forms WHERE form_id IN (SELECT value FROM json_each(?))"
        return self._rows(query, json.dumps(form_ids))

    def linked_pairs(self) -> list[tuple[int, int]]:
        """(source note id, target note id) of all resolved links, each once."""
        return self._rows("SELECT DISTINCT source_id, target_id FROM links WHERE target_id IS NOT NULL")

    def linked_pairs_of(self, note_ids: Sequence[int]) -> list[tuple[int, int]]:
        """The same of those from or to some notes."""
        query = """
            WITH some AS (SELECT value AS note_id FROM json_each(?))
            SELECT source_id, target_id FROM links WHERE source_id IN some AND target_id IS NOT NULL
            UNION SELECT source_id, target_id FROM links WHERE target_id IN some
        """
        return self._rows(query, json.dumps(note_ids))

    def stored_notes(self, note_ids: Sequence[int] | None = None) -> Iterator[StoredNote]:
        """The words of some notes, or of all, in order of key."""
        columns = "note_id, key, digest, title_forms, unpack_ids(forms)"
        query = f"SELECT {columns} FROM notes JOIN words USING (note_id)"
        if note_ids is None:
            rows = self._stream(f"{query} ORDER BY key")
        else:
            query += " WHERE note_id IN (SELECT value FROM json_each(?)) ORDER BY key"
            rows = self._rows(query, json.dumps(note_ids))
        for note_id, key, *rest in rows:
            yield StoredNote(note_id, os.fsdecode(key), *rest)

    def words_digests(self) -> list[tuple[int, str, str]]:
        """(note id, key, digest of title and text) of all notes, in order of key."""
        rows = self._rows("SELECT note_id, key, words_digest FROM notes ORDER BY key")
        return [(note_id, os.fsdecode(key), digest) for note_id, key, digest in rows]

    def words_digests_of(self, note_ids: Sequence[int | None]) -> dict[int, str]:
        """Digest of title and text of some notes by note id."""
        query = "SELECT note_id, words_digest FROM notes WHERE note_id IN (SELECT value FROM json_each(?))"
        return dict(self._rows(query, json.dumps(note_ids)))

    def language_counts(self) -> dict[str, int]:
        """How many notes are written in each language."""
        return dict(self._rows("SELECT language, count(*) FROM notes GROUP BY language"))

    def related_lists(self) -> dict[int, bytes]:
        """The published neighbours of every note by note id, packed as in `Lists`."""
        return dict(self._rows("SELECT note_id, neighbours FROM related"))

    def _stream(self, query: str) -> Iterator[Any]:
        """The rows of a query, one after the other."""
        try:
            yield from self._connection.execute(query)
        except sqlite3.Error as error:
            raise unreadable_index(self.folder, error) from error

    def _rows(self, query: str, *values: Any) -> list[Any]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise unreadable_index(self.folder, error) from error

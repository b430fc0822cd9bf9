"""The only hand that writes the index: one process, one connection, a transaction for each visible change."""

import array
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, filterfalse
from pathlib import Path
from typing import Any

from notelinks.records import FileSignature, LinkEnd, SkippedFile
from notelinks.store.canvas_tables import CanvasTables
from notelinks.store.generations import prune_generations
from notelinks.store.mention_tables import MentionTables
from notelinks.store.packed_note import PackedNote
from notelinks.store.packing import pack_ids
from notelinks.store.rows import Lists
from notelinks.store.schema import connect_memory, connect_writer
from notelinks.store.seal import write_seal
from notelinks.store.version import database_file

Resolve = Callable[[str, str], tuple[str | None, LinkEnd]]
"""(target, key of the source) -> (key of the note it leads to or None, what it leads to)."""

_NOTE_SOURCE = "notes ON note_id = source_id"


class StoreWriter(CanvasTables, MentionTables):
    """Writes the index in one folder. To be used by one thread of the one process that holds the indexer's lock."""

    def __init__(self, folder: Path | None, fold: Callable[[str], str]) -> None:
        """Opens the index, making an empty one if needed.

        Args:
            folder: None for an index in memory, for what is computed and not kept.
            fold: gives the vocabulary's form of a written word.

        Raises:
            StoreError: if it cannot be opened.
        """
        connection = connect_memory() if folder is None else connect_writer(folder)
        super().__init__(folder or Path(":memory:"), connection)
        self._fold = fold
        self._form_ids: dict[str, int] = {}
        """Of the written forms that the present look has met."""
        self._signatures: dict[str, FileSignature] | None = None

    def close(self) -> None:
        """Folds the write-ahead log into the database, closes and seals it.

        Raises:
            StoreError: if the log cannot be folded in; it stays beside the database then, and nothing is lost.
        """
        try:
            self._fold_log()
        finally:
            self._connection.close()
        if (path := database_file(self.folder)).exists():
            write_seal(path)

    # What is stored

    def signatures(self) -> dict[str, FileSignature]:
        """See `StoredTables`; kept in memory, since every look at the vault asks for them, and nobody else writes."""
        if self._signatures is None:
            self._signatures = super().signatures()
        return self._signatures

    def skipped(self) -> dict[str, tuple[SkippedFile, FileSignature | None]]:
        """All skipped files, with the signature for which that holds if they need not be looked at again, by key."""
        found = {}
        for raw_key, reason, *rest in self._rows("SELECT * FROM skipped"):
            key = os.fsdecode(raw_key)
            found[key] = (SkippedFile(key, reason), None if None in rest else FileSignature(*rest))
        return found

    # What changes

    def store_notes(self, indexed: Iterable[tuple[PackedNote, FileSignature]], resolve: Resolve | None = None) -> None:
        """Stores a part of many notes, so that readers see them while the rest is being read.

        Args:
            resolve: asked for their links, which lead nowhere if the note that they lead to is not stored yet. Without
                it all of them lead nowhere. In both cases until `apply_changes` has looked them up.
        """
        indexed, self._signatures = list(indexed), None
        with self._transaction():
            self._store_all(indexed)
            if resolve is not None:
                self._resolve_links_of(resolve, [self.note_id(os.fsencode(note.key)) for note, _ in indexed])
            self._set_meta("link_targets", "")

    def apply_changes(
        self,
        indexed: Iterable[tuple[PackedNote, FileSignature]],
        removed: Iterable[str],
        skipped: Mapping[str, tuple[SkippedFile, FileSignature | None]],
        resolve: Resolve,
        link_targets: str = "",
    ) -> None:
        """Stores what a scan found, in one transaction.

        Args:
            indexed: new and changed notes with the signature their bytes had.
            removed: keys of notes that are gone.
            skipped: all files that are skipped at present, with the signature for which that holds, by key.
            resolve: asked for all links, or for those of the new and changed notes if no other can lead elsewhere.
            link_targets: digest of all that `resolve` depends on; while it stays, links lead where they led.
        """
        indexed, removed = list(indexed), list(removed)
        known_signatures = None if removed or skipped != self.skipped() else self._signatures
        self._signatures = None
        with self._transaction():
            for key in removed:
                self._connection.execute("DELETE FROM notes WHERE key = ?", (os.fsencode(key),))
            is_as_before = bool(link_targets) and link_targets == self.meta("link_targets")
            sources = [self.note_id(os.fsencode(note.key)) for note, _ in indexed] if is_as_before else []
            self._store_all(indexed)
            self._store_skipped(skipped)
            if not is_as_before or None in sources:
                self._resolve_all_links(resolve)
                sources = []
            self._resolve_links_of(resolve, sources)
            self._set_meta("link_targets", link_targets)
            self._set_meta("last_scan_s", time.time())
        self._form_ids = {}
        self._keep_signatures(known_signatures, indexed)

    def forget_all(self) -> None:
        """Removes every note and every list. Readers keep showing the last generation's files until the next."""
        with self._transaction():
            for table in ("notes", "canvases", "skipped", "forms"):
                self._connection.execute(f"DELETE FROM {table}")
            for key in ("corpus_digest", "lists_digest", "are_lists_exact", "on_demand"):
                self._connection.execute("DELETE FROM meta WHERE key = ?", (key,))
        self._form_ids, self._signatures = {}, None

    def note_scan(self) -> None:
        """Remembers that the vault was looked at and nothing had changed."""
        self.set_status(last_scan_s=time.time())

    def set_status(self, **values: Any) -> None:
        """Sets single values that readers show, such as `activity` or `progress`."""
        with self._transaction(is_visible=False):
            for key, value in values.items():
                self._set_meta(key, value)

    def publish(
        self,
        *,
        lists: Iterable[Lists],
        is_complete: bool,
        meta: Mapping[str, Any],
        used_form_ids: set[int] | None = None,
    ) -> None:
        """Makes lists current, in one transaction.

        Args:
            is_complete: the lists are those of all notes and replace whatever is there.
            meta: values to set in the same transaction, such as `generation`.
            used_form_ids: if given, all other written forms are removed: they occur in no note any more.
        """
        with self._transaction():
            if is_complete:
                self._connection.execute("DELETE FROM related")
                self._connection.execute("DELETE FROM concepts")
            for row in lists:
                self._connection.execute("REPLACE INTO related VALUES (?, ?)", (row.note_id, row.neighbours))
                if row.concepts is not None:
                    self._connection.execute("REPLACE INTO concepts VALUES (?, ?)", (row.note_id, row.concepts))
            if used_form_ids is not None:
                self._drop_forms(used_form_ids)
            for key, value in meta.items():
                self._set_meta(key, value)
        if "generation" in meta:
            self._fold_log()
            prune_generations(self.folder, meta["generation"])

    # How it is done

    def _after_rollback(self) -> None:
        self._form_ids = {}

    def _keep_signatures(
        self, known: dict[str, FileSignature] | None, indexed: Iterable[tuple[PackedNote, FileSignature]]
    ) -> None:
        """Brings the signatures in memory up to notes that have changed, if no key has come or gone."""
        changed = {note.key: signature for note, signature in indexed}
        if known is not None and changed.keys() <= known.keys():
            known.update(changed)
            self._signatures = known

    def _fold_log(self) -> None:
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def _store_all(self, indexed: Sequence[tuple[PackedNote, FileSignature]]) -> None:
        self._learn_forms(chain.from_iterable(note.forms for note, _ in indexed))
        for note, signature in indexed:
            self._store_note(note, signature)

    def _store_note(self, note: PackedNote, signature: FileSignature) -> None:
        execute = self._connection.execute
        values = {**signature._asdict(), **note.values}
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        updates = ", ".join(f"{name} = excluded.{name}" for name in values)
        (note_id,) = execute(
            f"INSERT INTO notes (key, {names}) VALUES (?, {marks}) "
            f"ON CONFLICT (key) DO UPDATE SET {updates} RETURNING note_id",
            (os.fsencode(note.key), *values.values()),
        ).fetchone()
        form_ids = list(map(self._form_ids.__getitem__, note.forms))
        title, words = _pack_forms(form_ids, note.title), pack_ids(_pack_forms(form_ids, note.words))
        execute("REPLACE INTO words VALUES (?, ?, ?, ?)", (note_id, title, words, note.sections))
        execute("REPLACE INTO passages VALUES (?, ?)", (note_id, note.passages))
        execute(
            "INSERT INTO searches VALUES (?, 0, NULL) ON CONFLICT (note_id) DO UPDATE SET is_searched = 0", (note_id,)
        )
        execute("DELETE FROM links WHERE source_id = ?", (note_id,))
        self._connection.executemany(
            "INSERT INTO links (source_id, kind, target, fragment, alias, line, sentence, wanted) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(note_id, *link) for link in note.links],
        )

    def _store_skipped(self, skipped: Mapping[str, tuple[SkippedFile, FileSignature | None]]) -> None:
        self._connection.execute("DELETE FROM skipped")
        for key, (file, signature) in skipped.items():
            columns = (None,) * 5 if signature is None else signature
            self._connection.execute(
                "INSERT INTO skipped VALUES (?, ?, ?, ?, ?, ?, ?)", (os.fsencode(key), file.reason, *columns)
            )

    def _resolve_all_links(self, resolve: Resolve) -> None:
        """Looks every link up again: a new, removed or renamed note may change where any of them leads."""
        note_id_of = self.note_ids().get
        self._resolve_links(resolve, note_id_of, "links", _NOTE_SOURCE)
        self._resolve_links(resolve, note_id_of, "canvas_links", "canvases USING (canvas_id)")

    def _resolve_links_of(self, resolve: Resolve, note_ids: Iterable[int | None]) -> None:
        """Looks the links of some notes up."""
        for note_id in note_ids:
            self._resolve_links(resolve, self.note_id, "links", _NOTE_SOURCE, "AND source_id = ?", note_id)

    def _resolve_links(
        self,
        resolve: Resolve,
        note_id_of: Callable[[bytes], int | None],
        table: str,
        source: str,
        condition: str = "",
        *values: Any,
    ) -> None:
        query = (
            f"SELECT link_id, key, target, target_id, is_file, is_excluded FROM {table} JOIN {source} "
            f"WHERE target != '' {condition}"
        )
        updates = []
        for link_id, raw_key, target, *before in self._connection.execute(query, values):
            key, end = resolve(target, os.fsdecode(raw_key))
            found = None if key is None else note_id_of(os.fsencode(key))
            after = [found, int(end in (LinkEnd.FILE, LinkEnd.EXCLUDED)), int(end is LinkEnd.EXCLUDED)]
            if after != before:
                updates.append((*after, link_id))
        query = f"UPDATE {table} SET target_id = ?, is_file = ?, is_excluded = ? WHERE link_id = ?"
        self._connection.executemany(query, updates)

    def _learn_forms(self, written: Iterable[str]) -> None:
        """Has the id of each of some written forms at hand; those that are new are stored."""
        unmet = list(dict.fromkeys(filterfalse(self._form_ids.__contains__, written)))
        known = self.form_ids(unmet)
        ((first_id,),) = self._rows("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'forms'")
        new = {form: first_id + i for i, form in enumerate(form for form in unmet if form not in known)}
        rows = [(form_id, form, self._fold(form)) for form, form_id in new.items()]
        self._connection.executemany("INSERT INTO forms (form_id, written, word) VALUES (?, ?, ?)", rows)
        self._form_ids |= known | new

    def _drop_forms(self, used_form_ids: set[int]) -> None:
        unused = {form_id for (form_id,) in self._rows("SELECT form_id FROM forms")} - used_form_ids
        self._connection.executemany("DELETE FROM forms WHERE form_id = ?", [(form_id,) for form_id in unused])
        self._form_ids = {}


def _pack_forms(form_ids: list[int], places: Iterable[int]) -> bytes:
    """Little-endian int32 ids of the forms at some places."""
    packed = array.array("i", map(form_ids.__getitem__, places))
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()

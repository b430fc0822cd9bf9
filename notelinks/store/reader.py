"""What the terminal interface and the command line read. Opens the index read-only and imports nothing heavy.

Every answer is a record of `notelinks.records`, copied out, so that no read transaction stays open.
"""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from notelinks.records import (
    Concept,
    IndexStatus,
    NoteLinks,
    NoteSummary,
    RelatedNote,
    SectionStart,
    SkippedFile,
    TrainingProgress,
    WrittenLink,
)
from notelinks.store.generations import generation_folder
from notelinks.store.note_links import OrdinaryNames, read_canvas_links, read_note_links
from notelinks.store.overview import digest_index, read_skipped
from notelinks.store.rows import NEIGHBOUR, NoteWords, PackedLists
from notelinks.store.schema import connect_reader
from notelinks.store.tables import StoredTables
from notelinks.store.version import database_file

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def _at_one_moment(
    method: Callable[Concatenate["StoreReader", Given], Answer],
) -> Callable[Concatenate["StoreReader", Given], Answer]:
    """For a method with several queries: all of them see the same state, whatever is committed meanwhile."""

    @wraps(method)
    def answer(reader: "StoreReader", *args: Given.args, **options: Given.kwargs) -> Answer:
        with reader.snapshot():
            return method(reader, *args, **options)

    return answer


class StoreReader(StoredTables):
    """Reads one index. Each thread opens its own."""

    def __init__(self, folder: Path) -> None:
        """
        Raises:
            IndexMissingError: if nothing has been indexed in `folder`.
            StoreError: if the index cannot be read.
        """
        self._identity = _identify(folder)  # before it is opened: of two files the older, which is noticed
        super().__init__(folder, connect_reader(folder))
        self._ordinary = OrdinaryNames(self._rows)
        self._counted_at = -1
        self._counts: dict[str, Any] = {}

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> "StoreReader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within the block all answers see the same state, whatever is committed meanwhile. Keep it short."""
        if self._connection.in_transaction:
            yield
            return
        self._rows("BEGIN")
        try:
            yield
        finally:
            self._rows("ROLLBACK")

    def data_version(self) -> int:
        """Changes whenever the indexer has committed anything; costs microseconds."""
        return self._rows("PRAGMA data_version")[0][0]

    def is_replaced(self) -> bool:
        """Whether the database that is read was removed, or another one stands in its place; costs microseconds.

        It answers as it did before then, for ever: only a new reader sees the other one.
        """
        return _identify(self.folder) != self._identity

    def revision(self) -> int:
        """Grows whenever notes, links or lists have changed; unlike `data_version` not with mere progress."""
        return self.meta("revision", 0)

    # The vault as a whole

    @_at_one_moment
    def status(self, *, with_digest: bool = False) -> IndexStatus:
        """What the index says about itself.

        Args:
            with_digest: also compute `index_digest`, which reads every note's row.
        """
        meta = dict(self._rows("SELECT key, value FROM meta"))
        progress = meta.get("progress")
        reading = json.loads(meta.get("reading") or "[0, 0]")
        return IndexStatus(
            vault=os.fsdecode(meta.get("vault", b"")),
            generation=meta.get("generation", 0),
            revision=meta.get("revision", 0),
            pending=meta.get("pending", 0),
            activity=meta.get("activity", "idle"),
            reading=(reading[0], reading[1]),
            training=TrainingProgress(**json.loads(progress)) if progress else None,
            watcher=meta.get("watcher", ""),
            last_scan_s=meta.get("last_scan_s", 0.0),
            trained_s=meta.get("trained_s", 0.0),
            problem=meta.get("problem", ""),
            corpus_digest=meta.get("corpus_digest", ""),
            index_digest=self.index_digest() if with_digest else "",
            shares=json.loads(meta.get("shares", "{}")),
            watcher_reason=meta.get("watcher_reason", ""),
            **self._count_all(meta.get("revision", 0)),
        )

    def _count_all(self, revision: int) -> dict[str, Any]:
        """What takes long to count: kept for as long as nothing changes but how far a training is."""
        if revision != self._counted_at:
            self._counts = {
                "n_notes": self._count("SELECT count(*) FROM notes"),
                "n_words": self._count("SELECT count(DISTINCT word) FROM forms"),
                "n_links": self._count("SELECT count(*) FROM links WHERE target_id != source_id"),
                "skipped": tuple(self.skipped()),
            }
            self._counted_at = revision
        return self._counts

    @_at_one_moment
    def skipped(self) -> list[SkippedFile]:
        """Every file that is not indexed, or not in full, with the reason, in order of key."""
        return read_skipped(self._rows)

    @_at_one_moment
    def index_digest(self) -> str:
        """Hex SHA-256 over all notes, words, links, tags and canvases: equal for equal folders, whatever their past."""
        return digest_index(self._rows)

    def notes(self) -> list[NoteSummary]:
        """All notes, in order of title."""
        query = """
            SELECT n.note_id, n.key, n.title, n.aliases, n.tags, n.mtime_ns, n.n_words,
                coalesce(o.n, 0), coalesce(i.n, 0)
            FROM notes n
            LEFT JOIN (SELECT source_id, count(DISTINCT target_id) AS n FROM links
                WHERE target_id IS NOT NULL AND target_id != source_id GROUP BY source_id) o ON o.source_id = n.note_id
            LEFT JOIN (SELECT target_id, count(DISTINCT source_id) AS n FROM links
                WHERE target_id IS NOT NULL AND target_id != source_id GROUP BY target_id) i ON i.target_id = n.note_id
        """
        summaries = [
            NoteSummary(note_id, os.fsdecode(key), title, tuple(json.loads(aliases)), tuple(json.loads(tags)), *rest)
            for note_id, key, title, aliases, tags, *rest in self._rows(query)
        ]
        return sorted(summaries, key=lambda note: (note.title.casefold(), note.key))

    def canvases(self) -> dict[str, int]:
        """Id of every canvas that could be read, by key."""
        rows = self._rows("SELECT key, canvas_id FROM canvases WHERE problem = '' ORDER BY key")
        return {os.fsdecode(key): canvas_id for key, canvas_id in rows}

    # One note

    def has_note(self, note_id: int) -> bool:
        """Whether there is such a note, still or already."""
        return bool(self._rows("SELECT 1 FROM notes WHERE note_id = ?", note_id))

    @_at_one_moment
    def related(self, note_id: int) -> list[RelatedNote]:
        """The published neighbours of a note, best first; empty if there are none yet."""
        packed = self._rows("SELECT neighbours FROM related WHERE note_id = ?", note_id)
        return self.describe_related(note_id, list(NEIGHBOUR.iter_unpack(packed[0][0]))) if packed else []

    @_at_one_moment
    def describe_related(self, note_id: int, pairs: Sequence[tuple[int, float]]) -> list[RelatedNote]:
        """Neighbours of a note as they are shown, without those that have gone.

        Args:
            pairs: (note id, score).
        """
        names = self._names([i for i, _ in pairs])
        there = {i for (i,) in self._rows("SELECT target_id FROM links WHERE source_id = ?", note_id)}
        here = {i for (i,) in self._rows("SELECT source_id FROM links WHERE target_id = ?", note_id)}
        return [RelatedNote(i, *names[i], score, i in there, i in here) for i, score in pairs if i in names]

    def concepts(self, note_id: int) -> list[Concept]:
        """The published concepts of a note, heaviest first."""
        rows = self._rows("SELECT words FROM concepts WHERE note_id = ?", note_id)
        return [Concept(text, weight) for text, weight in json.loads(rows[0][0])] if rows else []

    @_at_one_moment
    def links(self, note_id: int) -> NoteLinks:
        """All that ties a note to others by name."""
        return read_note_links(self._rows, note_id, partial(self._ordinary.among, revision=self.revision()))

    def written_links(self) -> Iterator[WrittenLink]:
        """Every link in the text of a note that leads to another note, as it is written."""
        query = (
            "SELECT s.key, l.target, t.key, l.kind = 'markdown' FROM links l "
            "JOIN notes s ON s.note_id = l.source_id JOIN notes t ON t.note_id = l.target_id "
            "WHERE s.note_id != t.note_id AND l.kind IN ('wikilink', 'markdown')"
        )
        for source, target, target_key, is_markdown in self._rows(query):
            yield WrittenLink(os.fsdecode(source), target, os.fsdecode(target_key), bool(is_markdown))

    @_at_one_moment
    def canvas_links(self, canvas_id: int) -> NoteLinks:
        """What a canvas shows and links to."""
        return read_canvas_links(self._rows, canvas_id)

    def note_words(self, note_id: int) -> NoteWords | None:
        """The words of a note, for whoever computes with them; None if there is no such note."""
        rows = self._rows(
            "SELECT note_id, title_forms, unpack_ids(forms), sections FROM words WHERE note_id = ?", note_id
        )
        if not rows:
            return None
        *rest, sections = rows[0]
        return NoteWords(*rest, tuple(SectionStart(*s) for s in json.loads(sections)))

    def neighbour_lists(self) -> Iterator[tuple[int, list[tuple[int, float]]]]:
        """(note id, its published neighbours as pairs of note id and score) of every note."""
        for note_id, packed in self._rows("SELECT note_id, neighbours FROM related ORDER BY note_id"):
            yield note_id, list(NEIGHBOUR.iter_unpack(packed))

    def packed_lists(self) -> dict[int, PackedLists]:
        """The published lists of every note by note id."""
        query = (
            "SELECT n.note_id, coalesce(r.neighbours, x''), coalesce(c.words, '[]') FROM notes n "
            "LEFT JOIN related r ON r.note_id = n.note_id LEFT JOIN concepts c ON c.note_id = n.note_id"
        )
        return {note_id: PackedLists(neighbours, concepts) for note_id, neighbours, concepts in self._rows(query)}

    def words_of_forms(self) -> dict[int, str]:
        """The word of every form by form id."""
        return dict(self._rows("SELECT form_id, word FROM forms"))

    @_at_one_moment
    def generation_folder(self) -> tuple[Path, str] | None:
        """Folder of the current generation's matrices and the digest of its files; None before the first."""
        number = self.meta("generation", 0)
        return (generation_folder(self.folder, number), self.meta("generation_digest", "")) if number else None

    def linked_ids(self, note_id: int) -> frozenset[int]:
        """Note ids of all notes that this one links to or that link to it."""
        query = (
            "SELECT target_id FROM links WHERE source_id = ?1 AND target_id IS NOT NULL "
            "UNION SELECT source_id FROM links WHERE target_id = ?1"
        )
        return frozenset(i for (i,) in self._rows(query, note_id)) - {note_id}

    def tags(self, note_id: int) -> tuple[str, ...]:
        """The tags of a note; none if there is no such note."""
        rows = self._rows("SELECT tags FROM notes WHERE note_id = ?", note_id)
        return tuple(json.loads(rows[0][0])) if rows else ()

    # How it is done

    def _count(self, query: str) -> int:
        return self._rows(query)[0][0]

    def _names(self, note_ids: list[int]) -> dict[int, tuple[str, str]]:
        """(key, title) by note id."""
        marks = ", ".join("?" * len(note_ids))
        rows = self._rows(f"SELECT note_id, key, title FROM notes WHERE note_id IN ({marks})", *note_ids)
        return {note_id: (os.fsdecode(key), title) for note_id, key, title in rows}


def _identify(folder: Path) -> tuple[int, int] | None:
    try:
        about = os.stat(database_file(folder))
    except OSError:
        return None
    return about.st_dev, about.st_ino

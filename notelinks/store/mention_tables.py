"""What is stored for the search for mentions: the passages of each note, what was searched, and what was found."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping

from notelinks.records import Passage
from notelinks.store.rows import FoundMention, NoteNames
from notelinks.store.writable import WritableTables

_PART = "\x1f"
_PARTS = re.compile("[\x1f\n]")


def pack_passages(passages: Iterable[Passage]) -> str:
    """Passages as they are stored: a line each, their number and pieces parted by U+001F."""
    return "\n".join(
        _PART.join((str(passage.line), *(_PARTS.sub(" ", piece) for piece in passage.pieces))) for passage in passages
    )


def unpack_passages(packed: str) -> list[Passage]:
    """The passages of a note, from what `pack_passages` has made of them."""
    rows = (row.split(_PART) for row in packed.split("\n") if row)
    return [Passage(int(line), tuple(pieces)) for line, *pieces in rows]


class MentionTables(WritableTables):
    """Mentions depend on passages and names alone, so they are kept apart from links, lists and trainings."""

    def note_names(self) -> dict[int, NoteNames]:
        """What every note may be called by, by note id."""
        rows = self._rows("SELECT note_id, key, title, aliases, searched_names FROM notes")
        return {
            note_id: NoteNames(os.fsdecode(key), title, tuple(json.loads(aliases)), searched)
            for note_id, key, title, aliases, searched in rows
        }

    def unsearched_notes(self) -> set[int]:
        """Notes that were stored since mentions were last looked for."""
        return {note_id for (note_id,) in self._rows("SELECT note_id FROM notes WHERE NOT is_searched")}

    def packed_passages(self, note_ids: Iterable[int] | None = None) -> Iterator[tuple[int, str]]:
        """(note id, passages as stored) of some notes, or of all; one after the other, for all are the whole text."""
        query = "SELECT note_id, passages FROM passages"
        if note_ids is None:
            yield from self._connection.execute(query)
        else:
            for note_id in note_ids:
                yield from self._connection.execute(f"{query} WHERE note_id = ?", (note_id,))

    def replace_mentions(
        self,
        sources: Iterable[int],
        targets: Mapping[int, str],
        found: Iterable[FoundMention],
        rules: str,
    ) -> None:
        """Stores what a search has found, in one transaction.

        Args:
            sources: notes whose passages were searched for all names; other mentions in them are gone.
            targets: notes whose names were searched for in all passages, with these names as JSON; other mentions of
                them are gone.
            found: the mentions, each in one of the sources or of one of the targets.
            rules: stored as `mention_rules`: what the search depends on besides passages and names.
        """
        with self._transaction():
            execute = self._connection.executemany
            execute("DELETE FROM mentions WHERE source_id = ?", [(note_id,) for note_id in sources])
            execute("DELETE FROM mentions WHERE target_id = ?", [(note_id,) for note_id in targets])
            execute(
                "REPLACE INTO mentions VALUES (?, ?, ?, ?)",
                [(mention.source_id, mention.target_id, mention.line, mention.sentence) for mention in found],
            )
            execute("UPDATE notes SET is_searched = 1 WHERE note_id = ?", [(note_id,) for note_id in sources])
            execute(
                "UPDATE notes SET searched_names = ? WHERE note_id = ?",
                [(names, note_id) for note_id, names in targets.items()],
            )
            self._set_meta("mention_rules", rules)

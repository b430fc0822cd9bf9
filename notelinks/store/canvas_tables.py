"""What is stored of canvases: their signatures, and where their cards lead."""

import os
from collections.abc import Iterable

from notelinks.records import Canvas, FileSignature, SkippedFile
from notelinks.store.writable import WritableTables

_COLUMNS = ("mtime_ns", "ctime_ns", "size", "inode", "device")


class CanvasTables(WritableTables):
    """A canvas is the source of links and no note: it has no words and no place in rankings."""

    def canvas_signatures(self) -> dict[str, FileSignature]:
        """Signature of every canvas that was read, or found unreadable, by key."""
        rows = self._rows(f"SELECT key, {', '.join(_COLUMNS)} FROM canvases")
        return {os.fsdecode(key): FileSignature(*rest) for key, *rest in rows}

    def store_canvases(
        self, read: Iterable[tuple[Canvas | SkippedFile, FileSignature]], removed: Iterable[str]
    ) -> None:
        """Stores new and changed canvases, in one transaction.

        Their links lead nowhere until `apply_changes` has looked them up; the next look at the vault calls it.

        Args:
            read: each canvas, or why it could not be read, with the signature that its bytes had.
            removed: keys of canvases that are gone.
        """
        with self._transaction():
            for key in removed:
                self._connection.execute("DELETE FROM canvases WHERE key = ?", (os.fsencode(key),))
            for canvas, signature in read:
                self._store_canvas(canvas, signature)
            self._set_meta("link_targets", "")

    def _store_canvas(self, canvas: Canvas | SkippedFile, signature: FileSignature) -> None:
        key, is_read = os.fsencode(canvas.key), isinstance(canvas, Canvas)
        self._connection.execute("DELETE FROM canvases WHERE key = ?", (key,))
        (canvas_id,) = self._connection.execute(
            f"INSERT INTO canvases (key, {', '.join(_COLUMNS)}, problem) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "RETURNING canvas_id",
            (key, *signature, "" if is_read else canvas.reason),
        ).fetchone()
        if is_read:
            self._connection.executemany(
                "INSERT INTO canvas_links (canvas_id, is_card, target, fragment) VALUES (?, ?, ?, ?)",
                [(canvas_id, link.is_card, link.target, link.fragment) for link in canvas.links],
            )

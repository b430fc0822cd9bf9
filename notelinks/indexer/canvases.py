"""Reads the canvases that have changed; what they link to is looked up with the links of the notes."""

from dataclasses import replace
from pathlib import Path

from notelinks.notes.canvas import parse_canvas
from notelinks.notes.files import read_note
from notelinks.notes.scan import diff_snapshot
from notelinks.records import Canvas, FileSignature, SkippedFile, Snapshot
from notelinks.store.writer import StoreWriter


def refresh_canvases(vault: Path, writer: StoreWriter, snapshot: Snapshot) -> None:
    """Brings the canvases in the store up to date, as the notes are: by comparing signatures.

    Raises:
        StoreError: if the store cannot be written.
    """
    changes = diff_snapshot(replace(snapshot, notes=snapshot.canvases), writer.canvas_signatures())
    if changes:
        read = [_read(vault, key, snapshot.canvases[key]) for key in (*changes.added, *changes.modified)]
        writer.store_canvases(read, changes.removed)


def _read(vault: Path, key: str, signature: FileSignature) -> tuple[Canvas | SkippedFile, FileSignature]:
    """A canvas with its signature; one that no file has if it could not be read, so that every look tries again."""
    raw = read_note(vault, key)
    if isinstance(raw, SkippedFile):
        return raw, signature._replace(mtime_ns=-1)
    return parse_canvas(key, raw), signature

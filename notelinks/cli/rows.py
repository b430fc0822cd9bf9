"""How a note that was found is written: as JSON, and as a line of text."""

from collections.abc import Sequence
from typing import Any

from notelinks.cli.output import json_key, link_mark
from notelinks.records import NoteSummary, Reason, RelatedNote


def note_object(note: NoteSummary) -> dict[str, Any]:
    """A note's path and title as JSON."""
    return {"note": json_key(note.key), "title": note.title}


def note_line(note: NoteSummary | RelatedNote) -> str:
    """A note's title and path."""
    return f"{note.title}  ({note.key})"


def related_object(row: RelatedNote, reason: Reason | None) -> dict[str, Any]:
    """A related note as JSON."""
    value = {
        "note": json_key(row.key),
        "title": row.title,
        "score": round(row.score, 6),
        "linked": row.is_linked,
        "links_there": row.links_there,
        "links_here": row.links_here,
    }
    if reason is not None:
        value["why"] = {
            "words": [{"word": word, "part": round(part, 6)} for word, part in reason.words],
            "links": round(reason.links, 6),
            "fact": reason.fact,
        }
    return value


def related_lines(rows: Sequence[RelatedNote], reasons: Sequence[Reason | None]) -> list[str]:
    """Related notes as text, each with its reason below it if there is one."""
    lines = []
    for row, reason in zip(rows, reasons, strict=True):
        mark = link_mark(there=row.links_there, here=row.links_here)
        lines.append(f"{row.score:5.2f} {mark:2} {note_line(row)}")
        if reason is not None:
            words = ", ".join(f"{word} {part:.2f}" for word, part in reason.words)
            lines.append(f"         {'; '.join(filter(None, (words, reason.fact)))}")
    return lines

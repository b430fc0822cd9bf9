"""How a note that was found is written: as JSON, and as a line of text."""

from collections.abc import Sequence
from typing import Any

from notelinks.cli.output import json_key, link_mark
from notelinks.records import Mention, NoteLink, NoteSummary, Reason, RelatedNote, SectionStart


def note_object(note: NoteSummary) -> dict[str, Any]:
    """A note's path and title as JSON."""
    return {"note": json_key(note.key), "title": note.title}


def note_line(note: NoteSummary | RelatedNote | NoteLink | Mention) -> str:
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
    return value if reason is None else {**value, "why": reason_object(reason)}


def reason_object(reason: Reason) -> dict[str, Any]:
    """A reason as JSON."""
    return {
        "words": [{"word": word, "part": round(part, 6)} for word, part in reason.words],
        "links": round(reason.links, 6),
        "fact": reason.fact,
        "linked": list(reason.linked),
        "own_section": _section_object(reason.own_section),
        "section": _section_object(reason.section),
    }


def _section_object(section: SectionStart | None) -> dict[str, Any] | None:
    return None if section is None else {"heading": section.heading, "line": section.line}


def related_lines(rows: Sequence[RelatedNote], reasons: Sequence[Reason | None]) -> list[str]:
    """Related notes as text, each with its reason below it if there is one."""
    lines = []
    for row, reason in zip(rows, reasons, strict=True):
        mark = link_mark(there=row.links_there, here=row.links_here)
        lines.append(f"{row.score:5.2f} {mark:2} {note_line(row)}")
        lines += [f"         {line}" for line in reason_lines(reason)]
    return lines


def reason_lines(reason: Reason | None, own: str = "here", other: str = "there") -> list[str]:
    """A reason as text, none if there is nothing to say.

    Args:
        own, other: how the two notes are called, whose sections are named.
    """
    if reason is None:
        return []
    words = ", ".join(f"{word} {_part(part)}" for word, part in reason.words)
    sections = ((own, reason.own_section), (other, reason.section))
    named = "; ".join(f"{name}: {section_name(section)}" for name, section in sections if section is not None)
    return list(filter(None, ("; ".join(filter(None, (words, reason.full_fact))), named)))


def _part(part: float) -> str:
    """What a word adds to a score. Where many words add little each, even the first may add less than a hundredth."""
    return f"{part:.2f}" if part >= 0.005 else "<0.01"


def section_name(section: SectionStart) -> str:
    """A section by its heading, and the text above the first heading by where it stands."""
    return section.heading or "above the first heading"

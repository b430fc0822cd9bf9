"""Notes that a view has found, with their scores."""

from collections.abc import Hashable
from dataclasses import dataclass

from textual.content import Content

from notelinks.records import NoteSummary
from notelinks.tui.content import joined
from notelinks.tui.messages import NoteChosen, NoteHighlighted
from notelinks.tui.row_list import RowList
from notelinks.tui.row_marks import folder_at_edge, shown_score


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note and how near it is."""

    note: NoteSummary
    score: float
    """At most 1."""
    mark: str = ""
    """A sign of one cell before the title."""


class FoundList(RowList[FoundNote]):
    """Score, mark and title; the folder at the right."""

    has_marks = False
    """Whether there is room for a mark before each title."""

    def row_id(self, row: FoundNote) -> Hashable:
        return row.note.note_id

    def row_lines(self, row: FoundNote) -> tuple[tuple[Content, Content], ...]:
        mark = f"{row.mark:1} " if self.has_marks else ""
        left = joined((f" {shown_score(row.score)} {mark}", "$text-accent"), row.note.title)
        room = self.scrollable_content_region.width - len(f" 71 {mark}")
        return ((left, folder_at_edge(row.note.key, row.note.title, room)),)

    def row_highlighted(self, row: FoundNote) -> None:
        self.post_message(NoteHighlighted(row.note.note_id))

    def row_chosen(self, row: FoundNote) -> None:
        self.post_message(NoteChosen(row.note.note_id))

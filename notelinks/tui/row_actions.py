"""What keys do with the row under the cursor of the main screen: which notes and which line it stands for."""

from pathlib import Path

from notelinks.tui import messages
from notelinks.tui.main_layout import MainLayout


class RowActions(MainLayout):
    """A subclass sets the shown note, and fills the panes."""

    def __init__(self, vault: Path) -> None:
        super().__init__(vault)
        self.shown_id = 0
        """The note that the panes show; 0 for none."""

    @property
    def note_id_at_cursor(self) -> int:
        return self.shown_id

    @property
    def place_at_cursor(self) -> tuple[int, int]:
        row = self.links.cursor_row if self.links.has_focus else None
        if row is None or row.own_line or not row.line:
            return self.shown_id, row.own_line if row is not None else 0
        return row.note_id or self.shown_id, row.line

    def action_copy_link(self) -> None:
        row = self.links.cursor_row if self.links.has_focus else None
        if row is not None and row.note_id is None:
            self.post_message(messages.MissingLinkWanted(row.target))
            return
        source_id, target_id = self._ends_at_cursor()
        if row is not None and row.names_shown:
            source_id, target_id = target_id, source_id
        if target_id or source_id:
            self.post_message(messages.CopyWanted(source_id if target_id else 0, target_id or source_id))

    def action_insert_link(self) -> None:
        source_id, target_id = self._ends_at_cursor()
        if target_id:
            self.post_message(messages.LinkWanted(source_id, target_id))
        else:
            self.tell("Move the cursor to a related note or a mention first.", is_problem=True)

    def action_hide_concept(self) -> None:
        concept = self.concepts.cursor_row if self.focused is self.concepts else None
        if concept is None:
            self.tell("Move the cursor to a concept first.", is_problem=True)
        else:
            self.post_message(messages.ConceptRejected(concept.text))

    def _ends_at_cursor(self) -> tuple[int, int]:
        """(note that a link would stand in, note it would lead to), the latter 0 if the cursor is on none."""
        if self.related.has_focus and (related := self.related.cursor_row):
            return self.shown_id, related.note_id
        row = self.links.cursor_row if self.links.has_focus else None
        if row is None or row.note_id is None:
            return self.shown_id, 0
        return (row.note_id, self.shown_id) if row.names_shown else (self.shown_id, row.note_id)

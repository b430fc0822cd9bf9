"""What the panes beside the preview have in common: rows that belong to the shown note."""

from collections.abc import Sequence
from typing import TypeVar

from notelinks.tui.messages import WordsHighlighted
from notelinks.tui.row_list import RowList

RowT = TypeVar("RowT")


class SidePane(RowList[RowT]):
    """Begins at the top for another note, and stays where it is when the same one is read again."""

    note_id = 0
    """The note whose rows are shown."""

    awaits_rows = False
    """It was renamed: its rows stay until they are there under its new name."""

    def show_for(self, note_id: int, rows: Sequence[RowT], *, from_top: bool = False) -> None:
        """Shows the rows of a note.

        Args:
            from_top: begin at the top for the same note as well.
        """
        is_same = note_id == self.note_id
        if is_same and self.awaits_rows and not rows:
            return
        self.note_id, self.awaits_rows = note_id, False
        self.show_rows(rows, keep=is_same and not from_top)
        if self.cursor is None and self.has_focus:
            self.action_move_to(0)

    def on_blur(self) -> None:
        self.post_message(WordsHighlighted(()))

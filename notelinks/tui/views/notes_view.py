"""A view that finds notes, with the text of the one under the cursor."""

from collections.abc import Sequence
from typing import TypeVar

from notelinks.tui.messages import NoteHighlighted, PreviewAsked, PreviewRead
from notelinks.tui.preview_pane import PreviewPane
from notelinks.tui.row_list import RowList
from notelinks.tui.views.reading_view import ReadingView

RowT = TypeVar("RowT")


class NotesView(ReadingView):
    """A subclass yields the lists and says which words are marked."""

    def __init__(self) -> None:
        super().__init__()
        self.preview = PreviewPane()
        self.previews = (self.preview,)
        self.highlighted_id = 0
        """The note under the cursor; 0 for none."""

    @property
    def note_id_at_cursor(self) -> int:
        return self.highlighted_id

    def on_note_highlighted(self, message: NoteHighlighted) -> None:
        message.stop()
        self.highlighted_id = message.note_id
        self.post_message(PreviewAsked((message.note_id,), self.post_message))

    def on_preview_read(self, message: PreviewRead) -> None:
        message.stop()
        if message.note.note_id == self.highlighted_id:
            self.preview.show(message.note, message.preview)

    def show_found(self, found: RowList[RowT], rows: Sequence[RowT], *, keep: bool) -> None:
        """Shows the rows of the main list, and the note under its cursor.

        Args:
            keep: hold the cursor on its row; else begin at the top.
        """
        found.show_rows(rows, keep=keep)
        if not rows:
            self.highlighted_id = 0
            self.preview.show_nothing()
        elif found.cursor_row is None:
            found.cursor = 0
        else:
            found.row_highlighted(found.cursor_row)

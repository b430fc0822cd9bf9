"""The words that the shown note is about; the one under the cursor is marked in the preview."""

from collections.abc import Hashable

from rich.cells import cell_len
from textual.content import Content

from notelinks.display import safe_text
from notelinks.records import Concept
from notelinks.tui.content import EMPTY, joined
from notelinks.tui.messages import ConceptChosen, WordsHighlighted
from notelinks.tui.row_marks import BAR
from notelinks.tui.side_pane import SidePane

MAX_BAR = 8
"""Cells of the bar of a concept of weight 1."""

MAX_WORD = 20
"""Cells up to which words push the bars to the right."""


class ConceptsPane(SidePane[Concept]):
    """One concept a row, with a bar as long as its weight."""

    def __init__(self) -> None:
        super().__init__("concepts")
        self.border_title = Content("Concepts")
        self._width = 0
        self._heaviest = 1.0
        self.wanted = ""
        """A word that the cursor goes to as soon as it is there: one that is no stop word any more."""

    def show(self, note_id: int, concepts: list[Concept]) -> None:
        """Shows the concepts of a note; of the same one again without moving cursor and scroll."""
        self._width = min(MAX_WORD, max((cell_len(safe_text(c.text)) for c in concepts), default=0))
        self._heaviest = max((c.weight for c in concepts), default=1.0) or 1.0
        self.show_for(note_id, concepts)
        if self.wanted and (number := self.number_of(self.wanted)) is not None:
            self.wanted = ""
            self.place_cursor(number)

    def row_id(self, row: Concept) -> Hashable:
        return row.text

    def row_lines(self, row: Concept) -> tuple[tuple[Content, Content], ...]:
        n_cells = max(1, round(MAX_BAR * row.weight / self._heaviest))
        word = Content(safe_text(row.text))
        padding = " " * max(1, self._width - word.cell_length + 2)
        return ((joined(" ", word, padding, (BAR * n_cells, "$text-secondary")), EMPTY),)

    def row_chosen(self, row: Concept) -> None:
        self.post_message(ConceptChosen(row.text))

    def row_highlighted(self, row: Concept) -> None:
        self.post_message(WordsHighlighted((row.text,) if self.has_focus else ()))

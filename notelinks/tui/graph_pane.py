"""Draws a local graph and moves a cursor through it."""

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from notelinks.records import NoteSummary
from notelinks.tui.content import MUTED, as_strip, plain
from notelinks.tui.graph_drawing import Box, Drawing, draw_graph
from notelinks.tui.graph_moves import move
from notelinks.tui.messages import NoteChosen, NoteHighlighted

if TYPE_CHECKING:
    from notelinks.query.surroundings import Surroundings

TIED = "•"
"""Beside a note that a link ties to the one under the cursor."""


class GraphPane(ScrollView, can_focus=True):
    """Keeps its cursor on a note for as long as that note is in the graph, else puts it in the middle."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move('up')", show=False),
        Binding("down,j", "move('down')", show=False),
        Binding("left,h", "move('left')", show=False),
        Binding("right,l", "move('right')", show=False),
        Binding("enter", "choose", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="graph")
        self.drawing = Drawing()
        self.cursor_id = 0
        """The note under the cursor; 0 for none."""
        self._graph: Surroundings | None = None

    @property
    def cursor_note(self) -> NoteSummary | None:
        """The note under the cursor."""
        box = self._cursor_box
        return box.note if box else None

    @property
    def _cursor_box(self) -> Box | None:
        return next((box for box in self.drawing.boxes if box.note.note_id == self.cursor_id), None)

    def show(self, graph: "Surroundings", *, is_new: bool) -> None:
        """Draws a graph, the note under the cursor in view if it is one that was asked for."""
        is_other = self._graph is None or self._graph.centre.note_id != graph.centre.note_id
        self._graph = graph
        self._draw()
        box = None if is_other else self._cursor_box
        if is_new or box is None:
            self._go_to(box or self.drawing.boxes[0])
        else:
            self.post_message(NoteHighlighted(self.cursor_id))

    def on_resize(self) -> None:
        self._draw()
        if (box := self._cursor_box) is not None:
            self._bring_into_view(box)

    def _draw(self) -> None:
        if self._graph is not None and self.size.width:
            self.drawing = draw_graph(self._graph, self.scrollable_content_region.width)
            self.virtual_size = Size(self.size.width, self.drawing.n_rows)
            self.refresh()

    def action_move(self, direction: str) -> None:
        if (box := self._cursor_box) is not None:
            self._go_to(move(self.drawing.boxes, box, direction))

    def action_choose(self) -> None:
        if self.cursor_id:
            self.post_message(NoteChosen(self.cursor_id))

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is None:
            return
        row, column = place.y + self.scroll_offset.y, place.x
        for box in self.drawing.boxes:
            if box.row == row and box.column <= column < box.column + box.width:
                if box.note.note_id == self.cursor_id:
                    self.action_choose()
                else:
                    self._go_to(box)

    def _go_to(self, box: Box) -> None:
        self.cursor_id = box.note.note_id
        self.refresh()
        self._bring_into_view(box)
        self.post_message(NoteHighlighted(self.cursor_id))

    def _bring_into_view(self, box: Box) -> None:
        if self.size:
            region = Region(0, max(0, box.row - 1), self.size.width, 3)
            self.scroll_to_region(region, animate=False, force=True, immediate=True)

    # How it is drawn

    def render_line(self, y: int) -> Strip:
        width, row = self.scrollable_content_region.width, y + self.scroll_offset.y
        pieces = [(stroke.column, plain(stroke.text, MUTED)) for stroke in self.drawing.strokes if stroke.row == row]
        for box in self.drawing.boxes:
            if box.row == row:
                pieces += self._pieces_of(box)
        line = Content("")
        for column, piece in sorted(pieces, key=lambda found: found[0]):
            line = Content.assemble(line.truncate(column, pad=True), piece)
        return as_strip(line.truncate(width), width, self.visual_style)

    def _pieces_of(self, box: Box) -> list[tuple[int, Content]]:
        style = "bold $text-primary" if box.depth == 0 else ""
        if box.note.note_id == self.cursor_id:
            style = "bold reverse"
        pieces = [(box.column, plain(box.label, style))]
        if box.depth and self._is_tied(box.note.note_id):
            beside = box.column + box.width if box.side.value < 0 else box.column - 1
            pieces.append((beside, plain(TIED, "$text-warning")))
        return pieces

    def _is_tied(self, note_id: int) -> bool:
        links = self._graph.links if self._graph else frozenset()
        return (note_id, self.cursor_id) in links or (self.cursor_id, note_id) in links

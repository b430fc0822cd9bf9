"""Where the notes of a local graph stand on the screen, and the lines between them. Pure: knows cells, no widgets.

Notes that link here stand at the left, the note in the middle, what it links to at the right, and below it the notes
that are near by their words alone. What lies two steps away hangs below the note that leads there, further out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from rich.cells import cell_len

from notelinks.alike import shared_titles
from notelinks.query.surroundings import Branch, Surroundings
from notelinks.records import NoteSummary
from notelinks.tui.content import cut_middle
from notelinks.tui.row_marks import folder_mark, link_mark, shown_score

MAX_MIDDLE = 34
"""Cells of the title in the middle at most."""

MIN_SIDE = 16
"""Cells left beside the middle, at each side where there is something and titles are so long."""

JOINTS = {
    (0, 0, 1, 1): "─",
    (0, 1, 0, 1): "╭",
    (0, 1, 1, 0): "╮",
    (0, 1, 1, 1): "┬",
    (1, 0, 0, 1): "╰",
    (1, 0, 1, 0): "╯",
    (1, 0, 1, 1): "┴",
    (1, 1, 0, 0): "│",
    (1, 1, 0, 1): "├",
    (1, 1, 1, 0): "┤",
    (1, 1, 1, 1): "┼",
}
"""The sign in which lines meet, by whether there is one (up, down, to the left, to the right)."""


class Side(Enum):
    """In which direction of the middle a note stands."""

    LEFT = -1
    MIDDLE = 0
    RIGHT = 1
    BELOW = 2


@dataclass(frozen=True, slots=True)
class Box:
    """A note in its place."""

    note: NoteSummary
    side: Side
    depth: int
    """Steps from the middle."""
    row: int
    column: int
    """Of the first cell of the title."""
    label: str
    """Its title as it may be shown, with the folder if another note in the graph has the same; cut to its room."""

    @property
    def width(self) -> int:
        """Cells of the label."""
        return cell_len(self.label)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A piece of line, or a mark."""

    row: int
    column: int
    text: str


@dataclass(slots=True)
class Drawing:
    """Boxes and lines in a plane of cells."""

    boxes: list[Box] = field(default_factory=list)
    """The note in the middle first."""
    strokes: list[Stroke] = field(default_factory=list)
    n_rows: int = 0
    shared_titles: frozenset[str] = frozenset()
    """Titles that several notes have."""

    def label(self, note: NoteSummary, room: int) -> str:
        """What a box of a note says in as many cells."""
        folder = folder_mark(note.key, room) if note.title in self.shared_titles else ""
        return cut_middle(note.title + folder, max(1, room))


def draw_graph(graph: Surroundings, width: int) -> Drawing:
    """The graph in a plane of `width` cells and as many rows as it takes.

    The middle stands where no title has to be cut, and its own is as long as the sides leave room for; else the side
    that needs less than half has all that it needs.
    """
    branches = [branch for side in (graph.linking, graph.linked, graph.near) for branch in side]
    notes = [branch.note for parent in branches for branch in (parent, *parent.further)]
    drawing = Drawing(shared_titles=shared_titles([graph.centre, *notes]))
    left, right, near = (list(_lines(side)) for side in (graph.linking, graph.linked, graph.near))
    left_need, right_need, near_need = (_need(drawing, side, width) for side in (left, right, near))
    least = min(width // 3, width - 2 - MIN_SIDE * (bool(left) + bool(right)))
    label = drawing.label(graph.centre, min(MAX_MIDDLE, max(least, width - left_need - right_need)))
    middle_width = cell_len(label)
    column = 1
    if left:
        most = width - max(middle_width + right_need, near_need + 2)
        _, column, _ = sorted((left_need, (width - middle_width) // 2, most))
    n_rows = max(len(left), len(right), 1)
    middle_row = (n_rows - 1) // 2
    drawing.boxes.append(Box(graph.centre, Side.MIDDLE, 0, middle_row, column, label))
    _draw_side(drawing, left, Side.LEFT, middle_row, column - 2, column - 6)
    _draw_side(drawing, right, Side.RIGHT, middle_row, column + middle_width + 1, width - column - middle_width - 6)
    drawing.n_rows = n_rows
    _draw_near(drawing, near, middle_row, column + 1, width)
    return drawing


@dataclass(frozen=True, slots=True)
class _Line:
    """A note of one side, each in a row of its own."""

    branch: Branch
    depth: int
    is_last: bool
    """Of the notes behind the same one."""


def _lines(branches: Sequence[Branch]) -> Iterator[_Line]:
    for branch in branches:
        yield _Line(branch, 1, branch is branches[-1])
        for behind in branch.further:
            yield _Line(behind, 2, behind is branch.further[-1])


def _need(drawing: Drawing, lines: list[_Line], width: int) -> int:
    """Cells beside the middle in which the titles of one side stand uncut."""
    return max((cell_len(drawing.label(line.branch.note, width)) + 3 * line.depth + 3 for line in lines), default=1)


def _draw_side(drawing: Drawing, lines: list[_Line], side: Side, middle_row: int, trunk: int, room: int) -> None:
    """Notes at the left or right of the middle.

    Args:
        trunk: column of the line from which those one step away branch off.
        room: cells for their titles.
    """
    if not lines:
        return
    outward = side.value
    start = max(0, middle_row - (len(lines) - 1) // 2)
    first_steps = [start + i for i, line in enumerate(lines) if line.depth == 1]
    top, bottom = min(first_steps[0], middle_row), max(first_steps[-1], middle_row)
    for row in range(top, bottom + 1):
        inner, outer = row == middle_row, row in first_steps
        sideways = (inner, outer) if outward > 0 else (outer, inner)
        drawing.strokes.append(Stroke(row, trunk, JOINTS[row > top, row < bottom, *sideways]))
    drawing.strokes.append(Stroke(middle_row, trunk - outward, "─"))
    for row, line in enumerate(lines, start):
        at = trunk + outward if line.depth == 1 else trunk + 4 * outward
        away, towards = line.branch.links_there, line.branch.links_here
        mark = link_mark(away, towards) if outward > 0 else link_mark(towards, away)
        if line.depth == 1:
            drawing.strokes += [Stroke(row, at, "─"), Stroke(row, at + outward, mark)]
        else:
            fork = ("╰" if line.is_last else "├") if outward > 0 else ("╯" if line.is_last else "┤")
            drawing.strokes += [Stroke(row, at, fork), Stroke(row, at + outward, mark)]
        _add_box(drawing, line, side, row, at + 3 * outward, room - 3 * (line.depth - 1))


def _draw_near(drawing: Drawing, lines: list[_Line], middle_row: int, trunk: int, width: int) -> None:
    """Notes below the middle, which no link leads to: dotted lines, and scores for marks."""
    if not lines:
        return
    start = drawing.n_rows + 1
    forks = {start + i for i, line in enumerate(lines) if line.depth == 1}
    last = max(forks)
    drawing.strokes += [Stroke(row, trunk, "┊") for row in range(middle_row + 1, last) if row not in forks]
    for row, line in enumerate(lines, start):
        if line.depth == 1:
            score = shown_score(line.branch.score)
            drawing.strokes.append(Stroke(row, trunk, f"{'╰' if row == last else '├'}┄ {score}"))
            _add_box(drawing, line, Side.BELOW, row, trunk + 6, width - trunk - 7)
        else:
            mark = link_mark(line.branch.links_there, line.branch.links_here)
            drawing.strokes.append(Stroke(row, trunk + 6, f"{'╰' if line.is_last else '├'}{mark}"))
            _add_box(drawing, line, Side.BELOW, row, trunk + 9, width - trunk - 10)
    drawing.n_rows = start + len(lines)


def _add_box(drawing: Drawing, line: _Line, side: Side, row: int, column: int, room: int) -> None:
    """A title that begins at `column`, or ends there at the left side."""
    label = drawing.label(line.branch.note, room)
    first = column - cell_len(label) + 1 if side is Side.LEFT else column
    drawing.boxes.append(Box(line.branch.note, side, line.depth, row, first, label))

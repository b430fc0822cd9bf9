"""A list of rows of equal height that draws only the rows in view, so that 10,000 cost no more than ten.

It keeps cursor and scroll by the identity of a row, not by its number: rows that come and go elsewhere move nothing.
"""

from collections.abc import Hashable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip

from notelinks.tui.content import EMPTY, as_strip, two_ends
from notelinks.tui.line_view import LineView
from notelinks.tui.messages import RowDescribed
from notelinks.tui.nearest import nearest_left

RowT = TypeVar("RowT")


class RowList(LineView, Generic[RowT], can_focus=True):
    """A navigable list. A subclass says how a row looks and what it means."""

    ROW_HEIGHT: ClassVar[int] = 1
    """Lines of one row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("home", "first", show=False),
        Binding("G,end", "move_to(-1)", show=False),
        Binding("ctrl+d", "move_page(0.5)", show=False),
        Binding("ctrl+u", "move_page(-0.5)", show=False),
        Binding("pagedown", "move_page(1)", show=False),
        Binding("pageup", "move_page(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-list--row", "row-list--cursor", "row-list--empty"}

    cursor: reactive[int | None] = reactive(None, repaint=False)
    """Number of the row under the cursor; None when there is none."""

    def __init__(self, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self.rows: Sequence[RowT] = ()
        self.empty_text: Content = EMPTY
        self._clicked: Hashable = None
        """Id of the row that was clicked last."""
        self._empty_lines: list[Content] = []
        """The text for no rows, wrapped for the present width."""

    # What a subclass says

    def row_id(self, row: RowT) -> Hashable:
        """What stays the same when the row is read again."""
        raise NotImplementedError

    def row_lines(self, row: RowT) -> tuple[tuple[Content, Content], ...]:
        """`ROW_HEIGHT` pairs of what stands at the left and at the right edge."""
        raise NotImplementedError

    def row_highlighted(self, row: RowT) -> None:
        """Called when the cursor has come to a row."""

    def row_detail(self, row: RowT) -> Content:
        """What is to be known of a row and has no room in it."""
        return EMPTY

    def row_chosen(self, row: RowT) -> None:
        """Called when a row is chosen by Enter or a second click."""

    # What the owner does

    @property
    def cursor_row(self) -> RowT | None:
        """The row under the cursor."""
        return None if self.cursor is None or self.cursor >= len(self.rows) else self.rows[self.cursor]

    @property
    def rows_in_view(self) -> Sequence[RowT]:
        """Those of which at least one line is seen."""
        top = self.scroll_offset.y
        return self.rows[top // self.ROW_HEIGHT : -(-(top + self.size.height) // self.ROW_HEIGHT)]

    def show_rows(self, rows: Sequence[RowT], *, keep: bool, cursor_id: Hashable = None) -> None:
        """Replaces all rows.

        Args:
            keep: hold the cursor on its row, and that row at its place on the screen; if the row is gone, on the next
                that is left. Else begin at the top.
            cursor_id: that row's id by now; None if it is as before.
        """
        before, row, number, offset = self.rows, self.cursor_row, self.cursor, self.scroll_offset.y
        wanted = self.row_id(row) if cursor_id is None and row is not None else cursor_id
        self.rows = rows
        self.set_n_lines(len(rows) * self.ROW_HEIGHT)
        self.refresh()
        if not keep or number is None:
            self.set_reactive(RowList.cursor, None)
            self.scroll_to(y=offset if keep else 0, animate=False, force=True)
        elif row is not None and (same := self._number_again(wanted, number)) is not None:
            self.set_reactive(RowList.cursor, same)
            self.scroll_to(y=offset + (same - number) * self.ROW_HEIGHT, animate=False, force=True)
        else:
            self.set_reactive(RowList.cursor, None)
            self.cursor = next_number = self._number_beside(before, number)
            if next_number is not None:
                self.scroll_to(y=offset + (next_number - number) * self.ROW_HEIGHT, animate=False, force=True)
        self._describe(self.cursor_row)

    def set_empty_text(self, text: Content) -> None:
        """What is shown while there are no rows."""
        if not text.is_same(self.empty_text):
            self.empty_text = text
            self._wrap_empty_text()

    def number_of(self, row_id: Hashable) -> int | None:
        """Where a row stands."""
        return next((number for number, row in enumerate(self.rows) if self.row_id(row) == row_id), None)

    def _number_again(self, row_id: Hashable, number: int) -> int | None:
        """Where a row stands that stood at `number`: among ten thousand mostly there, and looking for it takes long."""
        is_there = number < len(self.rows) and self.row_id(self.rows[number]) == row_id
        return number if is_there else self.number_of(row_id)

    def _number_beside(self, before: Sequence[RowT], number: int) -> int | None:
        """Where the row stands that is nearest to one that is gone.

        Args:
            before: the rows when it was at `number`.
        """
        numbers = {self.row_id(row): at for at, row in enumerate(self.rows)}
        nearest = nearest_left([self.row_id(row) for row in before], number, numbers)
        if nearest is not None:
            return numbers[nearest]
        return min(number, len(self.rows) - 1) if self.rows else None

    def place_cursor(self, number: int) -> None:
        """Moves the cursor without calling that a choice of the user's."""
        self.set_reactive(RowList.cursor, number)
        self._describe(self.rows[number])
        self.refresh()
        self.call_after_refresh(self._center_cursor)

    def scroll_to_cursor(self) -> None:
        """Brings the row under the cursor into view."""
        if self.cursor is not None and self.size:
            region = Region(0, self.cursor * self.ROW_HEIGHT, self.size.width, self.ROW_HEIGHT)
            self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def _center_cursor(self) -> None:
        """Brings the row under the cursor into the middle, unless it is in view."""
        if self.cursor is not None and self.size:
            top, height = self.cursor * self.ROW_HEIGHT, self.size.height
            if not self.scroll_offset.y <= top <= self.scroll_offset.y + height - self.ROW_HEIGHT:
                self.scroll_to(y=max(0, top - height // 2), animate=False, force=True)

    # Keys and mouse

    def action_move(self, by: int) -> None:
        self._go_to((self.cursor or 0) + by)

    def action_move_to(self, number: int) -> None:
        self._go_to(number % max(1, len(self.rows)))

    def action_first(self) -> None:
        self._go_to(0)

    def action_move_page(self, share: float) -> None:
        self._go_to((self.cursor or 0) + int(share * max(2, self.size.height // self.ROW_HEIGHT)))

    def action_choose(self) -> None:
        if (row := self.cursor_row) is not None:
            self.row_chosen(row)

    def _go_to(self, number: int) -> None:
        if self.rows:
            self.cursor = min(max(number, 0), len(self.rows) - 1)

    def watch_cursor(self, left: int | None, reached: int | None) -> None:
        for number in (left, reached):
            if number is not None:
                self.refresh_lines(number * self.ROW_HEIGHT, self.ROW_HEIGHT)
        self.scroll_to_cursor()
        if (row := self.cursor_row) is not None:
            self.tell_row(row)

    def tell_row(self, row: RowT) -> None:
        """Tells everybody that the cursor is on a row."""
        self.row_highlighted(row)
        self._describe(row)

    def _describe(self, row: RowT | None) -> None:
        if self.has_focus:
            self.post_message(RowDescribed(EMPTY if row is None else self.row_detail(row)))

    def on_click(self, event: events.Click) -> None:
        """Moves the cursor; a second click on the same row, at once or later, is Enter."""
        number = event.style.meta.get("row")
        if number is None or number >= len(self.rows):
            return
        clicked = self.row_id(self.rows[number])
        is_second = number == self.cursor and clicked == self._clicked
        self.cursor, self._clicked = number, clicked
        if is_second:
            self.action_choose()

    def on_focus(self) -> None:
        self.call_next(self._begin)  # when `has_focus` holds

    def _begin(self) -> None:
        if self.cursor is None:
            self._go_to(0)
        elif (row := self.cursor_row) is not None:
            self.tell_row(row)

    def on_resize(self) -> None:
        self.scroll_to_cursor()
        self._wrap_empty_text()

    # How it is drawn

    def look_of(self, line: int) -> Hashable:
        return line // self.ROW_HEIGHT == self.cursor

    def draw_line(self, line: int, width: int) -> Strip:
        number, part = divmod(line, self.ROW_HEIGHT)
        if number >= len(self.rows):
            return self._draw_below(line, width)
        name = "row-list--cursor" if number == self.cursor else "row-list--row"
        left, right = self.row_lines(self.rows[number])[part]
        strip = as_strip(two_ends(left, right, width), width, self.get_visual_style("row-list--row", name))
        return strip.apply_meta({"row": number})

    def _wrap_empty_text(self) -> None:
        width = self.scrollable_content_region.width - 2
        self._empty_lines = self.empty_text.wrap(width) if width > 0 else []
        self.refresh()

    def _draw_below(self, line: int, width: int) -> Strip:
        style = self.get_visual_style("row-list--row", "row-list--empty")
        is_told = not self.rows and line < len(self._empty_lines)
        return as_strip(Content.assemble(" ", self._empty_lines[line]) if is_told else EMPTY, width, style)

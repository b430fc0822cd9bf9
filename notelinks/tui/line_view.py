"""What the lists and the preview have in common: lines that are drawn when they come into view, and kept."""

from collections.abc import Hashable
from typing import Any, Self

from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from notelinks.tui.scroll_bar import CalmScrollBar

_MOST_KEPT = 1_000
"""Drawn lines in memory; some screens full."""


class LineView(ScrollView):
    """Scrolls over lines of its own.

    Scrolling by one line has Textual ask for all lines in view, which takes longer than a key may; those that were
    drawn before are taken from memory. They are forgotten when the whole view is refreshed or its styles change.
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        self._drawn: dict[Hashable, Strip] = {}
        self._line_width = 0
        """Of the lines; finding it takes as long as finding a line that was drawn before."""
        super().__init__(id=id)
        self.set_reactive(Widget.auto_links, False)

    # What a subclass says

    def look_of(self, line: int) -> Hashable:
        """What a line depends on that changes without a refresh of the whole view."""
        return None

    def draw_line(self, line: int, width: int) -> Strip:
        """A line, counted from the beginning of what is scrolled over."""
        raise NotImplementedError

    # What the owner does

    def set_n_lines(self, n_lines: int) -> None:
        """Says how many lines there are.

        The screen is not laid out anew for that, as it is when `virtual_size` is set. It is if the scroll bar comes or
        goes, for which reason the style sheet has it stay.
        """
        self.set_reactive(Widget.virtual_size, Size(self.size.width, n_lines))
        self._scroll_update(self.virtual_size)

    # How it is drawn

    @property
    def vertical_scrollbar(self) -> CalmScrollBar:
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = bar = CalmScrollBar(name="vertical", thickness=self.scrollbar_size_vertical)
            bar.display = False
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    def forget_drawn(self) -> None:
        """Has lines drawn anew when they next come into view."""
        self._drawn.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        self._line_width = self.scrollable_content_region.width
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        line, width = self.scroll_offset.y + y, self._line_width
        key = line, width, self.look_of(line)
        if (strip := self._drawn.get(key)) is None:
            if len(self._drawn) >= _MOST_KEPT:
                self._drawn.clear()
            strip = self._drawn[key] = self.draw_line(line, width)
        return strip

    def refresh(self, *regions: Region, **options: Any) -> Self:
        if not regions:
            self._drawn.clear()
        return super().refresh(*regions, **options)

    def notify_style_update(self) -> None:
        self._drawn.clear()
        super().notify_style_update()

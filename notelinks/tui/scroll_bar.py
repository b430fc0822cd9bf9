"""A scroll bar that is drawn when its thumb has moved. Among ten thousand rows each key moves it by a fraction of what
can be seen, and drawing it takes as long as drawing thirty rows."""

from collections.abc import Hashable
from math import ceil
from typing import Any, Self

from textual.geometry import Region
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.style import Style

_PARTS = 8
"""Of a cell, in which the ends of the thumb are drawn."""


class CalmScrollBar(ScrollBar):
    """Textual's, without drawing what is drawn already, and in one piece while it has no thumb."""

    _look: Hashable = None
    """As it was drawn last."""

    def refresh(self, *regions: Region, **options: Any) -> Self:
        if not regions and not any(options.get(name) for name in ("layout", "recompose")):
            look = self._look_now()
            if look == self._look:
                return self
            self._look = look
        return super().refresh(*regions, **options)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._look = None
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        if self.parent is None or self._ends():
            return super().render_lines(crop)
        styles = self.parent.styles
        colour = styles.scrollbar_background_hover if self.mouse_over else styles.scrollbar_background
        background = self.parent.background_colors[0] + colour
        line = Strip.blank(crop.width, Style(background=background).rich_style)
        for line_filter in self.get_line_filters():
            line = line.apply_filter(line_filter, background)
        return [line] * crop.height

    def _look_now(self) -> Hashable:
        """All that what is drawn depends on, except for styles."""
        return self.size, self._ends(), self.grabbed, self.mouse_over

    def _ends(self) -> tuple[int, ...]:
        """Where the thumb begins and ends, in parts of a cell; empty if there is none, since all is in view."""
        height, window, virtual = self.size.height, self.window_size, self.window_virtual_size
        if not 0 < window < virtual or height in (0, virtual):
            return ()
        thumb = max(1.0, window * height / virtual)
        begin = int((height - thumb) * self.position / (virtual - window) * _PARTS)
        return begin, begin + ceil(thumb * _PARTS)

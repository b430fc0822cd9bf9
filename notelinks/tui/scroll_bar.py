"""A scroll bar that is drawn when its thumb has moved. Among ten thousand rows each key moves it by a fraction of what
can be seen, and drawing it takes as long as drawing thirty rows."""

from collections.abc import Hashable
from math import ceil
from typing import Any, Self

from textual.geometry import Region
from textual.scrollbar import ScrollBar

_PARTS = 8
"""Of a cell, in which the ends of the thumb are drawn."""


class CalmScrollBar(ScrollBar):
    """Textual's, without drawing what is drawn already."""

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
        self._look = None
        super().notify_style_update()

    def _look_now(self) -> Hashable:
        """All that what is drawn depends on: colours, size, and where the thumb begins and ends in parts of a cell."""
        if self.parent is None:
            return None
        styles, ends = self.parent.styles, ()
        height, window, virtual = self.size.height, self.window_size, self.window_virtual_size
        if 0 < window < virtual and height not in (0, virtual):
            thumb = max(1.0, window * height / virtual)
            begin = int((height - thumb) * self.position / (virtual - window) * _PARTS)
            ends = begin, begin + ceil(thumb * _PARTS)
        colours = styles.scrollbar_background, styles.scrollbar_color, self.parent.background_colors
        return self.size, ends, colours, self.grabbed, self.mouse_over

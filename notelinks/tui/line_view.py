"""What the lists and the preview have in common: lines that are drawn when they are in view."""

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget


class LineView(ScrollView):
    """Scrolls over lines of its own."""

    def set_n_lines(self, n_lines: int) -> None:
        """Says how many lines there are.

        The screen is not laid out anew for that, as it is when `virtual_size` is set. It is if the scroll bar comes or
        goes, for which reason the style sheet has it stay.
        """
        self.set_reactive(Widget.virtual_size, Size(self.size.width, n_lines))
        self._scroll_update(self.virtual_size)

"""Fills panes one after the other, each painted before the next: a key that comes in between is answered first.

All panes at once take several times as long to paint as a key may wait.
"""

from collections import deque
from collections.abc import Callable

FRAME_S = 0.025
"""Until what has changed is painted: Textual paints sixty times a second."""

Step = Callable[[], object]


class Steps:
    """What is still to be done about the shown note. To be used by the event loop alone."""

    def __init__(self, after_paint: Callable[[Step], object]) -> None:
        """
        Args:
            after_paint: calls something back once what has changed is painted.
        """
        self._after_paint = after_paint
        self._left: deque[Step] = deque()
        self._is_awaited = False

    def add(self, *steps: Step) -> None:
        """Does the first of them now, unless others are before it."""
        self._left.extend(steps)
        if not self._is_awaited:
            self._go_on()

    def drop(self) -> None:
        """Forgets what is left: another note is shown."""
        self._left.clear()

    def finish(self) -> None:
        """Does all that is left now."""
        while self._left:
            self._left.popleft()()

    def _go_on(self) -> None:
        self._is_awaited = bool(self._left)
        if self._left:
            self._left.popleft()()
            self._after_paint(self._go_on)

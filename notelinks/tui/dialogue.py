"""What lies over the dimmed screen until it is answered."""

from typing import ClassVar

from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, ScreenResultType

from notelinks.tui.page import ACROSS, DOWN


class Dialogue(ModalScreen[ScreenResultType]):
    """Shows what lies below it whenever it is drawn.

    Textual's own screens do so for the first time within an update only: drawn a second time in it, as when a key
    closes one dialogue and the next opens one, they stay blank until something else changes.
    """

    CSS_PATH = "dialogues.tcss"
    HORIZONTAL_BREAKPOINTS: ClassVar = [*ACROSS]
    VERTICAL_BREAKPOINTS: ClassVar = [*DOWN]

    def render(self) -> BackgroundScreen:
        stack = self.app.screen_stack
        below = stack[stack.index(self) - 1] if self in stack else stack[-1]
        return BackgroundScreen(below, self.styles.background)

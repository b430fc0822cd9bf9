"""What the main screen and the views have in common: they fill the window, end in a line of keys, fold when small."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from notelinks.display import safe_text
from notelinks.tui.keys import Key, footer


class Page(Screen[None]):
    """A subclass yields what stands above the line of keys."""

    HORIZONTAL_BREAKPOINTS: ClassVar = [(0, "-tiny"), (40, "-narrow"), (60, "-medium"), (100, "-wide")]
    VERTICAL_BREAKPOINTS: ClassVar = [(0, "-flat"), (10, "-low"), (18, "-tall")]

    def compose(self) -> ComposeResult:
        yield from self.compose_page()
        yield Static(footer(self.footer_keys(), self.app.changed_keys), id="footer")
        yield Static(Content("The window is too small."), id="too-small")

    def compose_page(self) -> Iterable[Widget]:
        """The widgets of the page."""
        raise NotImplementedError

    def footer_keys(self) -> Iterable[Key]:
        """What the last line offers."""
        raise NotImplementedError

    @property
    def note_id_at_cursor(self) -> int:
        """The note that a key pressed here is about; 0 for none."""
        return 0

    def tell(self, sentence: str, *, is_problem: bool = False) -> None:
        """Shows a sentence for a moment."""
        severity = "warning" if is_problem else "information"
        self.notify(safe_text(sentence), severity=severity, timeout=4, markup=False)

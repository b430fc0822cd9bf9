"""What the main screen and the views have in common: they fill the window, end in a line of keys, fold when small."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from notelinks.display import safe_text
from notelinks.tui.content import two_ends
from notelinks.tui.keys import HELP, Key, footer


class KeyLine(Widget):
    """The last line: keys from the left, as far as there is room, and a few at the right edge."""

    def __init__(self, keys: Content, last_keys: Content) -> None:
        super().__init__(id="footer")
        self._keys = keys
        self._last_keys = last_keys

    def render(self) -> Content:
        return two_ends(self._keys, self._last_keys, self.size.width)


class Page(Screen[None]):
    """A subclass yields what stands above the line of keys."""

    LAST_KEYS: ClassVar[tuple[Key, ...]] = (HELP,)
    """What the last line offers at its right end, in a window of any width."""

    HORIZONTAL_BREAKPOINTS: ClassVar = [(0, "-tiny"), (40, "-narrow"), (60, "-medium"), (100, "-wide")]
    VERTICAL_BREAKPOINTS: ClassVar = [(0, "-flat"), (10, "-low"), (18, "-tall")]

    greeting = ""
    """Told when the page is first shown; empty for nothing."""

    def on_mount(self) -> None:
        if self.greeting:
            self.tell(self.greeting)

    def compose(self) -> ComposeResult:
        yield from self.compose_page()
        yield KeyLine(*(footer(keys, self.app.changed_keys) for keys in (self.footer_keys(), self.LAST_KEYS)))
        yield Static(Content("The window is too small."), id="too-small")

    def compose_page(self) -> Iterable[Widget]:
        """The widgets of the page."""
        raise NotImplementedError

    def footer_keys(self) -> Iterable[Key]:
        """What the last line offers, the most useful first."""
        raise NotImplementedError

    @property
    def note_id_at_cursor(self) -> int:
        """The note that a key pressed here is about; 0 for none."""
        return 0

    @property
    def place_at_cursor(self) -> tuple[int, int]:
        """(note, line) that is to be edited; the line is 0 if none is meant."""
        return self.note_id_at_cursor, 0

    def tell(self, sentence: str, *, is_problem: bool = False) -> None:
        """Shows a sentence for a moment."""
        severity = "warning" if is_problem else "information"
        self.notify(safe_text(sentence), severity=severity, timeout=4, markup=False)

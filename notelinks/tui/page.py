"""What the main screen and the views have in common: they fill the window, end in a line of keys, fold when small."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.events import ScreenResume
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from notelinks.display import safe_text
from notelinks.tui.content import two_ends
from notelinks.tui.keys import HELP, Key, footer

HelpRow = Key | tuple[str, str]
"""A key, or a mark with what it means."""

ACROSS = ((0, "-tiny"), (40, "-narrow"), (60, "-medium"), (100, "-wide"))
"""(columns from which on, style) of a page."""

DOWN = ((0, "-flat"), (10, "-low"), (18, "-tall"))
"""The same for its lines."""

READING = "-reading"
"""Style of a page while a preview stands in the place of other panes, in a window without room beside them."""


class KeyLine(Widget):
    """The last line: keys from the left, as many as there is room for, and a few at the right edge.

    Those at the right take a third of a narrow window at most, but the first of them stands in a window of any width.
    """

    keys: reactive[tuple[Key, ...]] = reactive(())

    def __init__(self, keys: Iterable[Key], last_keys: Iterable[Key], changed: Mapping[str, str]) -> None:
        """
        Args:
            keys: until others are set.
            changed: as `shown_key` wants it.
        """
        super().__init__(id="footer")
        self.set_reactive(KeyLine.keys, tuple(keys))
        self._last_keys = last_keys
        self._changed = changed

    def render(self) -> Content:
        width = self.size.width
        last = footer(self._last_keys, self._changed, width // 3)
        return two_ends(footer(self.keys, self._changed, width - last.cell_length), last, width)


class Page(Screen[None]):
    """A subclass yields what stands above the line of keys."""

    LAST_KEYS: ClassVar[tuple[Key, ...]] = (HELP,)
    """What the last line offers at its right end."""

    HORIZONTAL_BREAKPOINTS: ClassVar = [*ACROSS]
    VERTICAL_BREAKPOINTS: ClassVar = [*DOWN]

    greeting = ""
    """Told when the page is first shown; empty for nothing."""

    _was_shown = False
    """It has all its styles; only what changes behind another page asks for new ones."""

    def on_mount(self) -> None:
        if self.greeting:
            self.tell(self.greeting)

    def on_screen_resume(self, event: ScreenResume) -> None:
        """The first time, all styles are as they were found a moment ago when the widgets were mounted."""
        event.refresh_styles = event.refresh_styles and self._was_shown
        self._was_shown = True

    def compose(self) -> ComposeResult:
        # Known from the first widget on; Textual finds them after the first paint, and then all is laid out again.
        self.add_class(*self._size_classes(self.app.size), update=False)
        yield from self.compose_page()
        yield KeyLine(self.footer_keys(), self.LAST_KEYS, self.app.changed_keys)
        yield Static(Content("The window is too small."), id="too-small")

    def _size_classes(self, size: Size) -> Iterable[str]:
        across, down = (size.width, self.HORIZONTAL_BREAKPOINTS), (size.height, self.VERTICAL_BREAKPOINTS)
        for length, breakpoints in (across, down):
            yield max((least, name) for least, name in breakpoints if least <= length)[1]

    def _compositor_refresh(self) -> None:
        """Paints regions that lie apart one by one: together, Textual goes through all that lies between them."""
        compositor = self._compositor
        for regions in connected_regions(compositor._dirty_regions) or [set()]:
            compositor._dirty_regions = regions
            super()._compositor_refresh()

    def on_descendant_focus(self) -> None:
        self.show_keys()

    def show_keys(self) -> None:
        """Offers the keys of the place where the focus is."""
        for line in self.query(KeyLine):  # there is none yet while the page is being made
            line.keys = tuple(self.footer_keys())

    def compose_page(self) -> Iterable[Widget]:
        """The widgets of the page."""
        raise NotImplementedError

    def footer_keys(self) -> Iterable[Key]:
        """What the last line offers while the focus is where it is, the most useful first."""
        raise NotImplementedError

    def help_rows(self) -> tuple[list[HelpRow], list[HelpRow]]:
        """What help tells of the page, in two columns; marks after keys."""
        raise NotImplementedError

    @property
    def note_id_at_cursor(self) -> int:
        """The note that a key pressed here is about; 0 for none."""
        return 0

    @property
    def file_at_cursor(self) -> str:
        """Key of the file under the cursor if that is no note of the index, else empty."""
        return ""

    @property
    def place_at_cursor(self) -> tuple[int, int]:
        """(note, line) that is to be edited; the line is 0 if none is meant."""
        return self.note_id_at_cursor, 0

    def tell(self, sentence: str, *, is_problem: bool = False) -> None:
        """Shows a sentence for a moment, in the place of the one before: the border of the panes has room for one."""
        self.app.clear_notifications()
        severity = "warning" if is_problem else "information"
        self.notify(safe_text(sentence), severity=severity, timeout=4, markup=False)


def is_too_small(screen: Screen[object]) -> bool:
    """Whether a page, or the dialogue over it, has given way to the sentence that the window is too small."""
    return any(screen.has_class(style) for (_, style) in (ACROSS[0], DOWN[0]))


def connected_regions(regions: Iterable[Region]) -> list[set[Region]]:
    """Regions in groups: those that overlap, or overlap with others that do, are in one."""
    groups: list[set[Region]] = []
    for region in regions:
        near = [group for group in groups if any(region.overlaps(other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append({region}.union(*near))
    return groups

"""All keys and marks of a page over the dimmed screen, in two columns if there is room: one look at 80 × 24."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from notelinks.config import config_file, short_path
from notelinks.tui.content import cut_front, joined, plain, sentence, wrapped
from notelinks.tui.dialogue import Dialogue
from notelinks.tui.keys import Key, shown_key
from notelinks.tui.page import ACROSS, HelpRow

WIDE = 76
"""Columns from which on both columns of keys stand beside each other."""

MOST_CELLS = 80
"""Width of the box in a wide window, as in the style sheet."""

SETTINGS, RETURN = "settings and keys: ", " · esc return"


class KeyColumn(Widget):
    """Keys and what they do, which is wrapped where it has no room."""

    def __init__(self, told: Sequence[tuple[str, str]], margin: str) -> None:
        """
        Args:
            told: (key or mark, what it does or means).
            margin: before each line.
        """
        super().__init__()
        self._told = told
        self._key_cells = max(cell_len(shown) for shown, _ in told) + len(margin)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self._key_cells + max(cell_len(what) for _, what in self._told) + len(" ")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        room = width - self._key_cells - len(" ")
        return [
            joined((f"{'' if number else shown:>{self._key_cells}} ", "bold $text-accent"), part)
            for shown, what in self._told
            for number, part in enumerate(wrapped(what, room))
        ]


class HelpScreen(Dialogue[None]):
    """Closed by Escape, `?` or `q`."""

    HORIZONTAL_BREAKPOINTS: ClassVar = [*ACROSS[:2], (WIDE, "-wide")]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", "Close", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, columns: Iterable[Sequence[HelpRow]], changed_keys: Mapping[str, str]) -> None:
        """
        Args:
            columns: as a page gives them.
            changed_keys: as the user has set them, by id.
        """
        super().__init__()
        self._columns = [KeyColumn(_told(rows, changed_keys), " " * (n > 0)) for n, rows in enumerate(columns)]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help") as box:
            box.border_title = Content("Keys")
            yield Horizontal(*self._columns, id="help-columns")

    def on_resize(self) -> None:
        room = min(self.size.width, MOST_CELLS) - len(SETTINGS + RETURN) - len("╭─  ─╮")
        where = f"{SETTINGS}{cut_front(short_path(config_file()), room)}" if self.size.width >= WIDE else ""
        self.query_one("#help").border_subtitle = plain(f"{where}{RETURN}".removeprefix(" · "))

    def action_scroll(self, by: int) -> None:
        self.query_one("#help").scroll_relative(y=by, animate=False)


def _told(rows: Sequence[HelpRow], changed_keys: Mapping[str, str]) -> list[tuple[str, str]]:
    """(key or mark, what it does or means)."""
    return [
        (shown_key(row, changed_keys), row.description or sentence(row.name).plain) if isinstance(row, Key) else row
        for row in rows
    ]

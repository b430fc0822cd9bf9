"""All keys and marks of a page over the dimmed screen, in two columns if there is room: one look at 80 × 24."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from notelinks.config import config_file, short_path
from notelinks.tui.content import joined, plain, sentence
from notelinks.tui.dialogue import Dialogue
from notelinks.tui.keys import Key, shown_key
from notelinks.tui.page import ACROSS, HelpRow


class HelpScreen(Dialogue[None]):
    """Closed by Escape, `?` or `q`."""

    HORIZONTAL_BREAKPOINTS: ClassVar = [ACROSS[0], (40, "-narrow"), (76, "-wide")]

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
        self._columns = [_lines(rows, changed_keys, " " * (number > 0)) for number, rows in enumerate(columns)]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help") as box:
            box.border_title = Content("Keys")
            box.border_subtitle = plain(f"settings and keys: {short_path(config_file())} · esc return")
            with Horizontal(id="help-columns"):
                for column in self._columns:
                    yield Static(column)

    def action_scroll(self, by: int) -> None:
        self.query_one("#help").scroll_relative(y=by, animate=False)


def _lines(rows: Sequence[HelpRow], changed_keys: Mapping[str, str], margin: str) -> Content:
    told = [
        (shown_key(row, changed_keys), row.description or sentence(row.name).plain) if isinstance(row, Key) else row
        for row in rows
    ]
    width = max(cell_len(shown) for shown, _ in told) + len(margin)
    lines = [joined((f"{' ' * (width - cell_len(shown))}{shown} ", "bold $text-accent"), what) for shown, what in told]
    return Content("\n").join(lines)

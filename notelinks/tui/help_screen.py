"""All keys and marks over the dimmed screen, in two columns if there is room: one look at 80 × 24."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from notelinks.config import config_file
from notelinks.tui.content import joined, plain
from notelinks.tui.keys import APP_KEYS, LIST_KEYS, MAIN_KEYS, shown_key
from notelinks.tui.row_marks import LINKED_BOTH_WAYS, LINKS_HERE, LINKS_THERE, MENTION, SECTION, SHOWN, UNRESOLVED

MARKS = (
    (LINKED_BOTH_WAYS, "linked both ways"),
    (LINKS_THERE, "the shown note links there"),
    (LINKS_HERE, "links to the shown note"),
    (UNRESOLVED, "unresolved link"),
    (MENTION, "unlinked mention"),
    (SECTION, "the section that matches"),
    (SHOWN, "the shown note or section"),
)


class HelpScreen(ModalScreen[None]):
    """Closed by Escape, `?` or `q`."""

    CSS_PATH = "dialogues.tcss"
    HORIZONTAL_BREAKPOINTS: ClassVar = [(0, "-narrow"), (76, "-wide")]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", "Close", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, changed_keys: Mapping[str, str]) -> None:
        """
        Args:
            changed_keys: as the user has set them, by id.
        """
        super().__init__()
        main = [(shown_key(key, changed_keys), key.description) for key in MAIN_KEYS]
        app = [(shown_key(key, changed_keys), key.description) for key in APP_KEYS]
        self._columns = (_lines([*LIST_KEYS, *main], 13), _lines([*app, ("", ""), *MARKS], 2))

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help") as box:
            box.border_title = Content("Keys")
            box.border_subtitle = plain(f"settings and keys: {config_file()} · esc return")
            with Horizontal(id="help-columns"):
                for column in self._columns:
                    yield Static(column)

    def action_scroll(self, by: int) -> None:
        self.query_one("#help").scroll_relative(y=by, animate=False)


def _lines(rows: list[tuple[str, str]], width: int) -> Content:
    lines = [joined((f"{shown:>{width}} ", "bold $text-accent"), what) for shown, what in rows]
    return Content("\n").join(lines)

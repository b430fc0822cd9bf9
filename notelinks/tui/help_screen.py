"""All keys, over the dimmed screen."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from notelinks.tui.content import joined
from notelinks.tui.keys import APP_KEYS, LIST_KEYS, MAIN_KEYS
from notelinks.tui.row_marks import LINKED_BOTH_WAYS, LINKS_HERE, LINKS_THERE, MENTION, UNRESOLVED

MARKS = (
    (LINKED_BOTH_WAYS, "linked both ways"),
    (LINKS_THERE, "the shown note links there"),
    (LINKS_HERE, "links to the shown note"),
    (UNRESOLVED, "a link to a note that does not exist"),
    (MENTION, "named without a link"),
)


class HelpScreen(ModalScreen[None]):
    """Closed by Escape, `?` or `q`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", "Close", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help") as box:
            box.border_title = Content("Keys")
            box.border_subtitle = Content("esc closes")
            yield Static(self._text())

    def action_scroll(self, by: int) -> None:
        self.query_one("#help").scroll_relative(y=by, animate=False)

    def _text(self) -> Content:
        keys = [*LIST_KEYS, *((key.shown, key.description) for key in (*MAIN_KEYS, *APP_KEYS))]
        lines = [joined((f"{shown:>14}  ", "bold $text-accent"), description) for shown, description in keys]
        lines.append(Content(""))
        lines += [joined((f"{mark:>14}  ", "bold $text-primary"), meaning) for mark, meaning in MARKS]
        return Content("\n").join(lines)

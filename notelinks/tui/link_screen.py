"""A link before it is inserted: the two notes, and the lines that change, over the dimmed screen."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from notelinks.tui.content import MUTED, joined, plain

if TYPE_CHECKING:
    from notelinks.linking.plan import PlannedLink

_STYLES = {"+": "$text-success", "-": "$text-error", " ": MUTED}

_OTHER_PLACE = {"mention": "end", "end": "mention"}


class LinkScreen(ModalScreen[str]):
    """Gives `insert`, the other place (`mention` or `end`), or nothing."""

    CSS_PATH = "dialogues.tcss"

    INSERT: ClassVar = "insert"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "dismiss('insert')", show=False),
        Binding("escape,q", "dismiss('')", show=False),
        Binding("space", "change_place", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
    ]

    def __init__(self, planned: "PlannedLink", source_title: str, target_title: str) -> None:
        super().__init__()
        self._planned = planned
        self._titles = source_title, target_title

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="link-change") as box:
            box.border_title = Content("Insert link")
            box.border_subtitle = plain("↵ insert · space at the other place · esc leave")
            yield Static(self._text())

    def action_change_place(self) -> None:
        self.dismiss(_OTHER_PLACE[self._planned.place])

    def action_scroll(self, by: int) -> None:
        self.query_one("#link-change").scroll_relative(y=by, animate=False)

    def _text(self) -> Content:
        from notelinks.linking.shown import show_change

        planned = self._planned
        source, target = self._titles
        where = "at a mention" if planned.place == "mention" else "under its end"
        lines = [
            joined((source, "bold"), (" → ", "$text-primary"), (target, "bold")),
            plain(f"{planned.source_key}, line {planned.line}, {where}", MUTED),
            Content(""),
        ]
        for line in show_change(planned.before, planned.after):
            lines.append(joined((f"{line.number:>4} {line.mark} ", MUTED), (line.text, _STYLES[line.mark])))
        return Content("\n").join(lines)

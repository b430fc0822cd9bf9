"""A link before it is inserted: the two notes, and the lines that change, over the dimmed screen."""

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from notelinks.tui.content import EMPTY, MUTED, joined, plain
from notelinks.tui.dialogue import Dialogue

if TYPE_CHECKING:
    from notelinks.linking.plan import PlannedLink

_WARNING = "$text-warning"

_STYLES = {"+": "$text-success", "-": "$text-error", " ": MUTED}


class LinkScreen(Dialogue["PlannedLink | None"]):
    """Gives the link that is to be inserted, at one of the places where it fits, or nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "insert", show=False),
        Binding("escape,q", "dismiss(None)", show=False),
        Binding("space", "change_place", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
    ]

    def __init__(
        self,
        planned: "Sequence[PlannedLink]",
        source_title: str,
        target_title: str,
        shown_before: bytes | None = None,
    ) -> None:
        """
        Args:
            planned: the same link at every place where it fits, the best first.
            shown_before: the note as an earlier dialogue showed it, if another program has changed it since.
        """
        super().__init__()
        self._planned = deque(planned)
        """The one that is shown first."""
        self._text = Static(EMPTY)
        self._titles = source_title, target_title
        self._shown_before = shown_before

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="link-change") as box:
            box.border_title = Content("Insert link")
            other = "space at the other place · " if len(self._planned) > 1 else ""
            box.border_subtitle = plain(f"↵ insert · {other}esc return")
            yield self._text

    def on_mount(self) -> None:
        self._text.update(self._change())

    def action_insert(self) -> None:
        self.dismiss(self._planned[0])

    def action_change_place(self) -> None:
        self._planned.rotate()
        self._text.update(self._change())

    def action_scroll(self, by: int) -> None:
        self.query_one("#link-change").scroll_relative(y=by, animate=False)

    def _change(self) -> Content:
        planned = self._planned[0]
        source, target = self._titles
        where = "at a mention" if planned.place == "mention" else "at the end"
        lines = [
            joined((source, "bold"), (" → ", "$text-primary"), (target, "bold")),
            plain(f"{planned.source_key}, line {planned.line}, {where}", MUTED),
            EMPTY,
            *_lines_of_change(planned.before, planned.after),
        ]
        if self._shown_before is not None:
            lines[2:2] = [
                plain("Nothing was inserted: another program has changed the note since it was shown.", _WARNING)
            ]
            lines += [EMPTY, plain("What that program changed:", MUTED)]
            lines += _lines_of_change(self._shown_before, planned.before)
        return Content("\n").join(lines)


def _lines_of_change(before: bytes, after: bytes) -> list[Content]:
    from notelinks.linking.shown import show_change

    return [
        joined((f"{line.number:>4} {line.mark} ", MUTED), (line.text, _STYLES[line.mark]))
        for line in show_change(before, after)
    ]

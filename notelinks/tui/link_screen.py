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


class TurnRound:
    """The link is wanted the other way round."""


class LinkScreen(Dialogue["PlannedLink | TurnRound | None"]):
    """Gives the link that is to be inserted, at one of the places where it fits, or what else is wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "insert", show=False),
        Binding("escape,q", "dismiss(None)", show=False),
        Binding("space", "change_place", show=False),
        Binding("t", "turn_round", show=False),
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
            other = "space other place · " if len(self._planned) > 1 else ""
            box.border_subtitle = plain(f"↵ insert · {other}t turn round · esc return")
            yield self._text

    def on_mount(self) -> None:
        self._show_change()

    def action_insert(self) -> None:
        self.dismiss(self._planned[0])

    def action_change_place(self) -> None:
        self._planned.rotate()
        self._show_change()

    def action_turn_round(self) -> None:
        self.dismiss(TurnRound())

    def action_scroll(self, by: int) -> None:
        self.query_one("#link-change").scroll_relative(y=by, animate=False)

    def _show_change(self) -> None:
        planned, heading = self._planned[0], self._heading()
        change = _lines_of_change(planned.before, planned.after)
        self._text.update(Content("\n").join([*heading, *(line for _, line in change), *self._change_meanwhile()]))
        n_through_link = max((number for number, (mark, _) in enumerate(change, 1) if mark == "+"), default=0)
        through_link = [*heading, *(line for _, line in change[:n_through_link])]
        self.call_after_refresh(self._scroll_to_end_of, Content("\n").join(through_link))

    def _scroll_to_end_of(self, text: Content) -> None:
        """Where there is room for a few lines alone, the one that comes is the one to see."""
        width = self._text.size.width
        for box in self.query("#link-change") if width > 0 else ():  # none if a key has closed the dialogue meanwhile
            box.scroll_to(y=len(text.wrap(width)) - box.scrollable_content_region.height, animate=False)

    def _heading(self) -> list[Content]:
        planned = self._planned[0]
        source, target = self._titles
        where = "at a mention" if planned.place == "mention" else "at the end"
        refused = "Nothing was inserted: another program has changed the note since it was shown."
        return [
            joined((source, "bold"), (" → ", "$text-primary"), (target, "bold")),
            plain(f"{planned.source_key}, line {planned.line}, {where}", MUTED),
            *([plain(refused, _WARNING)] if self._shown_before is not None else []),
            EMPTY,
        ]

    def _change_meanwhile(self) -> list[Content]:
        if self._shown_before is None:
            return []
        change = _lines_of_change(self._shown_before, self._planned[0].before)
        return [EMPTY, plain("What that program changed:", MUTED), *(line for _, line in change)]


def _lines_of_change(before: bytes, after: bytes) -> list[tuple[str, Content]]:
    """Mark of each line, and the line."""
    from notelinks.linking.shown import show_change

    return [
        (line.mark, joined((f"{line.number:>4} {line.mark} ", MUTED), (line.text, _STYLES[line.mark])))
        for line in show_change(before, after)
    ]

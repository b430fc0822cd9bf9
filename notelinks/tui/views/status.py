"""What the index says about itself, and every file that is not in it or not in full, with the reason."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from notelinks.query.status_facts import count_skipped, status_facts
from notelinks.records import IndexStatus, SkippedFile
from notelinks.tui.content import EMPTY, MUTED, cut_middle, joined, plain, wrapped
from notelinks.tui.keys import ENTER, Key
from notelinks.tui.messages import EditWanted, RowDescribed
from notelinks.tui.row_list import RowList
from notelinks.tui.views.view import View

if TYPE_CHECKING:
    from notelinks.tui.open_index import OpenIndex

_NAME_CELLS = 11
"""For the names of facts, which end where the facts begin."""

_MARGINS = 3
"""Cells of a line at both edges, and for the scroll bar."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The answer of `WhatIsLeftOut`."""

    notes: list[SkippedFile]
    """Excluded by the settings."""
    words: frozenset[str]
    """The user's stop words."""


@dataclass(frozen=True, slots=True)
class WhatIsLeftOut:
    """Which notes do the settings exclude, and which words has the user hidden?"""

    vault: Path

    def answer(self, index: "OpenIndex") -> LeftOut:
        from notelinks.query.excluded import excluded_notes

        return LeftOut(excluded_notes(self.vault), index.stop_words.current())


class SkippedList(RowList[SkippedFile]):
    """A file and why it is skipped."""

    ROW_HEIGHT = 2

    def row_id(self, row: SkippedFile) -> Hashable:
        return row

    def row_lines(self, row: SkippedFile) -> tuple[tuple[Content, Content], ...]:
        key = cut_middle(row.key, self.scrollable_content_region.width - 2)
        return (joined(" ", key), EMPTY), (plain(f"   {row.reason}", MUTED), EMPTY)

    def row_detail(self, row: SkippedFile) -> Content:
        has_room = cell_len(row.reason) + len("   ") <= self.scrollable_content_region.width
        return EMPTY if has_room else plain(row.reason)

    def row_chosen(self, row: SkippedFile) -> None:
        self.post_message(EditWanted())


class Facts(VerticalScroll):
    """Moved by the keys of lists."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
    ]


class StatusView(View):
    """Facts above, skipped files below."""

    KEYS: ClassVar[tuple[Key, ...]] = (ENTER._replace(name="edit", description="Edit the file"),)

    def __init__(self, vault: Path, folder: Path) -> None:
        """
        Args:
            folder: of the vault's index.
        """
        super().__init__()
        self._vault = vault
        self._folder = folder
        self._facts = Static(EMPTY)
        self._facts_pane = Facts(self._facts, id="facts")
        self.skipped = SkippedList("skipped")
        self._reason = Static(EMPTY, id="skipped-reason")
        """That of the file under the cursor, if its row has no room for it."""
        self._left_out = LeftOut([], frozenset())
        self._status: IndexStatus | None = None
        self._is_watched = False

    def compose_view(self) -> Iterable[Widget]:
        yield self._facts_pane
        self.skipped.border_title = Content("Not indexed, or not in full")
        yield self.skipped
        yield self._reason

    def on_row_described(self, message: RowDescribed) -> None:
        message.stop()
        row = self.skipped.cursor_row
        self._reason.update(plain(row.reason if row else ""))
        self._reason.display = bool(message.detail)

    def on_resize(self) -> None:
        self._show()

    def on_mount(self) -> None:
        self.show_title(Content("Status"))

    @property
    def file_at_cursor(self) -> str:
        row = self.skipped.cursor_row
        return row.key if row else ""

    def focus_first(self) -> None:
        self.set_focus(self.skipped)

    def question(self) -> WhatIsLeftOut:
        return WhatIsLeftOut(self._vault)

    def show_answer(self, answer: LeftOut, *, is_new: bool) -> None:
        self._left_out = answer
        self._show()

    def show_status(self, status: IndexStatus | None, is_watched: bool) -> None:
        self._status, self._is_watched = status, is_watched
        self._show()

    def _show(self) -> None:
        if self._status is None:
            self._facts.update(Content("There is no index yet."))
        else:
            watched, hidden = self._is_watched, self._left_out.words
            facts = status_facts(self._status, self._vault, self._folder, is_watched=watched, hidden_words=hidden)
            width = self.size.width - _MARGINS
            lines = [line for name, sentence in facts for line in _fact_lines(name, sentence, width)]
            self._facts.update(Content("\n").join(lines))
            is_read = self._status.last_scan_s or not watched
            self.skipped.set_empty_text(Content("Every note is indexed in full." if is_read else "Reading notes …"))
        self._show_rows()

    def _show_rows(self) -> None:
        skipped = self._status.skipped if self._status else ()
        rows = (*skipped, *self._left_out.notes)
        n, n_excluded = count_skipped(skipped), len(self._left_out.notes)
        count = (
            f"{n.n_files + n.n_folders:,} skipped, {n.n_partly:,} not in full, {n.n_empty:,} without words, "
            f"{n_excluded:,} excluded by settings"
        )
        self.skipped.border_subtitle = plain(count if rows else "")
        for widget in (self._facts_pane, self.skipped):
            widget.set_class(not rows, "-none-skipped")
        if tuple(self.skipped.rows) != rows:
            self.skipped.show_rows(rows, keep=True)
            if self.skipped.has_focus and self.skipped.cursor is None:
                self.skipped.action_first()


def _fact_lines(name: str, sentence: str, width: int) -> Iterable[Content]:
    """A fact beside its name, in as many lines as it takes."""
    for number, line in enumerate(wrapped(sentence, width - _NAME_CELLS - len("  "))):
        yield joined((f"{'' if number else name:>{_NAME_CELLS}}  ", MUTED), line)

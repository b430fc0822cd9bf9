"""The panes of the main screen: where they stand, which are folded away, which has the focus, what filters them."""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from notelinks.tui.concepts_pane import ConceptsPane
from notelinks.tui.content import EMPTY
from notelinks.tui.filter import NoteOrder
from notelinks.tui.keys import APP_KEYS, HELP, LIST_KEYS, MAIN_KEYS, QUIT, TYPING_KEYS, Key, bindings, pane_keys
from notelinks.tui.links_pane import LinksPane
from notelinks.tui.memory import Memory
from notelinks.tui.messages import RowDescribed
from notelinks.tui.notes_pane import NotesPane
from notelinks.tui.page import READING, HelpRow, Page
from notelinks.tui.preview_pane import PreviewPane
from notelinks.tui.related_column import RelatedColumn
from notelinks.tui.related_pane import LinkFilter
from notelinks.tui.row_marks import MARKS
from notelinks.tui.status_bar import DetailLine, ProblemLine, StatusBar

SIZES_WITH_ONE_COLUMN = ("-flat", "-low")
"""Sizes of a window in which the style sheet leaves concepts and links out."""


class Body(Horizontal):
    """The columns, which cover it, so that nothing of it needs to be drawn."""

    BLANK = True


class Side(Vertical):
    """The column at the right, covered likewise."""

    BLANK = True


class MainLayout(Page):
    """A subclass fills the panes."""

    BINDINGS: ClassVar = [*bindings(MAIN_KEYS), Binding("escape", "clear_filter", show=False)]
    LAST_KEYS = (HELP, QUIT)
    AUTO_FOCUS = "#notes-list"

    def __init__(self, vault: Path) -> None:
        super().__init__()
        self.status_bar = StatusBar(vault)
        self.notes = NotesPane()
        self.preview = PreviewPane()
        self.related_column = RelatedColumn()
        self.related = self.related_column.pane
        self.concepts = ConceptsPane()
        self.links = LinksPane()
        self.detail_line = DetailLine()
        self.problem_line = ProblemLine("problem")
        self._foldable = (self.preview, self.concepts, self.links)
        self._focus_before: Widget = self.notes.list
        """What had the focus before the preview took its place."""

    def compose_page(self) -> Iterable[Widget]:
        side = Side(self.related_column, self.concepts, self.links, id="side")
        yield self.status_bar
        yield Body(self.notes, self.preview, side, id="body")
        yield self.detail_line
        yield self.problem_line

    def footer_keys(self) -> Iterable[Key]:
        if isinstance(self.focused, Input):
            return TYPING_KEYS
        keys = pane_keys((self.focused or self.notes.list).id or "")
        if self.has_class("-wide"):  # where the preview is in view
            return [key for key in keys if key.id != "preview"]
        return [key._replace(name="return") if key.id == "preview" and self._is_reading else key for key in keys]

    def help_rows(self) -> tuple[list[HelpRow], list[HelpRow]]:
        return [*LIST_KEYS, *MAIN_KEYS], [*APP_KEYS, ("", ""), *MARKS]

    @property
    def focus_chain(self) -> list[Widget]:
        """What Tab goes through: the panes. A filter has a key of its own, and is left by Tab."""
        return [widget for widget in super().focus_chain if widget is self.focused or not isinstance(widget, Input)]

    def on_row_described(self, message: RowDescribed) -> None:
        message.stop()
        self.detail_line.detail = message.detail

    def on_descendant_focus(self) -> None:
        self.detail_line.detail = EMPTY  # a list with rows tells its own after this

    def on_resize(self) -> None:
        self.call_after_refresh(self._keep_focus)

    def _keep_focus(self) -> None:
        """A pane that folds away takes the focus with it."""
        if self.focused not in self.focus_chain:
            self.set_focus(self.preview if self._is_reading else self.notes.list)
        self.show_keys()

    def action_fold(self, pane_id: str) -> None:
        """Takes a pane away or brings it back; not where the window has no room for it, and nobody would see that."""
        if self._is_reading:
            self.tell(f"No room for the {pane_id} beside the preview.", is_problem=True)
        elif any(self.has_class(size) for size in SIZES_WITH_ONE_COLUMN):
            self.tell(f"No room for the {pane_id} at this size.", is_problem=True)
        else:
            self._fold(pane_id)

    def _fold(self, pane_id: str) -> None:
        self.toggle_class(f"-no-{pane_id}")
        self.call_after_refresh(self._keep_focus)

    def action_toggle_preview(self) -> None:
        """Takes the preview away or brings it back, beside the other panes or, in a small window, in their place."""
        if self.has_class("-wide"):
            self._fold("preview")
        elif self._is_reading:
            self.remove_class(READING)
            if self.focused is self.preview:
                self.set_focus(self._focus_before)
            self.call_after_refresh(self._keep_focus)
        else:
            self.add_class(READING)
            if self.focused is not None and self._is_covered(self.focused):
                self._focus_before = self.focused
                self.set_focus(self.preview)
            else:
                self._focus_before = self.notes.list
        self.show_keys()

    @property
    def _is_reading(self) -> bool:
        return self.has_class(READING) and not self.has_class("-wide")

    def _is_covered(self, pane: Widget) -> bool:
        """Whether the preview stands in the place of a pane."""
        is_beside = self.has_class("-medium") and self.notes in pane.ancestors_with_self
        return self._is_reading and pane is not self.preview and not is_beside

    def uncover(self, pane: Widget) -> None:
        """Takes the preview away if it hides what a key is about to change."""
        if self._is_covered(pane):
            self.action_toggle_preview()

    def remembered(self) -> Memory:
        """What is remembered of how it looks."""
        folded = " ".join(pane.id or "" for pane in self._foldable if self.has_class(f"-no-{pane.id}"))
        return Memory(order=str(self.notes.order), linked=str(self.related.link_filter), folded=folded)

    def restore(self, memory: Memory) -> None:
        """Looks as it is remembered; what is not understood is left out."""
        if memory.linked in list(LinkFilter):
            self.related.show_choice(LinkFilter(memory.linked), "")
        if memory.order in (NoteOrder.CHANGED, NoteOrder.LINKS, NoteOrder.FOLDER):
            self.notes.order = NoteOrder(memory.order)
        for pane in self._foldable:
            self.set_class(pane.id in memory.folded.split(), f"-no-{pane.id}")

    def action_focus_filter(self) -> None:
        self.uncover(self.notes)
        self.notes.focus_filter()

    def action_focus_column(self, by: int) -> None:
        columns = [pane for pane in self.focus_chain if pane in (self.notes.list, self.preview, self.related)]
        here = columns.index(self.focused) if self.focused in columns else len(columns) - 1
        self.set_focus(columns[min(max(here + by, 0), len(columns) - 1)])

    def action_clear_filter(self) -> None:
        """Lists all again: in the pane with the focus first, then in the other one."""
        filtered = [pane for pane in (self.notes, self.related_column) if pane.is_filtered]
        if filtered:
            max(filtered, key=lambda pane: pane.has_focus_within).clear_filter()

    def action_filter_related(self) -> None:
        self.uncover(self.related)
        self.related_column.filter.open()

"""A view of lists and of the text of what is under the cursor: side by side or, in a small window, one at a time."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from notelinks.tui.keys import CLOSE_VIEW, PREVIEW, Key, bindings
from notelinks.tui.page import READING
from notelinks.tui.preview_pane import PreviewPane
from notelinks.tui.views.view import View


class ReadingView(View):
    """A subclass yields the lists and names the previews. The text is read while one of these has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings((PREVIEW,)), Binding("escape", "leave", show=False)]

    previews: tuple[PreviewPane, ...]
    """One below the other."""

    def __init__(self) -> None:
        super().__init__()
        self.list_in_use: Widget | None = None
        """What has the focus at the left, or had it before a preview got it."""

    def compose_view(self) -> Iterable[Widget]:
        lists = Vertical(*self.compose_lists(), classes="lists")
        yield Horizontal(lists, Vertical(*self.previews, classes="previews"), classes="halves")

    def compose_lists(self) -> Iterable[Widget]:
        """The widgets at the left."""
        raise NotImplementedError

    def footer_keys(self) -> Iterable[Key]:
        if self.has_class("-wide") or isinstance(self.focused, Input):
            return (key for key in super().footer_keys() if key != PREVIEW)
        if self.is_reading:
            return CLOSE_VIEW, PREVIEW._replace(name="to the list")
        return super().footer_keys()

    @property
    def is_reading(self) -> bool:
        """A text has the focus."""
        return self.focused in self.previews

    def on_descendant_focus(self) -> None:
        if not self.is_reading:
            self.list_in_use = self.focused
        self.set_class(self.is_reading, READING)

    def on_resize(self) -> None:
        self.call_after_refresh(self.show_keys)  # when the style of the new size is set

    async def action_leave(self) -> None:
        """From a text that stands in the place of the list back to the list, else out of the view."""
        if self.is_reading and not self.has_class("-wide"):
            self.action_toggle_preview()
        else:
            await self.run_action("app.close_view")

    def action_toggle_preview(self) -> None:
        """Goes to the text or back to where one came from."""
        if self.is_reading:
            self.remove_class(READING)
            self.set_focus(self.list_in_use)
        elif self.note_id_at_cursor:
            self.add_class(READING)
            self.set_focus(self.previews[0])
        else:
            self.tell("There is no note under the cursor.", is_problem=True)

"""The related notes with the line in which one chooses among them; looks further if too few of the list are left."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Vertical

from notelinks.records import NoteSummary, RelatedNote
from notelinks.tui.messages import Answered, QuestionAsked, RelatedFilterChanged, RelatedShown
from notelinks.tui.related_choice import AS_TYPED, read_choice
from notelinks.tui.related_filter import ENOUGH, RelatedFilter, RelatedOfChoice
from notelinks.tui.related_pane import LinkFilter, RelatedPane


class RelatedColumn(Vertical):
    """Knows the published list of the shown note, and shows what is chosen of it."""

    BLANK = True  # covered by what it holds, so that nothing of it needs to be drawn

    def __init__(self) -> None:
        super().__init__(id="related-column")
        self.filter = RelatedFilter()
        self.pane = RelatedPane()
        self.published: list[RelatedNote] = []
        """The shown note's related notes as they are listed in the index."""
        self._note_id = 0
        self._key = ""
        self._notes: Mapping[int, NoteSummary] = {}

    def compose(self) -> ComposeResult:
        yield self.filter
        yield self.pane

    @property
    def choice(self) -> str:
        """Which related notes are listed, in a few words; empty if all are."""
        if self.is_filtered:
            return AS_TYPED
        return "" if self.pane.link_filter is LinkFilter.ALL else str(self.pane.link_filter)

    @property
    def is_filtered(self) -> bool:
        """Something was typed to choose among them."""
        return bool(self.filter.value.strip())

    def clear_filter(self) -> None:
        """Lists all again that `f` has listed."""
        self.filter.clear()

    def show_note(self, note_id: int, key: str, published: list[RelatedNote], notes: Mapping[int, NoteSummary]) -> None:
        """Shows the related notes of a note.

        Args:
            notes: all of the index by id.
        """
        self._note_id, self._key, self.published, self._notes = note_id, key, published, notes
        self.choose()

    def choose(self, *, from_top: bool = False) -> None:
        """Shows what is chosen of the published list at once, and asks for what comes after its end.

        Args:
            from_top: something else is chosen than before, so that the best row is what one wants to see.
        """
        wanted = self._wanted()
        chosen = [
            row
            for row in self.published
            if (note := self._notes.get(row.note_id)) is not None
            and wanted.choice.selection.takes(row, note, self._key)
            and wanted.choice.takes_title(row)
        ]
        self._show(chosen, from_top=from_top)
        if len(chosen) < min(ENOUGH, len(self.published)):
            self.post_message(QuestionAsked(wanted, self.post_message))

    def on_related_filter_changed(self, message: RelatedFilterChanged) -> None:
        message.stop()
        self.pane.show_choice(self.pane.link_filter, message.text)
        self.choose(from_top=True)

    def on_answered(self, message: Answered) -> None:
        message.stop()
        if message.question == self._wanted() and not message.problem:
            self._show(message.answer)

    def _wanted(self) -> RelatedOfChoice:
        choice = read_choice(self.filter.value, self.pane.link_filter.is_linked)
        return RelatedOfChoice(self._note_id, choice)

    def _show(self, related: list[RelatedNote], *, from_top: bool = False) -> None:
        self.pane.show(self._note_id, related, from_top=from_top)
        self.post_message(RelatedShown(self._note_id, tuple(note.note_id for note in related)))

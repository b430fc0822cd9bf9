"""What is worth linking in the whole vault: close pairs without a link, and notes without any link."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from notelinks.alike import shared_titles
from notelinks.errors import StoreError
from notelinks.records import Reason
from notelinks.selection import Selection
from notelinks.tui.content import EMPTY, MUTED, cut_middle, joined, plain, sentence
from notelinks.tui.keys import DISMISS, ENTER, INSERT_LINK, PREVIEW, Key, bindings
from notelinks.tui.messages import (
    LinkWanted,
    NoteChosen,
    PairHighlighted,
    PreviewAsked,
    PreviewRead,
    SuggestionDismissed,
)
from notelinks.tui.preview_pane import PreviewPane
from notelinks.tui.row_list import RowList
from notelinks.tui.row_marks import HUNDREDTHS, folder_at_edge, shown_score, title_in_folder
from notelinks.tui.views.reading_view import ReadingView

if TYPE_CHECKING:
    from notelinks.query.suggestions import Orphan, Pair
    from notelinks.records import NoteSummary
    from notelinks.tui.open_index import OpenIndex

N_PAIRS = 500
"""Pairs listed at most."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The answer of `WorthLinking`."""

    pairs: "tuple[Pair, ...]"
    """The first of all."""
    n_pairs: int
    """Of all."""
    orphans: "tuple[Orphan, ...]"
    n_dismissed: int


@dataclass(frozen=True, slots=True)
class WorthLinking:
    """Which notes are close and not linked, and which have no link at all?"""

    def answer(self, index: "OpenIndex") -> Suggestions:
        from notelinks.query.suggestions import find_orphans, find_pairs
        from notelinks.store.dismissed import read_dismissed

        notes, selection = list(index.notes.values()), Selection(source_only=index.source_only)
        pairs = find_pairs(index.reader, notes, selection)
        if not pairs and not index.reader.status().trained_s:
            raise StoreError("Notes are compared when all of them are read. Suggestions appear then.")
        orphans = find_orphans(index.reader, notes, selection, 1)
        n_dismissed = len(read_dismissed(index.reader.folder))
        return Suggestions(tuple(pairs[:N_PAIRS]), len(pairs), tuple(orphans), n_dismissed)


@dataclass(frozen=True, slots=True)
class WhyClose:
    """Why are two notes close?"""

    first_id: int
    second_id: int

    def answer(self, index: "OpenIndex") -> Reason:
        return index.reasons.reasons(self.first_id, [self.second_id])[0]


class PairList(RowList["Pair"]):
    """Two notes, one below the other."""

    ROW_HEIGHT = 2

    def row_id(self, row: "Pair") -> Hashable:
        return row.first.note_id, row.second.note_id

    def row_lines(self, row: "Pair") -> tuple[tuple[Content, Content], ...]:
        first = joined((f" {shown_score(row.score)} ", "$text-accent"), row.first.title)
        second = joined("    ", row.second.title)
        room = self.scrollable_content_region.width - len(" 71 ")
        edges = (folder_at_edge(note.key, note.title, room) for note in (row.first, row.second))
        return tuple(zip((first, second), edges, strict=True))

    def row_highlighted(self, row: "Pair") -> None:
        self.post_message(PairHighlighted(row.first.note_id, row.second.note_id))

    def row_chosen(self, row: "Pair") -> None:
        self.post_message(NoteChosen(row.first.note_id))


class OrphanList(RowList["Orphan"]):
    """A note without links, and the note nearest to it."""

    shared_titles: frozenset[str] = frozenset()
    """Titles that several of the notes in it have; the folder is told with them."""

    def row_id(self, row: "Orphan") -> Hashable:
        return row.note.note_id

    def row_lines(self, row: "Orphan") -> tuple[tuple[Content, Content], ...]:
        score = (f" {shown_score(row.score) if row.nearest else ' –'} ", "$text-accent")
        width = self.scrollable_content_region.width
        near = (
            joined("  near ", self._told(row.nearest[0], width // 2 - len("  near  ")), " ") if row.nearest else EMPTY
        )
        own = self._told(row.note, width - len(" 71 ") - near.cell_length)
        return ((joined(score, own), near.stylize(MUTED)),)

    def _told(self, note: "NoteSummary", width: int) -> Content:
        is_shared = note.title in self.shared_titles
        return title_in_folder(note.title, note.key, width) if is_shared else plain(cut_middle(note.title, width))

    def row_highlighted(self, row: "Orphan") -> None:
        self.post_message(PairHighlighted(row.note.note_id, row.nearest[0].note_id if row.nearest else 0))

    def row_chosen(self, row: "Orphan") -> None:
        self.post_message(NoteChosen(row.note.note_id))


class SuggestionsView(ReadingView):
    """Pairs and orphans, and the texts of both notes under the cursor."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        INSERT_LINK._replace(name="link", description="Insert link to the lower note"),
        DISMISS,
        PREVIEW,
        ENTER._replace(description="Open the upper note"),
    )
    MARKS = (HUNDREDTHS,)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS[:2])]

    def __init__(self) -> None:
        super().__init__()
        self.pairs = PairList("pairs")
        self.orphans = OrphanList("orphans")
        self.first = PreviewPane("first-preview")
        self.second = PreviewPane("second-preview")
        self.previews = (self.first, self.second)
        self.highlighted = PairHighlighted(0, 0)
        """The two notes under the cursor."""

    def compose_lists(self) -> Iterable[Widget]:
        self.pairs.border_title = Content("Close, not linked")
        self.orphans.border_title = Content("Without any link")
        return self.pairs, self.orphans

    def on_mount(self) -> None:
        self.show_title(Content("Suggestions"))
        self.show_problem("Comparing notes …")

    @property
    def note_id_at_cursor(self) -> int:
        return self.highlighted.first_id

    def focus_first(self) -> None:
        if self.focused is None:
            self.set_focus(self.pairs)

    def question(self) -> WorthLinking:
        return WorthLinking()

    def show_answer(self, answer: Suggestions | Reason, *, is_new: bool) -> None:
        if isinstance(answer, Reason):
            self._show_reason(answer)
            return
        self.pairs.set_empty_text(
            Content("All close notes are linked or dismissed." if answer.n_dismissed else "All close notes are linked.")
        )
        self.orphans.set_empty_text(
            Content("Every note has a link or is dismissed." if answer.n_dismissed else "Every note has a link.")
        )
        n_orphans = f"· {len(answer.orphans):,}" if answer.orphans else ""
        self.orphans.border_title = joined("Without any link ", (n_orphans, f"not bold {MUTED}"))
        self.orphans.shared_titles = shared_titles(note for row in answer.orphans for note in (row.note, *row.nearest))
        self._show_rows(self.orphans, answer.orphans)
        self._show_rows(self.pairs, answer.pairs)
        self._go_to_wanted()
        self.show_title(joined("Suggestions", (f"   {_counts(answer)}", f"not bold {MUTED}")))

    def _show_rows(self, rows: RowList, shown: tuple) -> None:
        rows.show_rows(shown, keep=True)
        if rows.has_focus and rows.cursor is None:
            rows.action_move_to(0)

    def _go_to_wanted(self) -> None:
        """Puts the cursor on a suggestion that is made again, and the focus, unless a text is read."""
        for rows in (self.pairs, self.orphans):
            for number, row in enumerate(rows.rows):
                if row.keys == self.wanted or (rows is self.orphans and row.note.key in self.wanted):
                    rows.cursor, self.wanted = number, ()
                    self.set_focus(self.focused if self.is_reading else rows)
                    return

    def _show_reason(self, reason: Reason) -> None:
        words = tuple(word for word, _ in reason.words)
        self.first.mark_words(words)
        self.second.mark_words(words)
        self._tell_why(" · ".join((*words, *([reason.full_fact] if reason.fact else []))))

    def _tell_why(self, reason: str) -> None:
        """On the border of the list whose row it is about."""
        told = self.orphans if self.list_in_use is self.orphans else self.pairs
        for rows in (self.pairs, self.orphans):
            rows.border_subtitle = plain(reason if rows is told else "")

    def show_problem(self, problem: str) -> None:
        for rows in (self.pairs, self.orphans):
            rows.set_empty_text(sentence(problem))
            rows.show_rows((), keep=False)

    def on_pair_highlighted(self, message: PairHighlighted) -> None:
        message.stop()
        self.highlighted = message
        both = (message.first_id, message.second_id)
        self.post_message(PreviewAsked(both, self.post_message))
        if not message.second_id:
            self.second.show_nothing()
            self.forget_answer(WhyClose)
            self._tell_why("")
        else:
            self.ask_for(WhyClose(*both))

    def action_insert_link(self) -> None:
        """Into the upper note of the pair, to the lower one; into a note without links, to the nearest."""
        pair = self.highlighted
        if pair.first_id and pair.second_id:
            self.post_message(LinkWanted(pair.first_id, pair.second_id))
        else:
            self.tell("Move the cursor to a pair first.", is_problem=True)

    def action_dismiss_suggestion(self) -> None:
        rows = self.orphans if self.list_in_use is self.orphans else self.pairs
        if rows.cursor_row is None:
            self.tell("Move the cursor to a suggestion first.", is_problem=True)
        else:
            self.post_message(SuggestionDismissed(rows.cursor_row.keys))

    def on_preview_read(self, message: PreviewRead) -> None:
        message.stop()
        pane = {self.highlighted.first_id: self.first, self.highlighted.second_id: self.second}
        if (shown := pane.get(message.note.note_id)) is not None:
            shown.show(message.note, message.preview)


def _counts(shown: Suggestions) -> str:
    """How many there are, and how many were dismissed; empty for none."""
    first = f"first {len(shown.pairs):,} of " if len(shown.pairs) < shown.n_pairs else ""
    counts = [f"{first}{shown.n_pairs:,} pair{'s' * (shown.n_pairs != 1)}"] if shown.pairs else []
    if shown.n_dismissed:
        counts.append(f"{shown.n_dismissed:,} dismissed: `notelinks suggest --dismissed`")
    return " · ".join(counts)

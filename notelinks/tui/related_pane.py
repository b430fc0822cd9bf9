"""The notes most related to the one shown: score, title, links; below it the words that make them alike."""

from collections.abc import Hashable
from enum import StrEnum

from rich.cells import cell_len
from textual.content import Content

from notelinks.display import safe_text
from notelinks.records import Reason, RelatedNote
from notelinks.tui.content import EMPTY, MUTED, cut_middle, joined, plain
from notelinks.tui.messages import NoteChosen, WordsHighlighted
from notelinks.tui.row_marks import CLEARS, SECTION, SHOWN, link_mark, shown_score, title_in_folder
from notelinks.tui.side_pane import SidePane

N_REASON_WORDS = 3
"""Words of a reason that fit a row."""

N_WORDS_BESIDE_SECTIONS = 2
"""The same where sections are named as well."""

LEAST_HEADING = 16
"""Cells of a heading that still say which one it is."""

INDENT = "    "
"""Before the second line of a row."""


class LinkFilter(StrEnum):
    """Which related notes are listed."""

    ALL = "all"
    UNLINKED = "unlinked"
    LINKED = "linked"

    @property
    def following(self) -> "LinkFilter":
        filters = list(LinkFilter)
        return filters[(filters.index(self) + 1) % len(filters)]

    @property
    def is_linked(self) -> bool | None:
        """As `Selection` has it."""
        return {LinkFilter.ALL: None, LinkFilter.UNLINKED: False, LinkFilter.LINKED: True}[self]


class RelatedPane(SidePane[RelatedNote]):
    """Rows of two lines; the reasons come later than the rows and move nothing.

    A fact stands beside the title if that leaves room for it, words and sections below. All is told of the row under
    the cursor.
    """

    ROW_HEIGHT = 2

    def __init__(self) -> None:
        super().__init__("related")
        self.link_filter = LinkFilter.ALL
        self.shared_titles: frozenset[str] = frozenset()
        """Titles that several notes have; the folder is told with them."""
        self._reasons: dict[int, Reason] = {}
        self._filter_text = ""
        self.show_choice(self.link_filter, "")

    def show(self, note_id: int, related: list[RelatedNote], *, from_top: bool = False) -> None:
        """Shows the related notes of a note; of the same one again without moving cursor and scroll.

        Args:
            from_top: other ones were chosen, so move both to the best.
        """
        if note_id != self.note_id:
            self._reasons = {}
        self.show_for(note_id, related, from_top=from_top)

    def add_reasons(self, reasons: dict[int, Reason]) -> None:
        """Fills in why notes are related, by note id."""
        new = {note_id for note_id, reason in reasons.items() if self._reasons.get(note_id) != reason}
        self._reasons |= reasons
        self.forget_drawn()
        if any(row.note_id in new for row in self.rows_in_view):
            self.refresh()
        if self.has_focus and (row := self.cursor_row) is not None:
            self.tell_row(row)

    def cycle_filter(self) -> None:
        """All, then those without a link, then those with one."""
        self.show_choice(self.link_filter.following, self._filter_text)

    def show_choice(self, link_filter: LinkFilter, text: str) -> None:
        """Says in the title which of the related notes are listed.

        Args:
            text: what else was typed to choose among them.
        """
        self.link_filter, self._filter_text = link_filter, text.strip()
        choice = f"· {link_filter}" + (f" · {self._filter_text} · {CLEARS}" if self._filter_text else "")
        self.border_title = joined("Related ", (choice, f"not bold {MUTED}"))

    def row_id(self, row: RelatedNote) -> Hashable:
        return row.note_id

    def row_lines(self, row: RelatedNote) -> tuple[tuple[Content, Content], ...]:
        width = self.scrollable_content_region.width
        score = shown_score(row.score)
        mark = link_mark(row.links_there, row.links_here)
        at_edge = plain(f" {mark} ", "$text-primary") if mark else EMPTY
        room = width - len(INDENT) - at_edge.cell_length
        title = title_in_folder(row.title, row.key, room) if row.title in self.shared_titles else row.title
        first = joined((f" {score} ", "$text-accent"), title)
        reason = self._reasons.get(row.note_id)
        if reason is None:
            return (first, at_edge), (EMPTY, EMPTY)
        fact = plain(f"  {reason.fact} ", MUTED) if reason.fact else EMPTY
        if sum(part.cell_length for part in (first, fact, at_edge)) > width:
            fact = EMPTY
        return (first, joined(fact, at_edge)), (plain(INDENT + _reason_line(reason, width - len(INDENT)), MUTED), EMPTY)

    def row_detail(self, row: RelatedNote) -> Content:
        reason = self._reasons.get(row.note_id)
        if reason is None:
            return EMPTY
        (left, right), _ = self.row_lines(row)
        is_cut = left.cell_length + right.cell_length > self.scrollable_content_region.width
        title = f"{row.title}: " if is_cut else ""
        parts = [*(word for word, _ in reason.words), *([reason.full_fact] if reason.fact else [])]
        return plain(title + " · ".join(parts) + "".join(f"   {mark} {heading}" for mark, heading in _sections(reason)))

    def row_highlighted(self, row: RelatedNote) -> None:
        reason = self._reasons.get(row.note_id)
        words = tuple(word for word, _ in reason.words[:N_REASON_WORDS]) if reason and self.has_focus else ()
        self.post_message(WordsHighlighted(words))

    def row_chosen(self, row: RelatedNote) -> None:
        self.post_message(NoteChosen(row.note_id))


def _reason_line(reason: Reason, width: int) -> str:
    """Words and the sections that match, these cut in the middle where they must be; that of the other note first."""
    sections = _sections(reason)
    words = [word for word, _ in reason.words[: N_WORDS_BESIDE_SECTIONS if sections else N_REASON_WORDS]]
    while sections:
        told = " · ".join(words)
        room = width - cell_len(safe_text(told)) - len(sections) * len("  § ")
        widths = [cell_len(safe_text(heading)) for _, heading in sections]
        if room >= sum(min(LEAST_HEADING, width) for width in widths):
            first = min(widths[0], max(room - sum(widths[1:]), room - room // len(sections)))
            rooms = zip(sections, (first, room - first), strict=False)
            return told + "".join(f"  {mark} {cut_middle(heading, cells)}" for (mark, heading), cells in rooms)
        if len(words) > 1:
            words.pop()
        else:
            sections.pop()
    return " · ".join(word for word, _ in reason.words[:N_REASON_WORDS])


def _sections(reason: Reason) -> list[tuple[str, str]]:
    """(mark, heading) of the sections that match, that of the other note first, as far as they are clear."""
    sections = ((SECTION, reason.section), (SHOWN, reason.own_section))
    return [(mark, start.heading) for mark, start in sections if start is not None and start.heading]

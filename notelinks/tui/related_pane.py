"""The notes most related to the one shown: score, title, links; below it the words that make them alike."""

from collections.abc import Hashable
from enum import StrEnum

from textual.content import Content

from notelinks.records import Reason, RelatedNote
from notelinks.tui.content import EMPTY, MUTED, joined, plain
from notelinks.tui.messages import NoteChosen, WordsHighlighted
from notelinks.tui.row_marks import CLEARS, SECTION, SHOWN, folder_mark, link_mark, shown_score
from notelinks.tui.side_pane import SidePane

N_REASON_WORDS = 3
"""Words of a reason that fit a row."""

N_WORDS_BESIDE_SECTIONS = 2
"""The same where sections are named as well."""


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

    A fact for which the line of the words has no room stands beside the title, if that has, else fewer words are told.
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

    def show(self, note_id: int, related: list[RelatedNote]) -> None:
        """Shows the related notes of a note; of the same one again without moving cursor and scroll."""
        if note_id != self.note_id:
            self._reasons = {}
        self.show_for(note_id, related)

    def add_reasons(self, reasons: dict[int, Reason]) -> None:
        """Fills in why notes are related, by note id."""
        self._reasons |= reasons
        self.refresh()
        if self.has_focus and (row := self.cursor_row) is not None:
            self.row_highlighted(row)

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
        score = shown_score(row.score)
        mark = link_mark(row.links_there, row.links_here)
        folder = folder_mark(row.key) if row.title in self.shared_titles else ""
        first = joined((f" {score} ", "$text-accent"), row.title, (folder, MUTED))
        at_edge = plain(f" {mark} ", "$text-primary") if mark else EMPTY
        reason = self._reasons.get(row.note_id)
        if reason is None:
            return (first, at_edge), (EMPTY, EMPTY)
        width = self.scrollable_content_region.width
        fact = plain(f"  {reason.fact} ", MUTED) if reason.fact else EMPTY
        lines = _reason_lines(reason)
        if lines[0].cell_length + fact.cell_length > width >= sum(part.cell_length for part in (first, fact, at_edge)):
            return (first, joined(fact, at_edge)), (lines[0], EMPTY)
        fitting = (line for line in lines if line.cell_length + fact.cell_length <= width)
        return (first, at_edge), (next(fitting, lines[0]), fact)

    def row_highlighted(self, row: RelatedNote) -> None:
        reason = self._reasons.get(row.note_id)
        words = tuple(word for word, _ in reason.words[:N_REASON_WORDS]) if reason and self.has_focus else ()
        self.post_message(WordsHighlighted(words))

    def row_chosen(self, row: RelatedNote) -> None:
        self.post_message(NoteChosen(row.note_id))


def _reason_lines(reason: Reason) -> list[Content]:
    """The words with the sections, then the same with fewer words and without sections."""
    sections = _section_marks(reason)
    n_words = N_WORDS_BESIDE_SECTIONS if sections else N_REASON_WORDS
    words = [word for word, _ in reason.words]
    shorter = ["    " + " · ".join(words[:n]) for n in range(n_words - 1, 0, -1)]
    return [plain(line, MUTED) for line in ("    " + " · ".join(words[:n_words]) + sections, *shorter)]


def _section_marks(reason: Reason) -> str:
    """The headings of the sections that match, that of the other note first, as far as they are clear."""
    sections = ((SECTION, reason.section), (SHOWN, reason.own_section))
    return "".join(f"  {mark} {start.heading}" for mark, start in sections if start is not None and start.heading)

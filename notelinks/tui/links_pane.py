"""What ties the shown note to others by name: links out and back, links that lead nowhere, mentions without a link."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from textual.content import Content

from notelinks.records import NoteLink, NoteLinks
from notelinks.tui.content import EMPTY, MUTED, joined, plain
from notelinks.tui.messages import NoteChosen
from notelinks.tui.row_marks import LINKED_BOTH_WAYS, LINKS_HERE, LINKS_THERE, MENTION, UNRESOLVED
from notelinks.tui.side_pane import SidePane

NAMES_SHOWN = "names this note"
"""What is said of a note that names the shown one."""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One row of the pane."""

    mark: str
    title: str
    """Title of the note at the other end, or what a link wants."""
    remark: str
    note_id: int | None
    """None when there is no such note."""
    line: int = 0
    """Where the link stands in that note, counted from 1; 0 if it stands in the shown one, or that is not known."""
    target: str = ""
    """What is at the other end if that is no note."""

    @property
    def names_shown(self) -> bool:
        """The note at the other end names the shown one, so that a link between them would stand there."""
        return self.remark == NAMES_SHOWN


class LinksPane(SidePane[LinkRow]):
    """One note a row, however many links there are to it."""

    def __init__(self) -> None:
        super().__init__("links")
        self.border_title = Content("Links")

    def show(self, note_id: int, links: NoteLinks) -> None:
        """Shows the links of a note; of the same one again without moving cursor and scroll."""
        self.show_for(note_id, list(link_rows(links)))

    def row_id(self, row: LinkRow) -> Hashable:
        return (row.note_id, row.title) if row.note_id is None else row.note_id

    def row_lines(self, row: LinkRow) -> tuple[tuple[Content, Content], ...]:
        style = "$text-warning" if row.note_id is None else "$text-primary"
        left = joined((f" {row.mark} ", style), row.title)
        return ((left, plain(f"  {row.remark} ", MUTED) if row.remark else EMPTY),)

    def row_chosen(self, row: LinkRow) -> None:
        if row.note_id is not None:
            self.post_message(NoteChosen(row.note_id))


def link_rows(links: NoteLinks) -> Iterator[LinkRow]:
    """Rows for all links: outgoing, back, unresolved, mentions; each other note once."""
    outgoing, backlinks = _titles(links.outgoing), _titles(links.backlinks)
    lines = {link.note_id: link.line for link in reversed(links.backlinks)}
    for note_id, title in outgoing.items():
        yield LinkRow(LINKED_BOTH_WAYS if note_id in backlinks else LINKS_THERE, title, "", note_id)
    for note_id, title in backlinks.items():
        if note_id not in outgoing:
            yield LinkRow(LINKS_HERE, title, "", note_id, lines[note_id])
    wanted = {link.target: link.n_notes for link in links.unresolved}
    for target, n_notes in wanted.items():
        remark = "no such note" if n_notes < 2 else f"no such note, wanted by {n_notes}"
        yield LinkRow(UNRESOLVED, target, remark, None, target=target)
    for target in dict.fromkeys(link.target for link in links.excluded):
        yield LinkRow(LINKS_THERE, target, "excluded", None)
    shown = outgoing.keys() | backlinks.keys()
    for mentions, remark in ((links.mentioned_in, NAMES_SHOWN), (links.mentions, "named here")):
        for mention in mentions:
            if mention.note_id not in shown:
                shown |= {mention.note_id}
                yield LinkRow(MENTION, mention.title, remark, mention.note_id)


def _titles(links: tuple[NoteLink, ...]) -> dict[int, str]:
    return {link.note_id: link.title for link in links}

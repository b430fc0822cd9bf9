"""What ties the shown note to others by name: links out and back, links that lead nowhere, mentions without a link."""

from collections.abc import Collection, Hashable, Iterator
from typing import NamedTuple

from textual.content import Content

from notelinks.alike import group_alike
from notelinks.records import CanvasLink, ExcludedLink, LinkKind, Mention, NoteLink, NoteLinks, UnresolvedLink
from notelinks.tui.content import EMPTY, MUTED, cut_middle, joined, plain
from notelinks.tui.messages import LineWanted, NoteChosen
from notelinks.tui.row_marks import (
    EMBED,
    LINKED_BOTH_WAYS,
    LINKS_HERE,
    LINKS_THERE,
    MENTION,
    UNRESOLVED,
    folder_mark,
)
from notelinks.tui.side_pane import SidePane


class LinkRow(NamedTuple):
    """One link or mention."""

    mark: str
    title: str
    """Title of the note at the other end, with the part of it that is meant, or what a link wants."""
    remark: str
    """What else is to be known of it, short."""
    sentence: str
    """Where it stands."""
    note_id: int | None
    """The note to open; None for the shown one."""
    line: int
    """The line to show in that note, counted from 1; 0 for its beginning."""
    is_missing: bool = False
    """It leads nowhere, or not to a part that exists."""
    target: str = ""
    """What is at the other end if that is no note."""
    names_shown: bool = False
    """The note at the other end names the shown one, so that a link between them would stand there."""
    own_line: int = 0
    """Line of the shown note in which it stands; 0 for what stands in the other note, or nowhere."""
    n_alike: int = 1
    """Links that it stands for; lines and sentence are those of the first."""

    @property
    def sameness(self) -> Hashable:
        """Equal for rows that are shown as one."""
        return self.mark, self.title, self.remark, self.note_id, self.target, self.names_shown

    @property
    def times(self) -> str:
        """As it is written after the title, empty for once."""
        return f" ×{self.n_alike}" if self.n_alike > 1 else ""


class LinksPane(SidePane[LinkRow]):
    """Rows of two lines: what is at the other end, and the sentence."""

    ROW_HEIGHT = 2

    def __init__(self) -> None:
        super().__init__("links")
        self.border_title = Content("Links")
        self.shared_titles: frozenset[str] = frozenset()
        """Titles that several notes have; the folder is told with them."""

    def show(self, note_id: int, links: NoteLinks) -> None:
        """Shows the links of a note; of the same one again without moving cursor and scroll."""
        self.show_for(note_id, list(link_rows(links, self.shared_titles)))

    def row_id(self, row: LinkRow) -> Hashable:
        return row.sameness

    def row_lines(self, row: LinkRow) -> tuple[tuple[Content, Content], ...]:
        style = "$text-warning" if row.is_missing else "$text-primary"
        remark = plain(f"  {row.remark} ", MUTED) if row.remark else EMPTY
        times = plain(row.times, MUTED)
        room = self.scrollable_content_region.width - len(" → ") - times.cell_length - remark.cell_length
        first = joined((f" {row.mark} ", style), cut_middle(row.title, max(8, room)), times)
        return (first, remark), (plain(f"   {row.sentence}", MUTED) if row.sentence else EMPTY, EMPTY)

    def row_detail(self, row: LinkRow) -> Content:
        return plain("   ".join(part for part in (row.title + row.times, row.remark, row.sentence) if part))

    def row_chosen(self, row: LinkRow) -> None:
        """Opens the note at the other end where the row says; for what leads nowhere, shows where it stands."""
        if row.line:
            self.post_message(LineWanted(row.note_id or self.note_id, row.line))
        if row.note_id is not None:
            self.post_message(NoteChosen(row.note_id))


def link_rows(links: NoteLinks, shared_titles: Collection[str] = ()) -> Iterator[LinkRow]:
    """Rows for all links: outgoing, back, from canvases, unresolved, mentions, of ordinary words last; alike as one.

    A link to a whole note that links back has no row of its own: the backlink says more.

    Args:
        shared_titles: those with which the folder is told.
    """

    def told(link: NoteLink | Mention, row: LinkRow) -> LinkRow:
        return row._replace(title=row.title + folder_mark(link.key)) if link.title in shared_titles else row

    outgoing, back = ({link.note_id for link in some} for some in (links.outgoing, links.backlinks))
    there = [link for link in links.outgoing if link.fragment or link.note_id not in back]
    mentions = [
        *((mention, _mention(mention, names_shown=True)) for mention in links.mentioned_in),
        *((mention, _mention(mention, names_shown=False)) for mention in links.mentions),
    ]
    rows = [
        *(told(link, _outgoing(link, link.note_id in back)) for link in there),
        *(told(link, _backlink(link, link.note_id in outgoing)) for link in links.backlinks),
        *(_canvas(link) for link in links.canvases),
        *(_unresolved(link) for link in links.unresolved),
        *(_excluded(link) for link in links.excluded),
        *(told(mention, row) for mention, row in sorted(mentions, key=lambda named: named[0].is_ordinary)),
    ]
    groups = group_alike(rows, lambda row: row.sameness)
    return (first._replace(n_alike=1 + len(others)) for first, *others in groups)


def _outgoing(link: NoteLink, is_mutual: bool) -> LinkRow:
    mark = LINKED_BOTH_WAYS if is_mutual else LINKS_THERE
    is_renamed = link.alias.casefold() not in ("", link.title.casefold())
    remark = "no such heading" if link.is_lost else f"as {link.alias}" if is_renamed else ""
    row = LinkRow(mark, _name(link), remark, link.sentence, link.note_id, link.target_line, link.is_lost)
    return row._replace(own_line=link.line)


def _backlink(link: NoteLink, is_mutual: bool) -> LinkRow:
    mark = LINKED_BOTH_WAYS if is_mutual else LINKS_HERE
    title = f"{EMBED * (link.kind is LinkKind.EMBED)}{link.title}"
    remark = f"to {_part(link.fragment)}" if link.fragment else ""
    return LinkRow(mark, title, remark, link.sentence, link.note_id, link.line)


def _canvas(link: CanvasLink) -> LinkRow:
    remark = f"canvas, shows {_part(link.fragment)}" if link.fragment else "canvas"
    return LinkRow(LINKS_HERE, link.key, remark, "", None, 0, target=link.key)


def _unresolved(link: UnresolvedLink) -> LinkRow:
    remark = "unresolved" if link.n_notes < 2 else f"unresolved in {link.n_notes} notes"
    title = f"{EMBED * (link.kind is LinkKind.EMBED)}{link.target}"
    return LinkRow(UNRESOLVED, title, remark, link.sentence, None, link.line, is_missing=True, target=link.target)


def _excluded(link: ExcludedLink) -> LinkRow:
    return LinkRow(LINKS_THERE, link.target, "excluded", "", None, link.line, target=link.target)


def _mention(mention: Mention, *, names_shown: bool) -> LinkRow:
    if names_shown:
        remark, lines = "has this ordinary word" if mention.is_ordinary else "mentions this note", (mention.line, 0)
    else:
        remark, lines = "ordinary word here" if mention.is_ordinary else "mentioned here", (0, mention.line)
    row = LinkRow(MENTION, mention.title, remark, mention.sentence, mention.note_id, lines[0])
    return row._replace(names_shown=names_shown, own_line=lines[1])


def _name(link: NoteLink) -> str:
    name = f"{EMBED * (link.kind is LinkKind.EMBED)}{link.title}"
    return f"{name} › {_part(link.fragment)}" if link.fragment else name


def _part(fragment: str) -> str:
    return " › ".join(part for part in fragment.split("#") if part)

"""The signs before and after rows. Each differs by shape, none by colour alone."""

from rich.cells import cell_len
from textual.content import Content

from notelinks.display import safe_text
from notelinks.records import NoteSummary
from notelinks.selection import folder_of
from notelinks.tui.content import EMPTY, MUTED, cut_front, cut_middle, joined, plain

LINKED_BOTH_WAYS = "⇄"
LINKS_THERE = "→"
LINKS_HERE = "←"
UNRESOLVED = "?"
MENTION = "~"
EMBED = "!"
SECTION = "§"
SHOWN = "◂"
BAR = "▇"

HUNDREDTHS = ("71", "how alike, in hundredths")
"""What a number before a title means."""

MARKS = (
    (LINKED_BOTH_WAYS, "linked both ways"),
    (LINKS_THERE, "the shown note links there"),
    (LINKS_HERE, "links to the shown note"),
    (UNRESOLVED, "unresolved link"),
    (MENTION, "unlinked mention"),
    (EMBED, "embedded"),
    (SECTION, "the section that matches"),
    (SHOWN, "the shown note or section"),
    HUNDREDTHS,
)
"""(sign, meaning) of those of the main screen."""

CLEARS = "esc clears"
"""On the border of a list while a filter hides some of its rows."""


def link_mark(links_there: bool, links_here: bool) -> str:
    """Which of two notes links to the other, empty if none does."""
    if links_there and links_here:
        return LINKED_BOTH_WAYS
    return LINKS_THERE if links_there else LINKS_HERE if links_here else ""


def shown_score(score: float) -> str:
    """A score in hundredths, in two cells."""
    return f"{min(99, max(0, round(score * 100))):2d}"


def note_counts(note: NoteSummary, *, are_links_known: bool) -> str:
    """How many links a note has and how many words; nothing of links before it is known where they lead."""
    links = f"{note.n_links} out · {note.n_backlinks} back · " if are_links_known else ""
    return f"{links}{note.n_words:,} words"


def folder_mark(key: str, width: int = 1000) -> str:
    """The folder of a note, to tell it from another one with the same title; empty for the vault itself.

    Args:
        width: cells that there is room for; the end of a longer folder says more than its beginning.
    """
    folder = folder_of(key)
    return f"  {cut_front(folder, max(4, width - len('  /')))}/" if folder else ""


def title_in_folder(title: str, key: str, width: int) -> Content:
    """The title of one of several notes that share it, with its folder, in `width` cells.

    A folder takes what the title leaves, and half of the cells if it needs them.
    """
    title = safe_text(title)
    folder = folder_mark(key, max(width - cell_len(title), width // 2))
    return joined(cut_middle(title, max(1, width - cell_len(folder))), (folder, MUTED))


def folder_at_edge(key: str, title: str, width: int) -> Content:
    """The folder of a note at the right of its title, in a row of `width` cells."""
    folder = folder_of(key)
    room = max(width - cell_len(safe_text(title)), width // 2) - len("  ") - len(" ")
    return plain(f"  {cut_front(folder, max(4, room))} ", MUTED) if folder else EMPTY

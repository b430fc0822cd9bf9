"""The signs before and after rows. Each differs by shape, none by colour alone."""

from notelinks.selection import folder_of

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
    (UNRESOLVED, "link to no existing note"),
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


def folder_mark(key: str, width: int = 1000) -> str:
    """The folder of a note, to tell it from another one with the same title; empty for the vault itself.

    Args:
        width: characters that there is room for; the end of a longer folder says more than its beginning.
    """
    folder = folder_of(key)
    if not folder:
        return ""
    room = max(8, width - len("  /"))
    return f"  {folder if len(folder) <= room else '…' + folder[1 - room :]}/"

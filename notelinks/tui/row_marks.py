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

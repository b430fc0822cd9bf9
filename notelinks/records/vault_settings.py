"""What Obsidian's own settings of a vault say that concerns us."""

from dataclasses import dataclass
from enum import StrEnum


class LinkFormat(StrEnum):
    """How a new link names the note it leads to; the values of Obsidian's `newLinkFormat`."""

    SHORTEST = "shortest"
    """The file name, with as many folders before it as are needed to tell it from others."""
    RELATIVE = "relative"
    """The path from the folder of the note that holds the link."""
    ABSOLUTE = "absolute"
    """The path from the vault's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultSettings:
    """The settings of one vault. The defaults are Obsidian's, and hold for a plain folder; what is None is not set.

    Folders are relative to the vault, with `/` and without one at either end; empty is the vault itself.
    """

    config_folder: str = ""
    """Name of the folder that they were read from, such as `.obsidian`; empty if the folder is no Obsidian vault."""
    link_format: LinkFormat | None = None
    uses_markdown_links: bool | None = None
    """New links are written `[text](path)` instead of `[[path]]`."""
    links_root: str | None = None
    """The folder that the paths of new links begin at, with `/` before them; None if they begin without. No setting of
    Obsidian's, but a habit of vaults that are the source of a web site."""
    attachments_folder: str = ""
    """Where pictures and other files are put. `.` is the folder of the note at hand, `./name` a folder below that."""
    ignore_filters: tuple[str, ...] = ()
    """Excluded files, as they stand: a regular expression between two slashes, otherwise how their paths begin."""
    templates_folder: str = ""
    """Empty if none is set."""
    daily_folder: str = ""
    """Where daily notes are put; empty if that is the vault itself."""
    daily_format: str = "YYYY-MM-DD"
    """Path of a day's note below `daily_folder`, without ending, in the notation of Moment.js."""
    problems: tuple[str, ...] = ()
    """What could not be understood, each a short sentence with the file's name. The default holds there."""

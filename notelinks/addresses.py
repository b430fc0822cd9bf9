"""The address at which another program opens a note."""

import os
from pathlib import Path
from urllib.parse import quote_from_bytes


def obsidian_uri(path: Path, fragment: str = "") -> str:
    """The address at which Obsidian opens a note, and shows a heading or `^block` of it.

    Everything but letters, digits and `_.-~` of ASCII is percent-encoded, byte by byte, so that no name can add a
    parameter (Obsidian's help, "Obsidian URI").
    """
    place = os.fsencode(os.path.abspath(path)) + (b"#" + fragment.encode("utf-8", "replace") if fragment else b"")
    return f"obsidian://open?path={quote_from_bytes(place, safe='')}"


def file_uri(path: Path) -> str:
    """The address of a file on this computer, for notes that belong to no program."""
    return Path(os.path.abspath(path)).as_uri()

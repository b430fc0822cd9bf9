"""Opens a note in Obsidian: its address, and the program that hands addresses to their applications."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote_from_bytes

_OPENERS = {"linux": ("xdg-open",), "darwin": ("open",), "win32": ("rundll32", "url.dll,FileProtocolHandler")}
"""By platform; each takes one address as its last argument. `start` of Windows is part of its shell, so not that."""

_WAIT_S = 10.0
"""An opener that takes longer is left alone: some stay for as long as the application runs."""


def obsidian_uri(path: Path, fragment: str = "") -> str:
    """The address at which Obsidian opens a note, and shows a heading or `^block` of it.

    Everything but letters, digits and `_.-~` of ASCII is percent-encoded, byte by byte, so that no name can add a
    parameter (Obsidian's help, "Obsidian URI").
    """
    place = os.fsencode(os.path.abspath(path)) + (b"#" + fragment.encode("utf-8", "replace") if fragment else b"")
    return f"obsidian://open?path={quote_from_bytes(place, safe='')}"


def open_in_obsidian(path: Path, fragment: str = "") -> str:
    """Opens a note in Obsidian; gives a sentence if that failed, else an empty one."""
    opener = next((command for name, command in _OPENERS.items() if sys.platform.startswith(name)), _OPENERS["linux"])
    try:
        done = subprocess.run(
            [*opener, obsidian_uri(path, fragment)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            timeout=_WAIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ""
    except OSError as error:
        return f"{opener[0]} cannot be started ({error.strerror}). It hands the note to Obsidian."
    return f"{opener[0]} found no Obsidian (code {done.returncode}). Is it installed?" if done.returncode else ""

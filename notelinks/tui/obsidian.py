"""Opens a note in Obsidian: by the program that hands addresses to their applications."""

import subprocess
import sys
from pathlib import Path

from notelinks.addresses import obsidian_uri

_OPENERS = {"linux": ("xdg-open",), "darwin": ("open",), "win32": ("rundll32", "url.dll,FileProtocolHandler")}
"""By platform; each takes one address as its last argument. `start` of Windows is part of its shell, so not that."""

_WAIT_S = 10.0
"""An opener that takes longer is left alone: some stay for as long as the application runs."""


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

"""The system's clipboard, by the tools that the platform has for it: text goes to their standard input, never a shell.

Beside it Textual copies by OSC 52, which reaches the clipboard of a terminal far away but which some terminals ignore.
"""

import os
import shutil
import subprocess
import sys

_WAIT_S = 2.0
"""A tool that takes longer is ended; without a display some wait for ever."""


def clipboard_tools() -> list[list[str]]:
    """The command lines that may work here, the likeliest first."""
    if sys.platform == "darwin":
        return [["pbcopy"]]
    if sys.platform == "win32":
        return [["clip.exe"]]
    tools = []
    if os.environ.get("WAYLAND_DISPLAY"):
        tools.append(["wl-copy"])
    if os.environ.get("DISPLAY"):
        tools += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    if os.environ.get("WSL_DISTRO_NAME"):
        tools.append(["clip.exe"])
    return tools


def copy_text(text: str) -> bool:
    """Whether one of the tools has taken a text."""
    return any(_copy_by(tool, text) for tool in clipboard_tools() if shutil.which(tool[0]))


def _copy_by(tool: list[str], text: str) -> bool:
    try:
        done = subprocess.run(
            tool,
            input=text.encode("utf-16-le" if tool[0] == "clip.exe" else "utf-8"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            timeout=_WAIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0

"""The clipboard, by the tools that are there for it: text goes to their standard input, never through a shell.

Beside it Textual copies by OSC 52, which reaches the clipboard of a terminal far away but which some terminals ignore,
and tmux as it comes.
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


def tmux_tools() -> list[list[str]]:
    """The command lines that give a text to tmux, if we run in it; `-w` has it tell its terminal, from tmux 3.2 on."""
    return [["tmux", "load-buffer", "-w", "-"], ["tmux", "load-buffer", "-"]] if os.environ.get("TMUX") else []


def copy_text(text: str) -> str:
    """Gives a text to the first tool that takes it; says in a few words where it is now.

    Without a tool the terminal alone has been asked, by an escape sequence that nobody answers.
    """
    if any(_copy_by(tool, text) for tool in clipboard_tools()):
        return "Copied"
    if any(_copy_by(tool, text) for tool in tmux_tools()):
        return "Copied to tmux's buffer"
    return "Sent to the terminal's clipboard"


def _copy_by(tool: list[str], text: str) -> bool:
    if not shutil.which(tool[0]):
        return False
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

"""The editor's command line: a list of arguments, never a shell's line, with the line to go to where it takes one."""

import os
import shlex
from pathlib import Path, PurePath

_PLUS_LINE = frozenset(
    [
        "vi",
        "vim",
        "nvim",
        "gvim",
        "view",
        "emacs",
        "emacsclient",
        "nano",
        "pico",
        "micro",
        "hx",
        "helix",
        "kak",
        "joe",
        "jed",
        "ne",
        "mg",
    ]
)
"""Editors that go to line 12 of a file by `+12 FILE`."""

_GOTO_LINE = frozenset({"code", "code-insiders", "codium", "vscodium", "cursor"})
"""Editors that do by `--goto FILE:12`."""

_FILE_LINE = frozenset({"subl", "sublime_text", "zed"})
"""Editors that do by `FILE:12`."""


def editor_command(path: Path, line: int = 0) -> list[str]:
    """`$VISUAL`, else `$EDITOR`, else vi, with the absolute path, which no editor takes for an option.

    Args:
        line: to go to, counted from 1; 0 for none. Left out for editors that are not known to take one.

    Raises:
        ValueError: if the variable has an open quote.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi") or ["vi"]
    file = os.path.abspath(path)
    name = PurePath(command[0]).name.removesuffix(".exe")
    if line > 0 and name in _PLUS_LINE:
        return [*command, f"+{line}", file]
    if line > 0 and name in _GOTO_LINE:
        return [*command, "--goto", f"{file}:{line}"]
    if line > 0 and name in _FILE_LINE:
        return [*command, f"{file}:{line}"]
    return [*command, file]

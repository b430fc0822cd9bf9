"""The user's editor as an argument list, and what a link to a note looks like."""

import os
import shlex
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

UNLINKABLE = frozenset("#^|[]")
"""Characters that a wikilink cannot hold."""


def editor_command(path: Path) -> list[str]:
    """`$VISUAL`, else `$EDITOR`, else vi, with the absolute path, which no editor takes for an option.

    Raises:
        ValueError: if the variable has an open quote.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    return [*(shlex.split(command) or ["vi"]), os.path.abspath(path)]


def wikilink(key: str, all_keys: Iterable[str]) -> str | None:
    """The link that leads to a note: its file name, or its path if others have the same name.

    None if no link can be written, because of what the name holds.
    """
    path = PurePosixPath(key)
    name = path.stem.casefold()
    ending = f"/{path.name}".casefold()
    n_same = sum(1 for other in all_keys if f"/{other}".casefold().endswith(ending))
    target = path.stem if n_same < 2 else key[: -len(path.suffix)]
    if not name or not target.isprintable() or UNLINKABLE & set(target):
        return None
    return f"[[{target}]]"

"""What the screen remembers from one time to the next: the note shown last and the layout of a vault, and the theme."""

import contextlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from notelinks.config import home_folder
from notelinks.store.durable import replace_file

_FILE = "screen.json"
"""In the folder of a vault's index, and beside these folders for what holds in all vaults."""


class Memory(NamedTuple):
    """What is remembered of a vault."""

    note: str = ""
    """Key of the note shown last."""
    order: str = ""
    """Of the list of notes, as `NoteOrder` names it; empty for the default."""
    linked: str = ""
    """Which related notes are listed, as `LinkFilter` names it; empty for the default."""
    folded: str = ""
    """Ids of the panes that are folded away, separated by blanks."""


def recall(folder: Path) -> Memory:
    """What was remembered of a vault; nothing if the file is missing or cannot be understood.

    Args:
        folder: of the vault's index.
    """
    values = _read(folder)
    return Memory(**{name: values[name] for name in Memory._fields if isinstance(values.get(name), str)})


def remember(folder: Path, memory: Memory) -> None:
    """Replaces what is remembered of a vault."""
    _write(folder, memory._asdict())


def recall_theme() -> str:
    """The theme that the user chose last, in any vault; empty if none."""
    theme = _read(home_folder()).get("theme")
    return theme if isinstance(theme, str) else ""


def remember_theme(theme: str) -> None:
    """Remembers a theme for all vaults."""
    _write(home_folder(), {"theme": theme})


def _read(folder: Path) -> dict[str, Any]:
    try:
        values = json.loads((folder / _FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def _write(folder: Path, values: dict[str, str]) -> None:
    """Replaces the file in one step. That it cannot be written spoils nothing and is not reported."""
    with contextlib.suppress(OSError):
        replace_file(folder / _FILE, json.dumps(values).encode("ascii"))

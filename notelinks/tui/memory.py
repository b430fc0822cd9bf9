"""What the screen remembers from one time to the next: the note shown last, the theme, the layout."""

import contextlib
import json
import os
from pathlib import Path
from typing import NamedTuple


class Memory(NamedTuple):
    """What is remembered."""

    note: str = ""
    """Key of the note shown last."""
    theme: str = ""
    """Name of the theme, empty for the default."""
    order: str = ""
    """Of the list of notes, as `NoteOrder` names it; empty for the default."""
    linked: str = ""
    """Which related notes are listed, as `LinkFilter` names it; empty for the default."""
    folded: str = ""
    """Ids of the panes that are folded away, separated by blanks."""


def recall(folder: Path) -> Memory:
    """What was remembered; nothing if the file is missing or cannot be understood."""
    try:
        values = json.loads(_file(folder).read_bytes())
        return Memory(**{name: values[name] for name in Memory._fields if isinstance(values.get(name), str)})
    except (OSError, ValueError, AttributeError, TypeError):
        return Memory()


def remember(folder: Path, memory: Memory) -> None:
    """Replaces what is remembered, in one step. That it cannot be written spoils nothing and is not reported."""
    temporary = folder / f".screen.{os.getpid()}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with contextlib.suppress(OSError):
        temporary.unlink(missing_ok=True)
        with open(os.open(temporary, flags, 0o600), "wb") as file:
            file.write(json.dumps(memory._asdict()).encode("ascii"))
        os.replace(temporary, _file(folder))


def _file(folder: Path) -> Path:
    return folder / "screen.json"

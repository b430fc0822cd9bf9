"""Why a file that was asked for is no note of the index, and what to do about it."""

import os
import shlex
from collections.abc import Iterable
from pathlib import Path

from notelinks.display import safe_text
from notelinks.notes.folder_listing import NOTE_ENDING, is_temporary
from notelinks.query.excluded import why_excluded
from notelinks.records import SkippedFile


def why_absent(wanted: str, name: str, vault: Path, skipped: Iterable[SkippedFile]) -> str:
    """A sentence or two, empty if there is no such file.

    Args:
        wanted: what was typed.
        name: the same as a path in the vault, as far as it can be one, with or without its ending.
        skipped: the files that the index knows not to be in it.

    Raises:
        ConfigError: if the settings cannot be used.
    """
    if (known := next((file for file in skipped if _is_called(file.key, name)), None)) is not None:
        return f"{safe_text(known.key)} was skipped when the folder was last looked at: {known.reason}."
    if not os.path.isabs(name) and ".." not in name.split("/") and (key := _with_ending(vault, name)):
        return f"{safe_text(key)} is not in the index{_why_left_out(key, vault)}"
    if path := _with_ending(Path(), os.path.expanduser(wanted)):
        path = safe_text(os.path.abspath(path))
        return (
            f"{path} lies outside the folder of notes, {safe_text(str(vault))}. To find the notes nearest to its text: "
            f"`notelinks search - < {shlex.quote(path)}`."
        )
    return ""


def _is_called(key: str, name: str) -> bool:
    """Whether a file has this path or this name, ending and case aside."""
    path, wanted = (text.casefold().removesuffix(NOTE_ENDING) for text in (key, name))
    return wanted in (path, path.rsplit("/", 1)[-1])


def _with_ending(folder: Path, name: str) -> str:
    """The name of a file in a folder, with the ending of notes if it lacks that; empty if there is none."""
    return next((text for text in (name, name + NOTE_ENDING) if os.path.isfile(folder / text)), "")


def _why_left_out(key: str, vault: Path) -> str:
    """What follows a file's name and that it is not in the index."""
    if not key.lower().endswith(NOTE_ENDING):
        return f": the names of notes end in {NOTE_ENDING}."
    if any(map(is_temporary, key.split("/"))):
        return ": hidden and temporary files and folders are never read."
    if rule := why_excluded(vault, key):
        return f": {rule}."
    return " yet: `notelinks index` reads it."

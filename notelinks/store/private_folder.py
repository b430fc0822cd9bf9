"""Folders that hold what was read in notes: they are the user's own, and nobody else's to enter or to write to."""

import os
import stat
from pathlib import Path

from notelinks.config import home_folder
from notelinks.errors import StoreError

_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def create_private_folder(folder: Path) -> None:
    """Makes `folder` and what is missing above it, readable by the user alone.

    Of folders that are there, `folder` and those above it up to `NOTELINKS_HOME` are looked at. Those of the user's own
    that a group may write to are closed to it: whoever has a group of their own makes such folders without a thought.

    Raises:
        StoreError: if one of them belongs to somebody else, or everybody may write to it: what lies in it may have been
            put there.
        OSError: if one cannot be made or closed.
    """
    for missing in reversed([part for part in (folder, *folder.parents) if not part.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    home = home_folder()
    above = [part for part in folder.parents if part == home or home in part.parents]
    for part in reversed(above):
        mode = _check_owner(part)
        if mode & _WRITABLE_BY_OTHERS:
            part.chmod(mode & ~_WRITABLE_BY_OTHERS)
    if _check_owner(folder) != 0o700:
        folder.chmod(0o700)


def _check_owner(folder: Path) -> int:
    """The permissions of a folder that is the user's own."""
    about = folder.stat()
    if hasattr(os, "geteuid") and about.st_uid != os.geteuid():
        raise StoreError(
            f"{folder}: this folder belongs to another user. Set NOTELINKS_HOME to a folder of your own, or remove it."
        )
    mode = stat.S_IMODE(about.st_mode)
    if os.name != "nt" and mode & stat.S_IWOTH:
        raise StoreError(
            f"{folder}: everybody can write to this folder. Look at what lies in it, then `chmod go-w` it, or set "
            "NOTELINKS_HOME to another."
        )
    return mode

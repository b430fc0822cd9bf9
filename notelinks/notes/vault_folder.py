"""Before anything is indexed: whether a folder can be, and whether it looks as if that was not meant.

Looks at names only; opens no file.
"""

import os
from pathlib import Path

from notelinks.errors import NotesDirectoryError

MAX_UNASKED = 50_000
"""Files and folders in a folder of notes that nobody is asked about. Large real vaults have 10,000 to 20,000."""


def check_vault(path: Path) -> Path:
    """The real, absolute path of a folder that can be indexed.

    Raises:
        NotesDirectoryError: if there is no such folder.
    """
    try:
        real = Path(os.path.realpath(path.expanduser()))
        is_folder = real.is_dir()
        exists = is_folder or real.exists()
    except (OSError, ValueError, RuntimeError) as error:
        raise NotesDirectoryError(f"{path}: cannot be read ({error}). Give the folder of your notes.") from error
    if not exists:
        raise NotesDirectoryError(f"{path}: there is no such folder. Check the name, or mount the disk it is on.")
    if not is_folder:
        raise NotesDirectoryError(f"{path}: this is a file. Give the folder that holds your notes.")
    return real


def check_outside(real: Path, index: Path) -> None:
    """The folder of an index must not lie in the vault: what is kept there would be noticed as a change, and synced.

    The user's own data may lie in a hidden folder of a home directory all of which is indexed.

    Args:
        real: as `check_vault` gives it.
        index: need not exist.

    Raises:
        NotesDirectoryError: if it lies there.
    """
    index = Path(os.path.realpath(index))
    within = next((part for part in (index, *index.parents) if part.exists() and part.samefile(real)), None)
    if within is None:
        return
    is_hidden = any(name.startswith(".") for name in index.relative_to(within).parts)
    if not (is_hidden and _holds_home(real)):
        raise NotesDirectoryError(
            f"{index}: the index would lie within the folder of notes. Set NOTELINKS_HOME to a folder outside it."
        )


def why_to_ask(real: Path) -> str:
    """What makes a folder look as if indexing all of it was not meant, to follow its name; empty if nothing does.

    Args:
        real: as `check_vault` gives it.
    """
    if _holds_home(real):
        return "contains your whole home directory"
    if _has_more_than(real, MAX_UNASKED):
        return f"contains more than {MAX_UNASKED:,} files"
    return ""


def _holds_home(real: Path) -> bool:
    home = Path(os.path.realpath(os.path.expanduser("~")))
    return real == home or real in home.parents or real == real.parent


def _has_more_than(real: Path, n_most: int) -> bool:
    """Whether a scan would meet more files and folders than that; stops counting there."""
    from notelinks.notes.folder_listing import is_temporary  # the first paint of a known vault does not wait for it

    n_found = 0
    folders = [os.fspath(real)]
    while folders and n_found <= n_most:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if is_temporary(entry.name):
                        continue
                    n_found += 1
                    if n_found > n_most:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
        except OSError:
            continue
    return n_found > n_most

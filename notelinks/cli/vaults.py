"""Which vault a command is about, and which one was opened last."""

import os
from pathlib import Path

from notelinks.config import home_folder, index_folder
from notelinks.errors import NotesDirectoryError, VaultAwayError
from notelinks.notes.scan import check_vault
from notelinks.store.schema import create_private_folder, database_file

_LAST_VAULT = "last-vault"


def choose_vault(named: str | None) -> Path:
    """The vault that was named, else the one that the current folder lies in: an Obsidian vault or an indexed folder.

    Raises:
        NotesDirectoryError: if there is none.
    """
    if named is not None:
        return Path(named).expanduser().absolute()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / ".obsidian").is_dir() or database_file(index_folder(folder)).exists():
            return folder
    raise NotesDirectoryError(
        f"{here} lies in no folder of notes that is known. Name one, or add --vault FOLDER to the command."
    )


def open_vault(vault: Path, *, accept_home: bool) -> Path:
    """The real path of a vault that is about to be indexed.

    Raises:
        VaultAwayError: if it was indexed before and is not there.
        NotesDirectoryError: if it is no folder, or one that needs a yes.
    """
    if not vault.exists() and database_file(index_folder(vault)).exists():
        raise VaultAwayError(f"{vault} cannot be seen at present. Mount or restore it; its index stays as it is.")
    return check_vault(vault, accept_home=accept_home)


def remember_vault(vault: Path) -> None:
    """Notes which vault was opened last."""
    home = home_folder()
    create_private_folder(home)
    temporary = home / f".{_LAST_VAULT}.{os.getpid()}"
    temporary.write_bytes(os.fsencode(vault))
    os.replace(temporary, home / _LAST_VAULT)


def forget_vault(vault: Path) -> None:
    """Undoes `remember_vault` if this one was remembered."""
    remembered = home_folder() / _LAST_VAULT
    if remembered.is_file() and remembered.read_bytes() == os.fsencode(vault.resolve()):
        remembered.unlink()


def last_vault() -> Path | None:
    """The vault that was opened last, if it is still there."""
    try:
        vault = Path(os.fsdecode((home_folder() / _LAST_VAULT).read_bytes()))
    except OSError:
        return None
    return vault if vault.is_dir() else None

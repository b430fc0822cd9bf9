"""Which vault a command is about, and which one was opened last."""

import argparse
import os
from pathlib import Path

from notelinks.cli.asking import ask_choice, ask_yes, can_ask
from notelinks.cli.output import print_message
from notelinks.config import home_folder, index_folder
from notelinks.errors import NotesDirectoryError, VaultAwayError
from notelinks.notes.config_folder import is_obsidian_vault
from notelinks.notes.vault_folder import check_outside, check_vault, why_to_ask
from notelinks.store.durable import replace_file
from notelinks.store.private_folder import create_private_folder
from notelinks.store.version import database_file

_LAST_VAULT = "last-vault"


def choose_vault(named: str | None, note: str | None = None) -> Path:
    """The vault that was named, else the one that a note's file or else the current folder lies in: an Obsidian vault
    or an indexed folder.

    Args:
        note: what was typed for a note; the path of a file, or something else.

    Raises:
        NotesDirectoryError: if there is none, or the one that was named is no folder and was never indexed.
    """
    if named is not None:
        vault = Path(named).expanduser().absolute()
        if not index_folder(vault).exists():
            check_vault(vault)
        return vault
    path = Path(os.path.abspath(os.path.expanduser(note or "")))
    if os.path.isfile(path) and (around := surrounding_vault(path.parent)) is not None:
        return around
    if (around := surrounding_vault()) is not None:
        return around
    raise NotesDirectoryError(
        f"{Path.cwd()} lies in no folder of notes that is known. Name one, or add --vault FOLDER to the command."
    )


def named_vault(arguments: argparse.Namespace) -> str | None:
    """The folder of notes that a command names, at its place or by `--vault`; None for none.

    Raises:
        NotesDirectoryError: if it names two.
    """
    position, option = arguments.vault_position, arguments.vault
    if position and option and len({Path(name).expanduser().resolve() for name in (position, option)}) > 1:
        raise NotesDirectoryError(f"--vault {option} and {position} are two folders of notes. Name one.")
    return option or position


def surrounding_vault(here: Path | None = None) -> Path | None:
    """The vault that a folder, or else the current one, is or lies in: an Obsidian vault or an indexed folder."""
    here = here or Path.cwd()
    known = (here, *here.parents)
    return next((f for f in known if is_obsidian_vault(f) or database_file(index_folder(f)).exists()), None)


def open_vault(vault: Path, *, says_yes: bool) -> Path:
    """The real path of a vault that is about to be indexed.

    A folder that looks as if it was not meant is asked about, as long as it has no index.

    Args:
        says_yes: do not ask.

    Raises:
        VaultAwayError: if it was indexed before and is not there.
        NotesDirectoryError: if it is no folder, one that needs a yes, or one in which its index would lie.
    """
    is_indexed = database_file(index_folder(vault)).exists()
    if not vault.exists() and is_indexed:
        raise VaultAwayError(f"{vault} cannot be seen at present. Mount or restore it; its index stays as it is.")
    real = check_vault(vault)
    check_outside(real, index_folder(real))
    if says_yes or is_indexed or not (reason := why_to_ask(real)):
        return real
    if can_ask() and ask_yes(f"{vault} {reason}. Index all of it?"):
        return real
    raise NotesDirectoryError(
        f"{vault}: this folder {reason}. Give the folder of your notes, or pass --yes to index all of it."
    )


def warn_of_network_disk(folder: Path) -> None:
    """Says on stderr if the folder of an index lies on a disk of another machine."""
    from notelinks.indexer.mounts import remote_file_system  # the first paint does not wait for it

    if kind := remote_file_system(Path(os.path.realpath(folder))):
        print_message(
            f"{folder}: the index lies on a network disk ({kind}), where locks may not hold. "
            "Set NOTELINKS_HOME to a folder on a disk of this computer."
        )


def find_vaults() -> list[Path]:
    """The vaults on this computer: the one around the current folder, then those that Obsidian knows."""
    from notelinks.notes.registry import find_registered_vaults, registry_files

    found = [vault.path for vault in find_registered_vaults(registry_files())]
    if (around := surrounding_vault()) is not None:
        found = [around, *(path for path in found if path.resolve() != around.resolve())]
    return found


def offer_vaults() -> Path:
    """The vault that the user takes of those found.

    Raises:
        NotesDirectoryError: if there are none, or the user takes none.
    """
    found = find_vaults()
    if not found:
        raise NotesDirectoryError("no folder of notes was opened before. Name one: `notelinks FOLDER`.")
    chosen = ask_choice("Folders of notes on this computer:", [str(path) for path in found])
    if chosen is None:
        raise NotesDirectoryError("none was taken. Name a folder of notes: `notelinks FOLDER`.")
    return found[chosen]


def remember_vault(vault: Path) -> None:
    """Notes which vault was opened last."""
    if last_vault() == vault:
        return  # writing waits for the disk
    home = home_folder()
    create_private_folder(home)
    replace_file(home / _LAST_VAULT, os.fsencode(vault))


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

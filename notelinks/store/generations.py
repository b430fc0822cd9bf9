"""Generation folders: one immutable snapshot of all matrices each, made visible by a rename.

A folder is written under a temporary name, every file is synced, then it is renamed; only afterwards does a database
transaction name it as current. Files that a reader has mapped are therefore never truncated or rewritten.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from notelinks.errors import StoreError
from notelinks.store.durable import sync
from notelinks.store.private_folder import create_private_folder


def generation_folder(folder: Path, number: int) -> Path:
    """Where generation `number` of the index in `folder` lives."""
    return folder / "generations" / f"{number:06d}"


@contextmanager
def new_generation(folder: Path, number: int) -> Iterator[Path]:
    """An empty folder to write generation `number` into, made durable and renamed when the block ends well.

    Raises:
        StoreError: if it cannot be written.
    """
    final = generation_folder(folder, number)
    temporary = final.with_name(f".{final.name}.tmp")
    try:
        if final.parent.is_symlink():
            final.parent.unlink()
        create_private_folder(final.parent)
        for leftover in (temporary, final):
            _remove(leftover)
        temporary.mkdir(mode=0o700)
        yield temporary
        for file in sorted(temporary.iterdir()):
            os.chmod(file, 0o600)
            sync(file)
        sync(temporary)
        os.rename(temporary, final)
        sync(final.parent)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        raise StoreError(f"{final}: the word vectors cannot be written ({error.strerror or error}).") from error


def digest_generation(folder: Path) -> str:
    """Hex SHA-256 over the names and contents of all files of a generation.

    Raises:
        StoreError: if one cannot be read.
    """
    digest = hashlib.sha256()
    try:
        for path in sorted(folder.iterdir()):
            with open(path, "rb") as file:
                digest.update(f"{path.name}\0{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    except OSError as error:
        raise StoreError(f"{folder}: the word vectors cannot be read ({error.strerror}).") from error
    return digest.hexdigest()


def check_generation(folder: Path, digest: str) -> None:
    """
    Raises:
        StoreError: if the files of a generation are not those whose digest was taken.
    """
    if digest_generation(folder) != digest:
        raise StoreError(f"{folder}: the word vectors are damaged. `notelinks index` trains them anew.")


def prune_generations(folder: Path, current: int) -> None:
    """Removes all generations but the current one, and whatever a crash left behind.

    Files that a reader has mapped stay readable for it; one that is about to open them asks for the name again.
    """
    kept = generation_folder(folder, current)
    if kept.parent.is_dir() and not kept.parent.is_symlink():
        for entry in kept.parent.iterdir():
            if entry != kept:
                shutil.rmtree(entry, ignore_errors=True)


def _remove(path: Path) -> None:
    """Removes a folder with all it holds, or what stands in its place; what a link leads to stays."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

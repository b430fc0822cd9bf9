"""The seal of a database at rest: what it was when the indexer closed it, so that damage done since is noticed.

SQLite notices a page that makes no sense, but not a flipped bit in a word or a score. The seal is written when the
database is closed in order and removed when it is opened for writing. A database without a seal, that of an indexer at
work or of one that was killed, is only what SQLite takes it for.
"""

import contextlib
import hashlib
import json
import os
from pathlib import Path

from notelinks.store.durable import replace_file, sync


def write_seal(database: Path) -> None:
    """Seals a database that nobody has open for writing. A disk that has no room for the seal gets none."""
    with contextlib.suppress(OSError):
        content = {"sha256": _digest(database), "status": _status(database)}
        replace_file(_seal_file(database), json.dumps(content).encode())


def break_seal(database: Path) -> None:
    """Removes the seal; to be called before anything is written. After a power cut it does not come back, so that it is
    never taken for the seal of what has been written since.

    Raises:
        OSError: if it cannot be removed.
    """
    path = _seal_file(database)
    for unfinished in path.parent.glob(f".{path.stem}.*.tmp"):
        unfinished.unlink()
    if path.exists():
        path.unlink()
        sync(path.parent)


def is_seal_broken(database: Path, *, thorough: bool) -> bool:
    """Whether a sealed database is not as it was when it was sealed; never so without a seal.

    Args:
        thorough: read the whole file. Otherwise it is read only if `stat` says that somebody has written to it: that
            costs nothing, and misses what a failing disk does.
    """
    seal = _read_seal(database)
    if seal is None:
        return False
    try:
        content = json.loads(seal)
        if not thorough and content["status"] == _status(database):
            return False
        is_broken = content["sha256"] != _digest(database)
    except (OSError, ValueError, KeyError, TypeError):
        is_broken = True
    return is_broken and _read_seal(database) == seal  # else an indexer has opened it meanwhile


def _read_seal(database: Path) -> bytes | None:
    try:
        return _seal_file(database).read_bytes()
    except OSError:
        return None


def _seal_file(database: Path) -> Path:
    return database.with_suffix(".seal")


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _status(path: Path) -> list[int]:
    about = os.stat(path)
    return [about.st_mtime_ns, about.st_ctime_ns, about.st_size, about.st_ino]

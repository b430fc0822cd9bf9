"""What versions of the program with another schema have left: the notes that are deleted since stand in it for ever."""

import logging
import re
from pathlib import Path

_FILE = re.compile(r"\.?index-(\d+)\.(db|seal|\d+\.tmp).*", re.ASCII)
"""A database, its log, its seal, and those that were being made; the version is in the name."""

_log = logging.getLogger(__name__)


def remove_older(folder: Path, version: int) -> None:
    """Removes the databases of older versions than this one from the folder of an index.

    To be called when the database of this version is there. One of a newer version stays: that version is likely to be
    used again.

    Raises:
        OSError: if one cannot be removed.
    """
    for path in sorted(folder.iterdir()):
        match = _FILE.fullmatch(path.name)
        if match is None or int(match[1]) == version:
            continue
        if int(match[1]) < version:
            path.unlink()
        elif path.suffix == ".db":
            _log.warning("%s is the index of a newer version; this version makes and uses one of its own", path)

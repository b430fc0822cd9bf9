"""A file beside an index of what a user has said of one vault: one entry a line, with the time when it was added.

It is no part of the database, so that a reader can change it while the indexer holds the lock.
"""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from notelinks.errors import StoreError
from notelinks.store.durable import replace_file
from notelinks.store.shared_file import hold_lock


@dataclass(frozen=True, slots=True)
class DatedLines:
    """The file at a path, UTF-8 and in order; no file is no entries."""

    path: Path
    called: str
    """What the entries are, in the plural, for messages."""

    def read(self) -> dict[str, float]:
        """When each entry was added, in seconds since the epoch; 0 where that is not written down.

        Raises:
            StoreError: if the file is there and cannot be read.
        """
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
            return {
                entry: float(added[0]) if added else 0.0 for entry, *added in map(str.split, filter(str.strip, lines))
            }
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise StoreError(
                f"{self.path}: the {self.called} cannot be read ({error}). Correct or remove the file."
            ) from error

    def newest(self) -> tuple[str, float]:
        """The entry added last, and when; `("", 0.0)` if none is known to be the last.

        Raises:
            StoreError: if the file is there and cannot be read.
        """
        added = self.read()
        newest = max(added, key=added.__getitem__, default="")
        return (newest, added[newest]) if newest and added[newest] else ("", 0.0)

    def change(self, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> frozenset[str]:
        """Adds and removes entries in one step, however many processes do so; gives those that were new or were there.

        Args:
            add, remove: entries without blanks and line breaks.

        Raises:
            StoreError: if the file cannot be read or written.
        """
        add, remove = frozenset(add), frozenset(remove)
        try:
            with hold_lock(self.path.with_suffix(".lock")):
                old, now_s = self.read(), time.time()
                new = {entry: old.get(entry, now_s) for entry in (old.keys() | add) - remove}
                if new != old:
                    lines = "".join(f"{entry} {new[entry]:.6f}\n" for entry in sorted(new))
                    replace_file(self.path, lines.encode("utf-8"))
        except OSError as error:
            raise StoreError(f"{self.path.parent}: the {self.called} cannot be written ({error.strerror}).") from error
        return frozenset(old.keys() ^ new.keys())

    def sign(self) -> tuple[int, ...]:
        """What `stat` says of the file, empty if there is none: another value means that entries may have changed."""
        try:
            about = os.stat(self.path)
        except OSError:
            return ()
        return about.st_mtime_ns, about.st_ino, about.st_size

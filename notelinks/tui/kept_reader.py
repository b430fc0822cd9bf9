"""A reader of the index that a thread keeps for as long as the screen is open."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notelinks.store.reader import StoreReader


class KeptReader:
    """Opens the index when it is first asked for, and anew when its database has made way for another one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reader: StoreReader | None = None

    def current(self) -> "StoreReader":
        """
        Raises:
            IndexMissingError: if nothing has been indexed.
            StoreError: if the index cannot be read.
        """
        if self._reader is not None and self._reader.is_replaced():
            self.close()
        if self._reader is None:
            from notelinks.store.reader import StoreReader  # brings SQLite, for which the first paint does not wait

            self._reader = StoreReader(self._folder)
        return self._reader

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

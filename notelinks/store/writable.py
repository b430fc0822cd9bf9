"""The tables of an index in the one hand that may change them."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from notelinks.errors import StoreError
from notelinks.store.tables import StoredTables


class WritableTables(StoredTables):
    """Changes come in transactions, of which readers see all or nothing."""

    @contextmanager
    def _transaction(self, *, is_visible: bool = True) -> Iterator[None]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            if is_visible:
                self._set_meta("revision", self.meta("revision", 0) + 1)
            self._connection.execute("COMMIT")
        except BaseException as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._after_rollback()
            if isinstance(error, sqlite3.Error):
                raise StoreError(f"{self.folder}: the index could not be updated ({error}).") from error
            raise

    def _after_rollback(self) -> None:
        """For a subclass that remembers what it has written."""

    def _set_meta(self, key: str, value: Any) -> None:
        self._connection.execute("REPLACE INTO meta VALUES (?, ?)", (key, value))

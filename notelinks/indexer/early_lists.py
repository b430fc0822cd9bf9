"""While very many notes are read for the first time: lists of those that have been read so far, before any training."""

import time

from notelinks.indexer.contents import load_contents
from notelinks.indexer.publishing import Publisher
from notelinks.store.writer import StoreWriter

_AFTER_S = 2.0
"""Since the beginning of the reading."""

_N_NOTES = range(200, 5_000)
"""How many notes there must be: fewer are trained soon, more would take long."""


class EarlyLists:
    """What one first reading publishes on its way."""

    def __init__(self, writer: StoreWriter) -> None:
        self._writer = writer
        self._started_s = time.monotonic()
        self._is_due = True

    def publish(self, publisher: Publisher, n_read: int) -> None:
        """Has lists published if it is the moment for it."""
        if self._is_due and time.monotonic() - self._started_s >= _AFTER_S:
            self._is_due = False
            if n_read in _N_NOTES:
                publisher.publish_untrained(load_contents(self._writer))

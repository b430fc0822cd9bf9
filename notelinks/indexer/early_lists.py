"""While very many notes are read for the first time: lists of those that have been read so far, before any training."""

import time

from notelinks.indexer.contents import load_contents
from notelinks.indexer.publishing import Publisher
from notelinks.store.writer import StoreWriter

_MOMENTS_S = (2.0, 6.0)
"""After the beginning of the reading."""

_N_NOTES = range(200, 5_000)
"""How many notes there must be: fewer are trained soon, more would take long."""


class EarlyLists:
    """What one first reading publishes on its way."""

    def __init__(self, writer: StoreWriter, publisher: Publisher) -> None:
        self._writer = writer
        self._publisher = publisher
        self._started_s = time.monotonic()
        self._moments_s = list(_MOMENTS_S)

    def publish(self, n_read: int) -> None:
        """Publishes lists if it is a moment for it."""
        if self._moments_s and time.monotonic() - self._started_s >= self._moments_s[0]:
            del self._moments_s[0]
            if n_read in _N_NOTES:
                self._publisher.publish_untrained(load_contents(self._writer))

"""While very many notes are read for the first time: lists of those that have been read so far, before any training."""

import time

from notelinks.errors import NotelinksError
from notelinks.indexer.publishing import Publisher
from notelinks.indexer.training_order import Order
from notelinks.indexer.training_process import TrainingProcess

_AFTER_S = 1.0
"""Since the beginning of the reading."""

_N_NOTES = range(200, 15_000)
"""How many notes there must be: fewer are trained soon, more would take long."""

_MOST_READ = 0.5
"""Of all notes: with more, the training begins soon, and would have to wait for these lists."""


class EarlyLists:
    """What one first reading publishes on its way."""

    def __init__(self, publisher: Publisher, trainer: TrainingProcess) -> None:
        self._publisher = publisher
        self._trainer = trainer
        self._started_s = time.monotonic()
        self._is_due = True

    def go_on(self, n_read: int, n_notes: int, order: Order) -> None:
        """Has lists made if it is the moment for it, and published once they are there."""
        try:
            made = self._trainer.take()
        except NotelinksError:  # the training that follows makes all lists anyway
            made = None
        if made is not None:
            self._publisher.publish(made, made.contents)
        if self._is_due and self._trainer.is_ready and time.monotonic() - self._started_s >= _AFTER_S:
            self._is_due = False
            if n_read in _N_NOTES and n_read <= _MOST_READ * n_notes:
                self._trainer.begin(order)

"""The process that trains. The indexer itself stays small and free to follow saves, see decision 0028.

It is started when there is something to train and ended when it has long had nothing to do, or at once after a training
that took long: what Numba and a training take of the memory is given back, and the next start is little beside the next
training. It dies with the indexer.
"""

import contextlib
import math
import os
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from notelinks.config import TrainingConfig
from notelinks.errors import NotelinksError
from notelinks.indexer.child import describe_end, start_child
from notelinks.indexer.memory import give_back_memory
from notelinks.indexer.passing import pass_on, take_over
from notelinks.indexer.training_order import Listed, Made, Order, Ready, Tell
from notelinks.mistakes import describe_mistake
from notelinks.records import TrainingProgress

_NICENESS = 19
"""While nobody waits for the result, from 0 to 19: whatever else the machine has to do goes first."""

_KEPT_S = 30.0
"""Without an order, until the process is ended."""

_LONG_S = 5.0
"""A training that takes longer ends the process."""

_END_WAIT_S = 5.0
"""The pipe of a process is closed a moment before its exit code is known."""


_FREE_S = 1.0
"""Of each training that needs no rest after it: small vaults are trained anew after every save."""


def rest_after(seconds: float, share: float) -> float:
    """Seconds until the next training may begin, so that trainings take no more than a share of the time.

    Args:
        seconds: that the last one took.
        share: see `IndexerConfig.training_share`.
    """
    return max(0.0, seconds - _FREE_S) * (1.0 / share - 1.0)


class TrainingProcess:
    """Carries out one order at a time. To be used by one thread."""

    def __init__(self) -> None:
        self._process: Any = None
        self._connection: Connection | None = None
        self._begun_s = 0.0
        self._idle_from_s = math.inf
        self.seconds = 0.0
        """How long the last order took."""
        self.is_busy = False
        """Whether an order is being carried out."""
        self.is_ready = False
        """Whether the compiled code is loaded."""
        self.progress: TrainingProgress | None = None
        """How far the training is, None before it and after it."""
        self.is_listing = False
        """Whether the training is over, and the lists are being computed."""

    @property
    def rests_in_s(self) -> float:
        """Seconds until `rest` ends the process."""
        kept_s = 0.0 if self.seconds > _LONG_S else _KEPT_S
        return self._idle_from_s + kept_s - time.monotonic()

    def warm_up(self, config: TrainingConfig) -> None:
        """Starts the process, which loads the compiled code.

        Raises:
            NotelinksError: if no process can be started.
        """
        if self._process is not None and not self._process.is_alive():
            self.stop()
        if self._process is None:
            try:
                self._process, self._connection = start_child(_work, config)
            except OSError as error:
                raise NotelinksError(
                    f"Nothing can be trained: no process can be started ({error.strerror})."
                ) from error

    def begin(self, order: Order) -> None:
        """Gives an order; there must be none at work.

        Raises:
            NotelinksError: if no process can be started.
        """
        self.warm_up(order.settings.training)
        self.is_busy, self.is_listing, self.progress = True, False, None
        self._begun_s, self._idle_from_s = time.monotonic(), math.inf
        with contextlib.suppress(OSError):  # it has died; that shows when its answer is waited for
            self._connection.send(order)

    def take(self) -> Made | None:
        """What came out of the order, once it is done.

        Raises:
            NotelinksError: if the process has ended, or whatever was in its way.
        """
        try:
            while self._process is not None and self._connection.poll():
                if (made := self._hear(take_over(self._connection))) is not None:
                    return made
        except (EOFError, OSError) as error:
            self._process.join(_END_WAIT_S)
            how = describe_end(self._process)
            was_busy = self.is_busy
            self.stop()
            if was_busy:
                message = f"The training ended without a result ({how}). The last lists stay as they are."
                raise NotelinksError(message) from error
        return None

    def wait(self, timeout_s: float) -> None:
        """Returns when there is something to hear, or the time is over."""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.poll(timeout_s)

    def rest(self) -> None:
        """Ends the process if it has had nothing to do for a while."""
        if self.rests_in_s <= 0.0:
            self.stop()

    def stop(self) -> None:
        """Ends the process, whatever it is at."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._connection.close()
        self._process = self._connection = None
        self._idle_from_s = math.inf
        self.is_busy = self.is_ready = self.is_listing = False

    def _hear(self, said: Any) -> Made | None:
        if isinstance(said, Ready):
            self.is_ready = True
        elif isinstance(said, TrainingProgress):
            self.progress = said
        elif isinstance(said, Listed):
            self.is_listing, self.progress = True, None
        else:
            self.is_busy = self.is_listing = False
            self._idle_from_s = time.monotonic()
            self.seconds = self._idle_from_s - self._begun_s
            if isinstance(said, Exception):
                raise said
            return said
        return None


def _work(connection: Connection, config: TrainingConfig) -> None:
    """What the process does until its parent closes the connection or is gone."""
    from notelinks.indexer.retraining import carry_out  # the indexer itself does without compiled code
    from notelinks.word2vec.train import warm_up

    warm_up(config)
    tell = partial(pass_on, connection)
    tell(Ready())
    while True:
        made = _carry_out_safely(connection.recv(), carry_out, tell)
        give_back_memory()
        tell(made)
        del made
        give_back_memory()


def _carry_out_safely(order: Order, carry_out: Callable[[Order, Tell], Made], tell: Tell) -> Made | NotelinksError:
    if not order.is_awaited:
        with contextlib.suppress(OSError, AttributeError):  # where a process cannot give way
            os.setpriority(os.PRIO_PROCESS, 0, _NICENESS)
    try:
        return carry_out(order, tell)
    except NotelinksError as error:
        return error
    except Exception as error:
        return NotelinksError(f"The training failed ({describe_mistake(error)}). The last lists stay as they are.")

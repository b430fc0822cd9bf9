"""What the indexer tells while it works, to whoever wants to show it."""

import time
from typing import Protocol

from notelinks.records import Changes, TrainingProgress


class Reporter(Protocol):
    """Told of every step. Calls come often; it is the reporter's part to show fewer."""

    def reading(self, n_read: int, n_notes: int) -> None:
        """So many of the changed notes have been read."""

    def training(self, progress: TrainingProgress) -> None:
        """The training goes on."""

    def publishing(self) -> None:
        """Lists are being computed."""

    def event(self, text: str) -> None:
        """Something worth a line has happened."""


class SilentReporter:
    """Shows nothing."""

    def reading(self, n_read: int, n_notes: int) -> None:
        pass

    def training(self, progress: TrainingProgress) -> None:
        pass

    def publishing(self) -> None:
        pass

    def event(self, text: str) -> None:
        pass


def describe(changes: Changes) -> str:
    """One line for a log: what a look has found."""
    counts = {"added": changes.added, "changed": changes.modified, "removed": changes.removed}
    return "notes: " + ", ".join(f"{len(keys)} {what}" for what, keys in counts.items() if keys)


class Interval:
    """Lets something happen at most once in so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next_s = 0.0

    def is_over(self) -> bool:
        """Whether it may happen now; the next time it may is counted from here."""
        now = time.monotonic()
        if now < self._next_s:
            return False
        self._next_s = now + self._seconds
        return True

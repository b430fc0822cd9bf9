"""When the whole vault is looked at, whether the doorbell has rung or not."""

import time

_AWAY_S = 2.0
"""Until the next look at a vault that is away, or gives no events; also after a look that failed."""

_LOOK_SHARE = 0.05
"""Looks without events may take no more of the time than this: a vault that takes 0.5 s gets one in 10 s."""

_LONGEST_POLL_S = 60.0
"""Between two looks without events, however long they take."""

_CONFIRM_S = 10.0
"""After a look at the folders that events have named: no event may have told of something else beside it."""


class Sweeps:
    """Knows when the next one is due; at once, to begin with."""

    def __init__(self, sweep_s: float) -> None:
        """
        Args:
            sweep_s: seconds between two of them where the system gives events.
        """
        self._sweep_s = sweep_s
        self._due_s = 0.0

    @property
    def due_in_s(self) -> float:
        """Seconds until the next one; not above 0 if it is due."""
        return self._due_s - time.monotonic()

    def done(self, seconds: float, *, relies_on_events: bool) -> None:
        """The whole vault has been looked at, or that was tried.

        Args:
            seconds: that it took.
            relies_on_events: whether it has succeeded, and events will tell what changes from now on.
        """
        wait_s = self._sweep_s if relies_on_events else min(max(seconds / _LOOK_SHARE, _AWAY_S), _LONGEST_POLL_S)
        self._due_s = time.monotonic() + wait_s

    def done_in_part(self) -> None:
        """Some folders have been looked at."""
        self._due_s = min(self._due_s, time.monotonic() + _CONFIRM_S)

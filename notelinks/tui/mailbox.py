"""A place for requests between the screen and a thread: a newer one replaces one that was not yet taken."""

import math
import threading
import time
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Holding `j` asks for fifty notes a second; only the last one asked for is worth reading."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._requests: dict[Hashable, T] = {}
        self._is_closed = False
        self._newest: T | None = None
        self._put_s, self._gap_s = -math.inf, math.inf
        """When the newest request came, and how long after another one that wanted something else."""

    def put(self, request: T, kind: Hashable = None) -> None:
        """Leaves a request; it replaces one of the same kind."""
        with self._changed:
            now = time.monotonic()
            self._gap_s = now - self._put_s if request != self._newest else math.inf
            self._put_s, self._newest = now, request
            self._requests[kind] = request
            self._changed.notify()

    def take(self) -> T | None:
        """Waits for a request; None when there will be no more."""
        with self._changed:
            while not self._requests and not self._is_closed:
                self._changed.wait()
            return None if self._is_closed else self._requests.pop(next(iter(self._requests)))

    def take_calmly(self, calm_s: float) -> T | None:
        """The same, but while different requests come faster than one in `calm_s`, waits until the last has come."""
        while (request := self.take()) is not None and self._gap_s < calm_s and not self.settles_within(calm_s):
            pass
        return request

    def settles_within(self, seconds: float) -> bool:
        """Waits for a while; whether nothing newer has come and somebody still listens."""
        with self._changed:
            return not self._changed.wait_for(lambda: self.has_news, seconds)

    @property
    def has_news(self) -> bool:
        """There is no point in finishing what was taken: a newer request waits, or nobody listens any more."""
        return bool(self._requests) or self._is_closed

    def close(self) -> None:
        """Ends the thread that waits."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()

"""A place for one request between the screen and a thread: a newer one replaces one that was not yet taken."""

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Holding `j` asks for fifty notes a second; only the last one asked for is worth reading."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._request: T | None = None
        self._is_closed = False

    def put(self, request: T) -> None:
        """Leaves a request."""
        with self._changed:
            self._request = request
            self._changed.notify()

    def take(self) -> T | None:
        """Waits for a request; None when there will be no more."""
        with self._changed:
            while self._request is None and not self._is_closed:
                self._changed.wait()
            request, self._request = self._request, None
            return None if self._is_closed else request

    @property
    def has_news(self) -> bool:
        """There is no point in finishing what was taken: a newer request waits, or nobody listens any more."""
        return self._request is not None or self._is_closed

    def close(self) -> None:
        """Ends the thread that waits."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()

"""Which requests a thread takes: the newest, and the last of those that come faster than anybody reads."""

import threading

import pytest

from notelinks.tui import mailbox
from notelinks.tui.mailbox import Mailbox

CALM_S = 0.1


class _Watched(Mailbox[int]):
    """Notes how often calm is waited for; the requests of `coming` arrive meanwhile, one at each wait."""

    def __init__(self, *coming: int) -> None:
        super().__init__()
        self.coming = list(coming)
        self.n_waits = 0

    def settles_within(self, seconds: float) -> bool:
        assert seconds == CALM_S
        self.n_waits += 1
        if self.coming:
            self.put(self.coming.pop(0))
        return not self.has_news


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time; only a test moves it."""
    clock = [1000.0]
    monkeypatch.setattr(mailbox.time, "monotonic", lambda: clock[0])
    return clock


def put_all(requests: Mailbox[int], now: list[float], *gaps_s: float) -> None:
    for number, gap_s in enumerate(gaps_s, 1):
        now[0] += gap_s
        requests.put(number)


@pytest.mark.parametrize("gaps_s", [(0.0,), (0.0, 0.2), (0.0, 0.01, 0.2)])
def test_request_after_a_pause_is_taken_at_once(now: list[float], gaps_s: tuple[float, ...]) -> None:
    requests = _Watched()
    put_all(requests, now, *gaps_s)

    assert (requests.take_calmly(CALM_S), requests.n_waits) == (len(gaps_s), 0)


def test_of_requests_that_come_fast_the_last_is_taken(now: list[float]) -> None:
    requests = _Watched(3, 4, 5)
    put_all(requests, now, 0.0, 0.05)

    assert (requests.take_calmly(CALM_S), requests.n_waits) == (5, 4)


def test_same_request_again_is_taken_at_once(now: list[float]) -> None:
    requests = _Watched()
    put_all(requests, now, 0.0, 0.05)
    requests.take_calmly(CALM_S)
    requests.n_waits = 0
    requests.put(2)

    assert (requests.take_calmly(CALM_S), requests.n_waits) == (2, 0)


def test_nothing_is_taken_once_the_mailbox_is_closed_while_calm_is_waited_for(now: list[float]) -> None:
    requests: Mailbox[int] = Mailbox()
    put_all(requests, now, 0.0, 0.05)
    threading.Timer(0.05, requests.close).start()

    assert requests.take_calmly(60.0) is None

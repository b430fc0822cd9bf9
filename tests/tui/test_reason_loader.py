"""Reasons are computed for a note that stays, not for those that an arrow key runs over."""

import threading

import pytest
from driving import GARDEN

from notelinks.tui.load import SETTLE_S, ReasonLoader, ReasonRequest
from notelinks.tui.mailbox import Mailbox


class _Requests(Mailbox[ReasonRequest]):
    """Gives some requests one after the other, the last of which alone stays."""

    def __init__(self, *requests: ReasonRequest) -> None:
        super().__init__()
        self._left = list(requests)
        self.waited_s: list[float] = []

    def take(self) -> ReasonRequest | None:
        return self._left.pop(0) if self._left else None

    def settles_within(self, seconds: float) -> bool:
        self.waited_s.append(seconds)
        return not self._left


def test_reasons_are_computed_for_the_note_that_stays(vault) -> None:
    vault.build(GARDEN)
    passed, stays = (
        ReasonRequest(vault.note_id(key), (vault.note_id("Soil.md"),)) for key in ("Clover.md", "Compost.md")
    )
    posted = []
    loader = ReasonLoader(vault.folder, posted.append)
    loader.requests = _Requests(passed, passed, stays)

    loader.run()

    assert [message.note_id for message in posted] == [stays.note_id]
    assert loader.requests.waited_s == [SETTLE_S] * 3


def test_mailbox_settles_when_nothing_newer_comes() -> None:
    requests: Mailbox[int] = Mailbox()

    assert requests.settles_within(0.0)


@pytest.mark.parametrize("news", [lambda requests: requests.put(2), Mailbox.close])
def test_mailbox_does_not_settle_when_news_comes_meanwhile(news) -> None:
    requests: Mailbox[int] = Mailbox()
    found = []
    waiting = threading.Thread(target=lambda: found.append(requests.settles_within(600.0)))
    waiting.start()
    news(requests)
    waiting.join(30.0)

    assert found == [False]

"""Panes are filled one after the other, and what is left of a note that is no longer shown is forgotten."""

from notelinks.tui.steps import Steps


class _Painter:
    """Calls back when told that all is painted."""

    def __init__(self) -> None:
        self.waiting = []

    def __call__(self, step) -> None:
        self.waiting.append(step)

    def paint(self) -> None:
        self.waiting.pop(0)()


def test_each_step_waits_until_the_one_before_is_painted() -> None:
    painter, done = _Painter(), []
    steps = Steps(painter)
    steps.add(lambda: done.append("related"), lambda: done.append("concepts"))
    steps.add(lambda: done.append("preview"))
    seen = []
    while painter.waiting:
        seen.append(list(done))
        painter.paint()

    assert seen == [["related"], ["related", "concepts"], ["related", "concepts", "preview"]]
    steps.add(lambda: done.append("again"))
    assert done[-1] == "again"


def test_what_is_left_is_dropped_and_what_comes_then_is_done() -> None:
    painter, done = _Painter(), []
    steps = Steps(painter)
    steps.add(lambda: done.append("related"), lambda: done.append("concepts"))
    steps.drop()
    painter.paint()
    steps.add(lambda: done.append("of the next"))

    assert done == ["related", "of the next"]


def test_all_that_is_left_can_be_done_at_once() -> None:
    painter, done = _Painter(), []
    steps = Steps(painter)
    steps.add(lambda: done.append("related"), lambda: done.append("concepts"))
    steps.finish()

    assert done == ["related", "concepts"]

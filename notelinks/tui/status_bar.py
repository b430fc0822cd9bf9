"""The line at the top: which vault, how much, and what the indexer is doing. Problems stand in a line of their own."""

import math
import time
from pathlib import Path

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from notelinks.config import short_path
from notelinks.records import IndexStatus, TrainingProgress
from notelinks.tui.content import EMPTY, MUTED, joined, plain, two_ends

BAR_CELLS = 16
"""Length of the progress bar."""

RIGHT_CELLS = 68
"""The most that the right side takes in usual vaults. The path is shown if it fits beside that, else the name."""

LEAST_FRACTION = 0.03
"""Of a training that must be done before the time left is told: what comes first is slower than the rest."""


class StatusBar(Widget):
    """One line; nothing in it changes its place while numbers run."""

    status: reactive[IndexStatus | None] = reactive(None)
    is_watched: reactive[bool] = reactive(False)
    """An indexer is running."""

    def __init__(self, vault: Path) -> None:
        super().__init__(id="status")
        name = (vault.name or str(vault), "bold")
        program = joined((" notelinks", "bold $text-primary"), (" · ", MUTED))
        self._path = joined(program, (short_path(vault), "bold"))
        self._names = joined(program, name), joined(" ", name)

    def render(self) -> Content:
        width = self.size.width
        versions = describe_status(self.status, self.is_watched)
        lefts = (self._path,) if self._path.cell_length + RIGHT_CELLS <= width else self._names
        pairs = ((left, Content.assemble("  ", right, " ")) for left in lefts for right in versions)
        fitting = (pair for pair in pairs if sum(part.cell_length for part in pair) <= width)
        return two_ends(*next(fitting, (lefts[-1], EMPTY)), width)


def describe_status(status: IndexStatus | None, is_watched: bool) -> list[Content]:
    """Counts while nothing happens, else what is going on, with a bar if that is measured; then the same with less, for
    lines with less room."""
    if status is None:
        return [plain("opening the index …" if is_watched else "", MUTED)]
    if is_watched and status.activity == "reading":
        done, total = status.reading
        told = f"reading {done:,}/{total:,}" if total else "reading notes"
        return _with_bar([told, "reading"], done / total if total else None)
    if is_watched and status.activity == "publishing":
        return _with_bar(["comparing notes", "comparing"], None)
    if is_watched and status.activity == "training":
        if status.training is not None:
            return _with_bar(describe_training(status.training), status.training.fraction)
        told = "preparing the training"
        return _with_bar([f"{told}, longest the first time", told, "preparing"], None)
    if not status.n_notes and is_watched and not status.watcher:
        return [plain("starting …", MUTED)]
    return [plain(" · ".join(parts), MUTED) for parts in _counts(status, describe_watcher(status.watcher, is_watched))]


def _counts(status: IndexStatus, watcher: str) -> list[list[str]]:
    if not status.n_notes:
        return [["no notes", watcher], [watcher]]
    notes, words = f"{status.n_notes:,} notes", f"{status.n_words:,} words"
    trained = [f"trained {describe_time(status.trained_s)}"] if status.trained_s else []
    return [[notes, words, *trained, watcher], [notes, *trained, watcher], [notes, watcher], [watcher]]


def describe_training(progress: TrainingProgress) -> list[str]:
    """`training epoch 12/80, loss 1.93, 8 s left`, then the same with less."""
    total, loss, left = str(progress.n_epochs), "", ""
    epoch = f"training epoch {min(progress.epoch + 1, progress.n_epochs):>{len(total)}}/{total}"
    if not math.isnan(progress.loss):
        loss = f", loss {progress.loss:.2f}"
    seconds = progress.seconds_left
    if math.isfinite(seconds) and progress.fraction >= LEAST_FRACTION:
        left = f", {math.ceil(seconds)} s left" if seconds < 90 else f", {math.ceil(seconds / 60)} min left"
    return list(dict.fromkeys((f"{epoch}{loss}{left}", f"{epoch}{left}", epoch, "training")))


def describe_time(seconds: float) -> str:
    """The time of day, with the date if that is not today."""
    then = time.localtime(seconds)
    is_today = then[:3] == time.localtime()[:3]
    return time.strftime("%H:%M:%S" if is_today else "%d %b %H:%M", then)


def describe_watcher(watcher: str, is_watched: bool) -> str:
    """How changes are noticed."""
    if not is_watched:
        return "not watching"
    return {"events": "watching", "polling": "watching by polling"}.get(watcher, "starting")


def _with_bar(texts: list[str], fraction: float | None) -> list[Content]:
    """The longest ways to say it beside a bar, or beside its empty place if there is no measure; then all without."""
    bar = plain(" " * BAR_CELLS)
    if fraction is not None:
        done = round(BAR_CELLS * min(1.0, max(0.0, fraction)))
        bar = joined(("━" * done, "$accent"), ("─" * (BAR_CELLS - done), "$foreground 40%"))
    told = [plain(text, MUTED) for text in texts]
    n_beside = 1 if fraction is None else 2
    return [joined(text, "  ", bar) for text in told[:n_beside]] + told


class ProblemLine(Widget):
    """What is wrong at present, in plain sentences; takes no room when nothing is."""

    problem: reactive[str] = reactive("", layout=True)

    def __init__(self, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._problems: dict[str, str] = {}

    def report(self, source: str, problem: str) -> None:
        """Says what is wrong with `source`, or that nothing is any more if the sentence is empty."""
        self._problems[source] = problem
        self.problem = " ".join(p for p in dict.fromkeys(self._problems.values()) if p)

    def reports(self, source: str) -> bool:
        """Whether something is wrong with `source`."""
        return bool(self._problems.get(source))

    def render(self) -> Content:
        return joined((" ! ", "bold"), self.problem) if self.problem else EMPTY

    def watch_problem(self, problem: str) -> None:
        self.display = bool(problem)


class DetailLine(Widget):
    """What the row under the cursor has no room for; keeps its place when there is nothing."""

    detail: reactive[Content] = reactive(EMPTY)

    def __init__(self) -> None:
        super().__init__(id="detail")

    def render(self) -> Content:
        return self.detail.truncate(self.size.width, ellipsis=True)

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
        names = (vault.name or str(vault), short_path(vault))
        self._name, self._path = (
            joined((" notelinks", "bold $text-primary"), (" · ", MUTED), (name, "bold")) for name in names
        )

    def render(self) -> Content:
        right = describe_status(self.status, self.is_watched)
        has_room = self._path.cell_length + RIGHT_CELLS <= self.size.width
        left = self._path if has_room else self._name
        return two_ends(left, Content.assemble("  ", right, " "), self.size.width)


def describe_status(status: IndexStatus | None, is_watched: bool) -> Content:
    """Counts while nothing happens, else a bar and what is going on."""
    if status is None:
        return plain("opening the index …" if is_watched else "", MUTED)
    if is_watched and status.activity == "reading":
        done, total = status.reading
        return _progress(done / total if total else 0.0, f"reading {done:,}/{total:,}" if total else "reading notes")
    if is_watched and status.activity in ("training", "publishing"):
        progress = status.training
        if status.activity == "publishing":
            return _progress(1.0, "comparing notes")
        if progress is not None:
            return _progress(progress.fraction, describe_training(progress))
        return _progress(0.0, "preparing the training, longest the first time")
    if not status.n_notes and is_watched and not status.watcher:
        return plain("starting …", MUTED)
    parts = [f"{status.n_notes:,} notes", f"{status.n_words:,} words"] if status.n_notes else ["no notes"]
    if status.trained_s and status.n_notes:
        parts.append(f"trained {describe_time(status.trained_s)}")
    parts.append(describe_watcher(status.watcher, is_watched))
    return plain(" · ".join(parts), MUTED)


def describe_training(progress: TrainingProgress) -> str:
    """`training epoch 12/80, loss 1.93, 8 s left`."""
    total = str(progress.n_epochs)
    text = f"training epoch {min(progress.epoch + 1, progress.n_epochs):>{len(total)}}/{total}"
    if not math.isnan(progress.loss):
        text += f", loss {progress.loss:.2f}"
    left = progress.seconds_left
    if math.isfinite(left) and progress.fraction >= LEAST_FRACTION:
        text += f", {math.ceil(left)} s left" if left < 90 else f", {math.ceil(left / 60)} min left"
    return text


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


def _progress(fraction: float, text: str) -> Content:
    done = round(BAR_CELLS * min(1.0, max(0.0, fraction)))
    bar = joined(("━" * done, "$accent"), ("─" * (BAR_CELLS - done), "$foreground 40%"))
    return joined((text, MUTED), "  ", bar)


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

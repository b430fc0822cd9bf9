"""Progress on stderr: bars on a terminal, a line an event elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from notelinks.display import safe_text
from notelinks.indexer.report import Reporter, SilentReporter
from notelinks.records import TrainingProgress


class LineReporter(SilentReporter):
    """One line an event, for logs and for `watch`."""

    def event(self, text: str) -> None:
        sys.stderr.write(f"{time.strftime('%H:%M:%S')} {safe_text(text)}\n")
        sys.stderr.flush()


@contextmanager
def open_progress() -> Iterator[Reporter]:
    """Bars if stderr is a terminal that can draw them, else lines."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal or console.is_dumb_terminal:
        yield LineReporter()
        return
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description:10}"), BarColumn(), TextColumn("{task.fields[detail]}", markup=False))
    with Progress(*columns, console=console) as progress:
        yield BarReporter(progress)


class BarReporter:
    """A bar each for reading and training, with what there is to know beside it."""

    def __init__(self, progress) -> None:
        self._progress = progress
        self._tasks: dict[str, int] = {}

    def reading(self, n_read: int, n_notes: int) -> None:
        self._show("reading", n_read, n_notes, f"{n_read:,} of {n_notes:,} notes")

    def training(self, progress: TrainingProgress) -> None:
        detail = (
            f"epoch {min(progress.epoch + 1, progress.n_epochs)}/{progress.n_epochs}  loss {progress.loss:.3f}  "
            f"{progress.words_per_s / 1e6:.2f} M words/s  {progress.seconds_left:.0f} s left"
        )
        self._show("training", progress.fraction, 1.0, detail)

    def publishing(self) -> None:
        self._show("publishing", 0.0, None, "related notes and concepts")

    def event(self, text: str) -> None:
        if "publishing" in self._tasks:
            self._show("publishing", 1.0, 1.0, "done")
        self._progress.console.print(safe_text(text), markup=False, highlight=False)

    def _show(self, name: str, done: float, total: float | None, detail: str) -> None:
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(name, detail="")
        self._progress.update(self._tasks[name], completed=done, total=total, detail=detail)

"""What notelinks takes for one vault: the first index, a list, the second start, saves, memory, disk.

Runs the command line as a user would, in processes of their own; what the index holds meanwhile is read from the store.
"""

import os
import statistics
import sys
import threading
import time
from functools import partial
from pathlib import Path

from notelinks.config import index_folder
from notelinks.errors import StoreError
from notelinks.store.reader import StoreReader
from tests.benchmarks.measuring import (
    MemoryMeter,
    folder_bytes,
    process_mb,
    process_tree,
    run_measured,
    tree_mb,
    wait_for_rest,
)
from tests.benchmarks.save_to_screen import save_note, time_saves
from tests.benchmarks.screen import Terminal
from tests.support import Watcher, make_home, wait_until

_NOTELINKS = (sys.executable, "-m", "notelinks")

_CONFIG = "[indexer]\ntraining_share = 1.0\n"
"""Trainings follow one another without a rest: it would be most of what is measured until all is settled."""

_N_LISTS, _N_SAVES = 5, 10
"""Lists that are asked for, and saves, of which the median counts."""

_CALM_S = 6.0
"""How long an indexer has had nothing to do, or a screen was left alone, before their memory at rest is read."""

_POLL_S = 0.05
"""Between two looks for the first list."""


def measure_ours(vault: Path, folder: Path, limit_s: float, *, is_cold: bool) -> dict[str, float | None]:
    """All figures by name; None stands for one over the limit.

    Args:
        folder: for what is made on the way.
        is_cold: also measure the first index while nothing is compiled.
    """
    os.environ["NOTELINKS_HOME"] = str(make_home(folder / "home", _CONFIG))
    figures: dict[str, float | None] = {}
    if is_cold:
        empty = {"NOTELINKS_HOME": str(folder / "cold"), "XDG_CACHE_HOME": str(folder / "cache")}
        figures["cold_index_s"] = run_measured([*_NOTELINKS, "index", vault], limit_s, empty).wall_s
    waiting = _FirstList(vault)
    first = run_measured([*_NOTELINKS, "index", "--yes", vault], limit_s)
    figures |= {"first_list_s": waiting.stop(), "index_cpu_s": first.cpu_s, "peak_mb": first.peak_mb}
    figures["index_s"] = None if first.is_over_limit else first.wall_s
    if first.is_over_limit:
        return figures
    figures["second_start_s"] = run_measured([*_NOTELINKS, "index", vault], limit_s).wall_s
    figures |= _measure_lists(vault, limit_s)
    figures |= _measure_screen(vault)
    figures |= _measure_saves(vault, limit_s)
    figures["disk_bytes"] = folder_bytes(index_folder(vault))
    return figures


class _FirstList:
    """Looks, from a thread, for the first note whose list is published."""

    def __init__(self, vault: Path) -> None:
        self.folder = index_folder(vault)
        self.seconds: float | None = None
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(time.perf_counter(),), daemon=True)
        self._thread.start()

    def stop(self) -> float | None:
        """Seconds until there was one; None if there was none."""
        self._is_over.set()
        self._thread.join()
        return self.seconds

    def _watch(self, started: float) -> None:
        is_last = False
        while self.seconds is None and not is_last:
            is_last = self._is_over.wait(_POLL_S)
            if self._is_there():
                self.seconds = time.perf_counter() - started

    def _is_there(self) -> bool:
        try:
            with StoreReader(self.folder) as reader:
                return any(neighbours for _, neighbours in reader.neighbour_lists())
        except StoreError:  # not yet
            return False


def _measure_lists(vault: Path, limit_s: float) -> dict[str, float]:
    costs = [
        run_measured([*_NOTELINKS, "related", "--vault", vault, key], limit_s) for key in some_keys(vault, _N_LISTS)
    ]
    return {
        "list_s": statistics.median(cost.wall_s for cost in costs),
        "list_mb": statistics.median(cost.peak_mb for cost in costs),
    }


def some_keys(vault: Path, n_notes: int) -> list[str]:
    """Notes to ask about, evenly spaced in the vault."""
    keys = sorted(path.relative_to(vault).as_posix() for path in vault.rglob("*.md"))
    return keys[len(keys) // (2 * n_notes) :: max(1, len(keys) // n_notes)][:n_notes]


def _measure_screen(vault: Path) -> dict[str, float]:
    """Memory of the screen and of the indexer that it starts, at rest and both with nothing to do."""
    terminal = Terminal([*_NOTELINKS, str(vault)])
    try:
        terminal.wait_for(lambda output: b"notelinks" in output)
        terminal.read_on(_CALM_S)
        screen_mb = process_mb(terminal.process.pid)
        return {"screen_mb": screen_mb, "screen_processes": float(len(process_tree(terminal.process.pid)))}
    finally:
        terminal.close()


def _measure_saves(vault: Path, limit_s: float) -> dict[str, float | None]:
    started = time.time()
    with (
        StoreReader(index_folder(vault)) as reader,
        Watcher(vault) as watcher,
        MemoryMeter(watcher.process.pid) as meter,
    ):
        wait_until(partial(_has_looked, reader, started), limit_s)
        wait_until(partial(_is_settled, reader, 0), limit_s)
        wait_for_rest(watcher.process.pid, _CALM_S, limit_s)
        rest_mb = tree_mb(watcher.process.pid)
        shown_s = statistics.median(time_saves(vault, _N_SAVES))
        wait_until(partial(_is_settled, reader, 0), limit_s)
        settled_s = _time_settling(vault, reader, limit_s)
    return {"save_s": shown_s, "settle_s": settled_s, "rest_mb": rest_mb, "watch_peak_mb": meter.peak_mb}


def _time_settling(vault: Path, reader: StoreReader, limit_s: float) -> float | None:
    """Seconds from a save until the next generation is published and nothing is left to do."""
    generation = reader.meta("generation", 0)
    started = time.monotonic()
    save_note(vault / some_keys(vault, 1)[0], "One sentence more, of glaziers and their putty, which nobody has read.")
    try:
        wait_until(partial(_is_settled, reader, generation), limit_s)
    except AssertionError:
        return None
    return time.monotonic() - started


def _has_looked(reader: StoreReader, started: float) -> bool:
    """Whether the watcher that was started then has scanned the vault; until then the index tells of the one before."""
    return reader.meta("last_scan_s", 0.0) > started


def _is_settled(reader: StoreReader, generation: int) -> bool:
    """Whether a later generation is published and the watcher waits for events; `status()` would count words."""
    now = {key: reader.meta(key, 0) for key in ("generation", "pending", "activity", "watcher")}
    return now == {"generation": now["generation"], "pending": 0, "activity": "idle", "watcher": "events"} and (
        now["generation"] > generation
    )

"""A real `notelinks watch` beside random operations: it must catch up and publish what a fresh index has."""

import os
import time
from collections import Counter
from pathlib import Path

import pytest

from notelinks.config import index_folder
from notelinks.errors import StoreError
from tests.campaigns.evidence import keep_evidence
from tests.campaigns.operations import Operations
from tests.campaigns.test_stateful import fresh_digest, store_digest
from tests.support import TINY_CONFIG, Watcher, index_vault, make_home, read_everything, wait_until

CATCH_UP_S = 90.0
"""For a busy machine; a sweep comes after 300 s, so what is found earlier was found by events."""

_LONGEST_PAUSE_S = 0.02
_AWAY_S = 1.0


class WatchedVault:
    """A vault with a watcher and random operations on it."""

    def __init__(self, root: Path, seed: int, prefix: tuple[str, ...] = (), seen: Path | None = None) -> None:
        """
        Args:
            prefix: a command that runs the watcher.
            seen: where the watcher sees the vault, if it is not where the operations are done.
        """
        self.root = root
        self.operations = Operations(root / "vault", root / "outside", seed)
        self.vault = self.operations.vault
        self.seen = seen or self.vault
        self.home = make_home(root / "home", TINY_CONFIG)
        self.counts: Counter[str] = Counter()
        self.watcher = Watcher(self.seen, self.home, prefix)

    def operate(self, n_operations: int) -> None:
        """Random operations with short pauses; now and then the vault itself goes away and comes back."""
        rng = self.operations.rng
        for _ in range(n_operations):
            self.counts[self.operations.do()] += 1
            time.sleep(rng.uniform(0, _LONGEST_PAUSE_S) if rng.random() < 0.3 else 0)
        elsewhere = self.root / "elsewhere"
        self.vault.rename(elsewhere)
        time.sleep(rng.uniform(0, _AWAY_S))
        self.operations.vault = elsewhere
        self.counts[self.operations.do("save")] += 1
        self.operations.vault = self.vault
        elsewhere.rename(self.vault)
        self.counts["take_away"] += 1

    def index_folder(self) -> Path:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NOTELINKS_HOME", os.fspath(self.home))
            return index_folder(self.seen)

    def catch_up(self, deadline_s: float = CATCH_UP_S) -> float:
        """Waits until notes, words and links are those of a fresh index; gives the seconds that took.

        The fresh one is made where the operations are done: what a mount shows of them may be a second old.
        """
        expected, folder, started = fresh_digest(self.vault), self.index_folder(), time.monotonic()

        def is_equal() -> bool:
            assert self.watcher.process.poll() is None, "the watcher has ended"
            try:
                return store_digest(folder) == expected
            except StoreError:
                return False

        try:
            wait_until(is_equal, deadline_s)
        except AssertionError as error:
            raise AssertionError(f"{error}: {keep_evidence(self.vault, self.operations.log)}") from error
        return time.monotonic() - started

    def compare_lists(self) -> None:
        """Once all is trained, related notes, concepts and mentions are to the bit those of a fresh index."""
        self.watcher.settle(CATCH_UP_S)
        self.watcher.stop()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NOTELINKS_HOME", os.fspath(self.home))
            grown = read_everything(self.seen)
            patch.setenv("NOTELINKS_HOME", os.fspath(make_home(self.root / "fresh home", TINY_CONFIG)))
            index_vault(self.seen)
            assert read_everything(self.seen) == grown, keep_evidence(self.vault, self.operations.log)


def processor_s(pid: int) -> float:
    """Seconds of a processor that a process and all that it has started have used so far."""
    used = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if path.parent.name == f"{pid}":
            used += sum(map(int, fields[11:15]))
        elif fields[1] == f"{pid}":
            used += sum(map(int, fields[11:13]))
    return used / os.sysconf("SC_CLK_TCK")

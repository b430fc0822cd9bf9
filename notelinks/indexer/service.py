"""The indexer: one loop that looks at the vault, publishes what has changed, and trains in between.

One thread does it all in turn, and it alone writes the store: a training is interrupted every 0.2 s to see whether the
doorbell has rung or everything is to stop, so a save never waits for a training. Other threads only compute for it.
"""

import dataclasses
import json
import math
import threading
import time
from pathlib import Path

from notelinks.config import Settings
from notelinks.display import safe_text
from notelinks.errors import VaultAwayError
from notelinks.indexer import reading
from notelinks.indexer.corpus import VaultCorpus, load_corpus
from notelinks.indexer.publishing import Publisher
from notelinks.indexer.report import Reporter
from notelinks.indexer.watch import Doorbell
from notelinks.notes.vault_rules import VaultRules, read_vault_rules
from notelinks.notes.words import fold_word
from notelinks.records import Changes, TrainingProgress
from notelinks.store.writer import StoreWriter
from notelinks.word2vec.train import Trainer, warm_up

_STATUS_INTERVAL_S = 0.25
"""Progress is written to the store at most so often."""

_AWAY_SWEEP_S = 2.0
"""How often a vault that is away, or gives no events, is looked at."""


class Indexer:
    """Keeps one index current. The caller holds the index's lock."""

    def __init__(
        self, vault: Path, folder: Path, settings: Settings, reporter: Reporter, stop: threading.Event
    ) -> None:
        """
        Raises:
            StoreError: if the index cannot be opened.
        """
        self._vault = vault
        self._settings = settings
        self._reporter = reporter
        self._stop = stop
        self._writer = StoreWriter(folder, fold_word)
        self._writer.set_status(vault=bytes(vault), activity="idle", progress=None, watcher="", problem="")
        self._publisher = Publisher(self._writer, settings)
        self._rules: VaultRules | None = None
        self._corpus: VaultCorpus | None = None
        self._trainer: Trainer | None = None
        self._trained_corpus: VaultCorpus | None = None
        self._training_started_s = 0.0
        self._status_written_s = 0.0
        self._warming: threading.Thread | None = None

    def close(self) -> None:
        """Leaves a store that says that nobody is at work on it."""
        self._writer.set_status(activity="idle", progress=None, watcher="")
        self._writer.close()

    def run_once(self, *, full: bool = False) -> None:
        """Brings the index up to date and returns, early if it is to stop.

        Args:
            full: forget what is stored, read and train everything anew.

        Raises:
            VaultAwayError: if the vault cannot be seen.
            StoreError: if the store cannot be written.
        """
        if full:
            reading.look_at_vault(self._vault)
            self._writer.forget_all()
            self._publisher.forget()
        self._look(accept_empty=full)
        while not self._stop.is_set() and self._is_training():
            self._train_slice()

    def watch(self) -> None:
        """Keeps the index current until it is to stop.

        Raises:
            StoreError: if the store cannot be written.
        """
        doorbell = Doorbell(self._vault, self._settings.indexer, self._stop)
        next_sweep_s = 0.0
        threading.Thread(target=reading.warm_up, daemon=True).start()
        try:
            while not self._stop.is_set():
                if doorbell.has_rung() or time.monotonic() >= next_sweep_s:
                    doorbell.answer()
                    doorbell.arm()
                    is_there = self._look_patiently(doorbell.mode)
                    is_calm = is_there and doorbell.mode == "events"
                    next_sweep_s = time.monotonic() + (self._settings.indexer.sweep_s if is_calm else _AWAY_SWEEP_S)
                if self._is_training():
                    self._train_slice()
                else:
                    doorbell.wait(next_sweep_s - time.monotonic())
        finally:
            doorbell.close()

    # Looking

    def _look_patiently(self, watcher: str) -> bool:
        """Looks at the vault; if it is away, says so in the status and gives False."""
        problem = ""
        try:
            self._look()
        except VaultAwayError as error:
            problem = str(error)
        if problem and self._writer.meta("problem") != problem:
            self._reporter.event(problem)
        if (self._writer.meta("problem"), self._writer.meta("watcher")) != (problem, watcher):
            self._writer.set_status(problem=problem, watcher=watcher)
        return not problem

    def _look(self, *, accept_empty: bool = False) -> None:
        started = time.monotonic()
        rules = self._read_rules()
        changes = reading.refresh_store(
            self._vault, self._writer, rules.exclusions, accept_empty=accept_empty, on_progress=self._report_reading
        )
        if self._corpus is None or changes or rules is not self._rules:
            self._rules = rules
            self._corpus = load_corpus(self._writer, rules.config.languages, rules.set_aside)
            self._reporter.publishing()
            self._publisher.publish_lists(self._corpus)
            self._writer.set_status(activity="idle", pending=self._publisher.count_pending(self._corpus))
        if changes:
            self._reporter.event(f"{describe(changes)} in {time.monotonic() - started:.2f} s")

    def _read_rules(self) -> VaultRules:
        rules = read_vault_rules(self._vault, self._settings.notes, self._rules)
        if rules is not self._rules:
            for problem in rules.settings.problems:
                self._reporter.event(f"settings of the vault: {safe_text(problem)}")
        return rules

    def _report_reading(self, n_read: int, n_notes: int) -> bool:
        """Shows how far reading is; gives False if it is to stop."""
        if n_notes > 1 and self._warming is None and self._publisher.has_no_generation:
            self._warming = threading.Thread(target=warm_up, args=(self._settings.training,), daemon=True)
            self._warming.start()
        self._reporter.reading(n_read, n_notes)
        if self._is_time_for_status():
            self._writer.set_status(activity="reading", reading=json.dumps([n_read, n_notes]))
        return not self._stop.is_set()

    # Training

    def _is_training(self) -> bool:
        """Whether a training goes on or is due."""
        assert self._corpus is not None or self._trainer is None
        return self._trainer is not None or (self._corpus is not None and self._publisher.needs_training(self._corpus))

    def _train_slice(self) -> None:
        """Starts a training if none goes on, trains a slice, publishes if that was the last."""
        if self._warming is not None:
            self._warming.join()
        if self._trainer is None:
            self._trained_corpus = self._corpus
            self._training_started_s = time.monotonic()
            text, vocabulary = self._trained_corpus.text, self._trained_corpus.vocabulary
            self._trainer = Trainer(text, vocabulary, self._settings.training)
        progress = self._trainer.run()
        self._report_training(progress)
        if self._trainer.is_done:
            self._finish_training()

    def _finish_training(self) -> None:
        self._reporter.publishing()
        self._writer.set_status(activity="publishing", progress=None)
        vectors = self._trainer.word_vectors.copy()  # a view would keep the whole workspace
        number = self._publisher.publish_training(self._trained_corpus, vectors, self._corpus)
        seconds = time.monotonic() - self._training_started_s
        self._trainer = self._trained_corpus = None
        self._writer.set_status(activity="idle", pending=self._publisher.count_pending(self._corpus))
        self._reporter.event(f"generation {number} trained and published in {seconds:.1f} s")

    def _report_training(self, progress: TrainingProgress) -> None:
        self._reporter.training(progress)
        if self._is_time_for_status():
            values = {
                name: value if math.isfinite(value) else 0.0 for name, value in dataclasses.asdict(progress).items()
            }
            self._writer.set_status(activity="training", progress=json.dumps(values))

    def _is_time_for_status(self) -> bool:
        now = time.monotonic()
        if now - self._status_written_s < _STATUS_INTERVAL_S:
            return False
        self._status_written_s = now
        return True


def describe(changes: Changes) -> str:
    """One line for a log: what a look has found."""
    counts = {"added": changes.added, "changed": changes.modified, "removed": changes.removed}
    return "notes: " + ", ".join(f"{len(keys)} {what}" for what, keys in counts.items() if keys)

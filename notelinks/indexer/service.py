"""The indexer: one loop that looks at the vault, publishes what has changed, and trains in between.

One thread does it all in turn, and it alone writes the store: a training is interrupted every 0.2 s to see whether the
doorbell has rung or everything is to stop, so a save never waits for a training. Other threads only compute for it.
"""

import contextlib
import dataclasses
import json
import math
import threading
import time
from pathlib import Path

from notelinks.config import Settings
from notelinks.display import safe_text
from notelinks.errors import NotelinksError, StoreError, VaultAwayError
from notelinks.indexer import reading
from notelinks.indexer.corpus import VaultCorpus, load_corpus
from notelinks.indexer.mentions import refresh_mentions
from notelinks.indexer.publishing import Publisher
from notelinks.indexer.readers import NoteReaders
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
"""How often a vault that is away, or gives no events, is looked at; also when a failed look is tried again."""

_LOOK_SHARE = 0.05
"""Looks without events may take no more of the time than this: a vault that takes 0.5 s gets one in 10 s."""

_LONGEST_POLL_S = 60.0
"""Between two looks without events, however long they take."""

_SHORTEST_REST_S, _LONGEST_REST_S = 10.0, 300.0
"""Before a training is tried again whose result could not be written. The rest doubles, or a full disk would keep a
processor busy."""


class Indexer:
    """Keeps one index current. The caller holds the index's lock."""

    def __init__(
        self,
        vault: Path,
        folder: Path,
        settings: Settings,
        reporter: Reporter,
        stop: threading.Event,
        readers: NoteReaders | None = None,
    ) -> None:
        """
        Args:
            readers: what reads the notes, kept by the caller; made and closed here if not given.

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
        self._readers = readers or NoteReaders(reading.read_and_parse)
        self._owns_readers = readers is None
        self._rules: VaultRules | None = None
        self._corpus: VaultCorpus | None = None
        self._trainer: Trainer | None = None
        self._trained_corpus: VaultCorpus | None = None
        self._training_started_s = 0.0
        self._status_written_s = 0.0
        self._warming: threading.Thread | None = None
        self._told_problem = ""
        self._rest_s = self._rested_s = 0.0

    def close(self) -> None:
        """Leaves a store that says that nobody is at work on it."""
        if self._owns_readers:
            self._readers.close()
        try:
            self._writer.set_status(activity="idle", progress=None, watcher="")
        finally:
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
            StoreError: if the store cannot be closed in order.
        """
        doorbell = Doorbell(self._vault, self._settings.indexer, self._stop)
        next_sweep_s = 0.0
        with contextlib.suppress(NotelinksError):  # it is tried again when there is something to read
            self._readers.warm_up()
        try:
            while not self._stop.is_set():
                if doorbell.has_rung() or time.monotonic() >= next_sweep_s:
                    doorbell.answer()
                    doorbell.arm()
                    next_sweep_s = time.monotonic() + self._look_patiently(doorbell)
                if not self._is_training():
                    doorbell.wait(next_sweep_s - time.monotonic())
                elif time.monotonic() < self._rested_s:
                    doorbell.wait(min(next_sweep_s, self._rested_s) - time.monotonic())
                else:
                    self._train_patiently()
        finally:
            doorbell.close()

    # Looking

    def _look_patiently(self, doorbell: Doorbell) -> float:
        """Looks at the vault; whatever is in the way is told, and tried again.

        Returns:
            Seconds until the next look, if the bell does not ring before.
        """
        started, problem = time.monotonic(), ""
        try:
            self._look()
        except (NotelinksError, OSError) as error:
            problem = str(error)
            self._forget_unwritten(error)
        self._tell_problem(problem, doorbell)
        if not problem and doorbell.mode == "events":
            return self._settings.indexer.sweep_s
        seconds = (time.monotonic() - started) / _LOOK_SHARE
        return min(max(seconds, _AWAY_SWEEP_S), _LONGEST_POLL_S)

    def _train_patiently(self) -> None:
        """Trains a slice. If what was trained cannot be published, the next attempt waits, each time longer."""
        try:
            self._train_slice()
        except (NotelinksError, OSError) as error:
            self._forget_unwritten(error)
            self._tell_problem(str(error), None)
            self._rest_s = min(max(2 * self._rest_s, _SHORTEST_REST_S), _LONGEST_REST_S)
            self._rested_s = time.monotonic() + self._rest_s

    def _forget_unwritten(self, error: Exception) -> None:
        """After a store that could not be written: what is in memory may not be what is stored."""
        if not isinstance(error, VaultAwayError):
            self._corpus = self._trainer = self._trained_corpus = None
            self._publisher = Publisher(self._writer, self._settings)

    def _tell_problem(self, problem: str, doorbell: Doorbell | None) -> None:
        """Says in the log and, if it can be written, in the status what is wrong and how changes are noticed."""
        if problem and problem != self._told_problem:
            self._reporter.event(problem)
        self._told_problem = problem
        values = {"problem": problem}
        if doorbell is not None:
            values |= {"watcher": doorbell.mode, "watcher_reason": doorbell.distrust}
        try:
            if any(self._writer.meta(key) != value for key, value in values.items()):
                self._writer.set_status(**values)
        except StoreError:
            return

    def _look(self, *, accept_empty: bool = False) -> None:
        started = time.monotonic()
        rules = read_vault_rules(self._vault, self._settings.notes, self._rules)
        changes = reading.refresh_store(
            self._vault,
            self._writer,
            rules.exclusions,
            self._readers.read_all,
            accept_empty=accept_empty,
            on_progress=self._report_reading,
        )
        has_new_rules, self._rules = rules is not self._rules, rules
        if has_new_rules:
            for problem in rules.problems:
                self._reporter.event(f"settings of the vault: {safe_text(problem)}")
        refresh_mentions(self._writer, rules.config.languages, self._stop.is_set)
        if self._corpus is None or changes or has_new_rules:
            self._corpus = load_corpus(self._writer, rules.config.languages, rules.set_aside)
            self._reporter.publishing()
            self._publisher.publish_lists(self._corpus)
            self._writer.set_status(activity="idle", pending=self._publisher.count_pending(self._corpus))
        if changes:
            self._reporter.event(f"{describe(changes)} in {time.monotonic() - started:.2f} s")

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
        self._rest_s = 0.0
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

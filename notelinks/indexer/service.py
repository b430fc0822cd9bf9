"""The indexer: one loop that looks at the vault, publishes what has changed, and has it trained in between.

One thread does it in turn, and it alone writes the store. Trainings go on beside it, in a process of their own: a save
never waits for one.
"""

import contextlib
import json
import math
import threading
import time
from collections.abc import Set
from pathlib import Path

from notelinks.config import Settings
from notelinks.display import safe_text
from notelinks.errors import NotelinksError, StoreError, VaultAwayError
from notelinks.indexer import looking, reading
from notelinks.indexer.contents import Contents, refresh_contents
from notelinks.indexer.early_lists import EarlyLists
from notelinks.indexer.mentions import MentionSearch
from notelinks.indexer.publishing import Publisher
from notelinks.indexer.readers import NoteReaders
from notelinks.indexer.report import Interval, Reporter, describe
from notelinks.indexer.sweeps import Sweeps
from notelinks.indexer.training_order import Made, Order, Vectors, order_for
from notelinks.indexer.training_process import TrainingProcess, rest_after
from notelinks.indexer.watch import Doorbell
from notelinks.notes.scan import VaultScanner
from notelinks.notes.vault_rules import VaultRules, read_vault_rules
from notelinks.notes.words import fold_word
from notelinks.store.rows import pack_progress
from notelinks.store.writer import StoreWriter

_STATUS_INTERVAL_S = 0.25
"""Progress is written to the store at most so often."""

_SHORTEST_REST_S, _LONGEST_REST_S = 10.0, 300.0
"""Before a training is tried again whose result could not be written; it doubles, for a disk may stay full."""

_PROGRESS_INTERVAL_S = 0.1
"""How often a training is looked at."""


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
        trainer: TrainingProcess | None = None,
    ) -> None:
        """
        Args:
            readers, trainer: what reads notes and what trains, kept by the caller; made and closed here if not given.

        Raises:
            StoreError: if the index cannot be opened.
        """
        self._vault, self._settings = vault, settings
        self._reporter, self._stop = reporter, stop
        self._writer = StoreWriter(folder, fold_word)
        self._writer.set_status(vault=bytes(vault), activity="idle", progress=None, watcher="", problem="")
        self._publisher = Publisher(self._writer, settings)
        self._mentions = MentionSearch(self._writer)
        self._readers = readers or NoteReaders(reading.read_and_pack)
        self._trainer = trainer or TrainingProcess()
        self._owns_readers, self._owns_trainer = readers is None, trainer is None
        self._scanner = VaultScanner(vault)
        self._sweeps = Sweeps(settings.indexer.sweep_s)
        self._rules: VaultRules | None = None
        self._contents: Contents | None = None
        self._early_lists: EarlyLists | None = None
        self._status_interval = Interval(_STATUS_INTERVAL_S)
        self._told_problem, self._link_targets = "", self._writer.meta("link_targets")
        self._rest_s = self._rested_s = 0.0

    def close(self) -> None:
        """Leaves a store that says that nobody is at work on it."""
        if self._owns_trainer or self._trainer.is_busy:
            self._trainer.stop()
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
            looking.look_at_vault(self._vault)
            self._writer.forget_all()
            self._publisher.forget()
        self._look(accept_empty=full)
        self._readers.rest()
        while not self._stop.is_set() and (self._is_due() or self._is_searching()):
            if self._is_due():
                self._retrain(is_awaited=True)
            self._find_mentions()
            if self._trainer.is_busy and not self._is_searching():
                self._trainer.wait(_PROGRESS_INTERVAL_S)

    def watch(self) -> None:
        """Keeps the index current until it is to stop.

        Raises:
            StoreError: if the store cannot be closed in order.
        """
        doorbell = Doorbell(self._vault, self._settings.indexer, self._stop)
        with contextlib.suppress(NotelinksError):  # it is tried again when there is something to read
            self._readers.warm_up()
        try:
            while not self._stop.is_set():
                if doorbell.has_rung() or self._sweeps.due_in_s <= 0:
                    self._look_patiently(doorbell)
                self._retrain_patiently()
                doorbell.wait(min(self._sweeps.due_in_s, self._patience_s()))
        finally:
            doorbell.close()

    # Looking

    def _look_patiently(self, doorbell: Doorbell) -> None:
        """Looks at the vault, or where it has changed; whatever is in the way is told, and tried again."""
        is_sweep = self._sweeps.due_in_s <= 0
        folders = doorbell.answer()
        doorbell.arm()
        started, problem = time.monotonic(), ""
        try:
            self._look(None if is_sweep else folders)
        except (NotelinksError, OSError) as error:
            problem = str(error)
            self._forget_unwritten(error)
        self._tell_problem(problem, doorbell)
        if folders is None or is_sweep or problem:
            relies_on_events = not problem and doorbell.mode == "events"
            self._sweeps.done(time.monotonic() - started, relies_on_events=relies_on_events)
        else:
            self._sweeps.done_in_part()

    def _forget_unwritten(self, error: Exception) -> None:
        """After a store that could not be written: what is in memory may not be what is stored."""
        if not isinstance(error, VaultAwayError):
            self._trainer.stop()
            self._contents = None
            self._publisher = Publisher(self._writer, self._settings)
            self._mentions = MentionSearch(self._writer)

    def _tell_problem(self, problem: str, doorbell: Doorbell | None) -> None:
        """Says in the log and, if it can be written, in the status what is wrong and how changes are noticed."""
        if problem and problem != self._told_problem:
            self._reporter.event(problem)
        self._told_problem = problem
        values = {"problem": problem}
        if doorbell is not None:
            values |= {"watcher": doorbell.mode, "watcher_reason": doorbell.reason}
        with contextlib.suppress(StoreError):
            if any(self._writer.meta(key) != value for key, value in values.items()):
                self._writer.set_status(**values)

    def _look(self, folders: Set[str] | None = None, *, accept_empty: bool = False) -> None:
        started = time.monotonic()
        rules = read_vault_rules(self._vault, self._settings.notes, self._rules)
        changes = reading.refresh_store(
            self._vault,
            self._writer,
            rules.exclusions,
            self._readers.read_all,
            scanner=self._scanner,
            folders=folders,
            accept_empty=accept_empty,
            on_progress=self._report_reading,
        )
        has_new_rules, self._rules = rules is not self._rules, rules
        link_targets = self._writer.meta("link_targets")
        has_new_targets, self._link_targets = link_targets != self._link_targets, link_targets
        if has_new_rules:
            for problem in rules.problems:
                self._reporter.event(f"settings of the vault: {safe_text(problem)}")
        if self._contents is None or changes or has_new_rules or has_new_targets:
            before, named = self._contents or self._publisher.listed, (rules.config.languages, rules.set_aside)
            self._contents = refresh_contents(before, self._writer, changes, *named, have_links_moved=has_new_targets)
            self._publisher.follow(self._contents)
            if self._is_due() or not self._find_mentions():
                self._tell_pending()
        if changes:
            self._reporter.event(f"{describe(changes)} in {time.monotonic() - started:.2f} s")

    def _find_mentions(self) -> bool:
        """Goes on for a moment to bring the mentions up to the last look; gives True, and tells it, when they are."""
        if not self._is_searching():
            return False
        self._mentions.go_on(self._contents, self._rules.config.languages)
        if is_done := not self._is_searching():
            self._tell_pending()
        return is_done

    def _is_searching(self) -> bool:
        return self._contents is not None and not self._mentions.is_done_for(self._contents)

    def _tell_pending(self) -> None:
        """Says in the status what is left to do."""
        pending = max(self._publisher.count_pending(self._contents), int(self._is_searching()))
        is_idle = {} if self._trainer.is_busy else {"activity": "idle", "progress": None}
        self._writer.set_status(pending=pending, **is_idle)

    def _report_reading(self, n_read: int, n_notes: int) -> bool:
        """Shows how far reading is; gives False if it is to stop."""
        if n_notes > 1 and self._early_lists is None and self._publisher.generation is None:
            self._trainer.warm_up(self._settings.training)
            self._early_lists = EarlyLists(self._publisher, self._trainer)
        self._reporter.reading(n_read, n_notes)
        if self._status_interval.is_over():
            self._writer.set_status(activity="reading", reading=json.dumps([n_read, n_notes]))
            if self._early_lists is not None:
                self._early_lists.go_on(n_read, n_notes, self._order(Vectors.NONE, is_awaited=True))
        return not self._stop.is_set()

    # Training

    def _is_due(self) -> bool:
        """Whether a training goes on, or the lists are not what they should be."""
        now, publisher = self._contents, self._publisher
        is_wanted = now is not None and (publisher.needs_training(now) or publisher.needs_lists(now))
        return self._trainer.is_busy or is_wanted

    def _patience_s(self) -> float:
        """How long nothing has to be done for the training."""
        if self._is_searching():
            return 0.0
        if self._trainer.is_busy:
            return _PROGRESS_INTERVAL_S
        until_next_s = self._rested_s - time.monotonic() if self._is_due() else math.inf
        return min(max(0.0, until_next_s), self._trainer.rests_in_s)

    def _retrain_patiently(self) -> None:
        """Goes on with the training when it is time for it. If it fails, the next one waits, each time longer."""
        try:
            if self._trainer.is_busy or (self._is_due() and time.monotonic() >= self._rested_s):
                self._retrain()
            elif self._contents is not None:
                self._publisher.prepare(self._contents)
            self._find_mentions()
        except (NotelinksError, OSError) as error:
            self._forget_unwritten(error)
            self._sweeps.done(0.0, relies_on_events=False)  # what was forgotten is read again by the next look
            self._tell_problem(str(error), None)
            self._rest_s = min(max(2 * self._rest_s, _SHORTEST_REST_S), _LONGEST_REST_S)
            self._rested_s = time.monotonic() + self._rest_s
        self._trainer.rest()

    def _retrain(self, *, is_awaited: bool = False) -> None:
        """Begins a training if none goes on, shows how far it is, publishes if it is over."""
        if not self._trainer.is_busy:
            needs_training = self._publisher.needs_training(self._contents)
            vectors = Vectors.TRAINED if needs_training else Vectors.CURRENT
            is_first = not self._writer.meta("corpus_digest")
            self._trainer.begin(self._order(vectors, is_awaited=is_awaited or is_first))
        elif (made := self._trainer.take()) is not None:
            self._finish_retraining(made)
        else:
            self._report_retraining()

    def _order(self, vectors: Vectors, *, is_awaited: bool) -> Order:
        return order_for(self._writer, self._settings, self._rules, vectors, is_awaited=is_awaited)

    def _finish_retraining(self, made: Made) -> None:
        self._publisher.publish(made, self._contents)
        seconds = self._trainer.seconds
        if made.vectors is not Vectors.NONE:  # no rest before the first training
            self._rested_s = time.monotonic() + rest_after(seconds, self._settings.indexer.training_share)
        if made.vectors is Vectors.TRAINED:
            number = self._writer.meta("generation")
            self._reporter.event(f"generation {number} trained and published in {seconds:.1f} s")
        self._rest_s = 0.0
        self._tell_pending()

    def _report_retraining(self) -> None:
        progress, is_listing = self._trainer.progress, self._trainer.is_listing
        if progress is not None:
            self._reporter.training(progress)
        elif is_listing:
            self._reporter.publishing()
        if self._status_interval.is_over():
            activity = "publishing" if is_listing else "training"
            self._writer.set_status(activity=activity, progress=progress and pack_progress(progress))

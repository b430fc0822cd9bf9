"""A training and all that follows from it, beside the work on the vault: on a thread of its own.

It reads what is stored through a connection of its own, at one moment, and writes nothing: what it has made is for the
indexer to publish.
"""

import contextlib
import os
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from notelinks.config import Settings
from notelinks.indexer.contents import Contents, load_contents
from notelinks.indexer.corpus import VaultCorpus, load_corpus
from notelinks.indexer.generation import start_training
from notelinks.indexer.listing import Listing
from notelinks.indexer.memory import give_back_memory
from notelinks.notes.vault_rules import VaultRules
from notelinks.records import TrainingProgress
from notelinks.related.generation import Generation
from notelinks.store.reader import StoreReader
from notelinks.store.rows import Lists

_NICENESS = 10
"""Of the threads that train while nobody waits, from 0 to 19: whatever else the machine has to do goes first."""


_FREE_S = 1.0
"""Of each training that needs no rest after it: small vaults are trained anew after every save."""


def rest_after(seconds: float, share: float) -> float:
    """Seconds until the next training may begin, so that trainings take no more than a share of the time.

    Args:
        seconds: that the last one took.
        share: see `IndexerConfig.training_share`.
    """
    return max(0.0, seconds - _FREE_S) * (1.0 / share - 1.0)


@dataclass(frozen=True)
class Retrained:
    """What came out."""

    contents: Contents
    """The notes that were trained on or compared."""
    listing: Listing
    """With the generation, which is the one that was given if that was not trained anew."""
    lists: list[Lists]
    """Of all notes."""
    used_form_ids: frozenset[int]
    """All written forms that occur in the notes."""


class _StoppedError(Exception):
    """The work is not wanted any more."""


class Retraining:
    """One run of it."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        generation: Generation | None,
        rules: VaultRules,
        warming: threading.Thread | None = None,
        *,
        is_awaited: bool,
    ) -> None:
        """Starts at once.

        Args:
            folder: of the index.
            generation: if given, nothing is trained, only the lists are computed with it.
            rules: of the vault.
            warming: a thread that loads the compiled code and must have ended before it is used.
            is_awaited: somebody waits for the result, so it is not to give way to everything else.
        """
        self._folder = folder
        self._settings = settings
        self._generation = generation
        self._rules = rules
        self._warming = warming
        self._is_awaited = is_awaited
        self._is_stopping = threading.Event()
        self._made: Future[Retrained] = Future()
        self._started_s = self._ended_s = time.monotonic()
        self.progress: TrainingProgress | None = None
        """How far the training is, None before it and after it."""
        self.is_listing = False
        """Whether the training is over, and the lists are being computed."""
        self._thread = threading.Thread(target=self._run, name="retraining", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        return not self._thread.is_alive()

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self._ended_s - self._started_s

    def stop(self) -> None:
        """Ends it without a result."""
        self._is_stopping.set()
        self._thread.join()

    def wait(self, timeout_s: float) -> None:
        """Returns when it is over, or the time is."""
        self._thread.join(timeout_s)

    def result(self) -> Retrained:
        """What came out, once it is over.

        Raises:
            Exception: whatever was in the way.
        """
        return self._made.result()

    def _run(self) -> None:
        if not self._is_awaited:
            with contextlib.suppress(OSError, AttributeError):  # where a thread has no priority of its own
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        try:
            if self._warming is not None:
                self._warming.join()
            self._made.set_result(self._make())
        except Exception as error:
            self._made.set_exception(error)
        self._ended_s = time.monotonic()

    def _make(self) -> Retrained:
        with StoreReader(self._folder) as reader, reader.snapshot():
            contents = load_contents(reader, self._rules.config.languages, self._rules.set_aside)
            corpus = load_corpus(reader, contents)
        give_back_memory()
        listing = self._train(corpus) if self._generation is None else self._open_listing(corpus)
        lists = []
        for of_note in listing.lists_of_all():
            self._check()
            lists.append(of_note)
        return Retrained(contents, listing, lists, corpus.form_ids)

    def _open_listing(self, corpus: VaultCorpus) -> Listing:
        self.is_listing = True
        return Listing(corpus, self._generation, self._settings.ranking)

    def _train(self, corpus: VaultCorpus) -> Listing:
        trainer = start_training(corpus, self._settings.training)
        while not trainer.is_done:
            self._check()
            self.progress = trainer.run()
        self.progress = None
        self.is_listing = True
        vectors = trainer.word_vectors.copy()  # a view would keep the whole workspace
        del trainer
        return Listing.of_training(corpus, vectors, self._settings.ranking)

    def _check(self) -> None:
        if self._is_stopping.is_set():
            raise _StoppedError

"""Last step of the flow: what is published, what it belongs to, and how it is brought up to the notes."""

import hashlib
import json
import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from notelinks.config import Settings
from notelinks.errors import StoreError
from notelinks.indexer.corpus import VaultCorpus
from notelinks.indexer.lists import (
    adapt_generation,
    find_all_lists,
    find_changed_lists,
    make_generation,
)
from notelinks.related.generation import Generation, load_generation, write_generation
from notelinks.store.generations import (
    KEPT_GENERATIONS,
    check_generation,
    digest_generation,
    generation_folder,
    new_generation,
)
from notelinks.store.writer import StoreWriter

ALGORITHM = 4
"""Raised when the same notes and settings would give other vectors or lists, so that every index is made anew."""


class Publisher:
    """Knows which notes the published lists and the current generation belong to.

    Lists are exact when all of them were computed together from a generation that was trained on these very notes.
    After a save they are as good as today's word vectors allow: the notes that changed, and both ends of each link
    that came or went, are compared with all notes anew. A note with more or fewer links than before now counts less or
    more between two others as well; that waits for the next training, which makes all lists exact again.
    """

    def __init__(self, writer: StoreWriter, settings: Settings) -> None:
        self._writer = writer
        self._settings = settings
        self._generation = self._load_generation()
        self._listed: dict[str, str] | None = None
        self._links: set[tuple[str, str]] = set()
        self._trained: dict[str, str] = {}

    @property
    def has_no_generation(self) -> bool:
        return self._generation is None

    def needs_training(self, corpus: VaultCorpus) -> bool:
        """Whether the current generation belongs to another text, other settings or an older program."""
        return self._generation is None or self._writer.meta("corpus_digest") != self._model_digest(corpus)

    def count_pending(self, corpus: VaultCorpus) -> int:
        """Notes that are not as they were when the current generation was trained."""
        if not self.needs_training(corpus):
            return 0
        return max(1, sum(self._trained.get(key) != digest for key, digest in _digests(corpus).items()))

    def publish_lists(self, corpus: VaultCorpus) -> None:
        """Brings the lists up to the notes with the generation at hand; does nothing while there is none."""
        if self._generation is None:
            return
        is_trained = not self.needs_training(corpus)
        digests = _digests(corpus)
        is_best = bool(self._writer.meta("are_lists_exact")) or not is_trained
        if is_best and self._writer.meta("lists_digest") == _digest_of(digests):
            self._remember(corpus, is_trained)
            return
        if is_trained or self._listed is None:
            self._publish_all(corpus, is_trained, {})
            return
        relinked = {key for pair in self._links ^ _linked_keys(corpus) for key in pair}
        changed = np.array(
            [row for row, (key, d) in enumerate(digests.items()) if self._listed.get(key) != d or key in relinked]
        )
        generation, ranking = adapt_generation(corpus, self._generation), self._settings.ranking
        published = self._writer.related_lists()
        self._writer.publish(
            lists=find_changed_lists(corpus, generation, changed, published, ranking) if len(changed) else (),
            is_complete=False,
            meta={"lists_digest": _digest_of(digests), "are_lists_exact": False},
        )
        self._remember(corpus, is_trained)

    def publish_training(self, trained: VaultCorpus, word_vectors: np.ndarray, current: VaultCorpus) -> int:
        """Makes a new generation and its lists current, in one transaction.

        Args:
            trained: what was trained on.
            word_vectors: (n_words, n_dims) float32, for the vocabulary of `trained`.
            current: the notes as they are by now.

        Returns:
            The number of the generation.
        """
        generation = make_generation(trained, word_vectors, self._settings.ranking)
        number = self._writer.meta("generation", 0) + 1
        with new_generation(self._writer.folder, number) as folder:
            write_generation(folder, generation)
        n_kept = KEPT_GENERATIONS if _has_all_words(generation, self._generation) else 1
        self._generation = generation
        self._trained = _digests(trained)
        model_digest = self._model_digest(trained)
        is_trained = model_digest == self._model_digest(current)
        meta = {
            "generation": number,
            "generation_digest": digest_generation(generation_folder(self._writer.folder, number)),
            "trained_s": time.time(),
            "corpus_digest": model_digest,
            "shares": json.dumps(generation.shares),
        }
        self._publish_all(current, is_trained, meta, n_kept)
        return number

    def forget(self) -> None:
        """As if nothing had ever been trained."""
        self._generation, self._listed, self._trained, self._links = None, None, {}, set()

    def _publish_all(
        self, corpus: VaultCorpus, is_trained: bool, meta: Mapping[str, Any], n_kept: int = KEPT_GENERATIONS
    ) -> None:
        digests = _digests(corpus)
        generation = adapt_generation(corpus, self._generation)
        self._writer.publish(
            lists=find_all_lists(corpus, generation, self._settings.ranking),
            is_complete=True,
            meta={**meta, "lists_digest": _digest_of(digests), "are_lists_exact": is_trained},
            used_form_ids=set(corpus.form_ids),
            n_kept_generations=n_kept,
        )
        self._remember(corpus, is_trained)

    def _remember(self, corpus: VaultCorpus, is_trained: bool) -> None:
        self._listed = _digests(corpus)
        self._links = _linked_keys(corpus)
        if is_trained:
            self._trained = self._listed

    def _model_digest(self, corpus: VaultCorpus) -> str:
        training, ranking = self._settings.training, self._settings.ranking
        of_settings = f"{ALGORITHM} {training} {ranking}".replace(f"n_threads={training.n_threads}", "")
        return hashlib.sha256(f"{of_settings} {corpus.digest}".encode()).hexdigest()

    def _load_generation(self) -> Generation | None:
        number = self._writer.meta("generation", 0)
        if not number:
            return None
        try:
            folder = generation_folder(self._writer.folder, number)
            check_generation(folder, self._writer.meta("generation_digest", ""))
            return load_generation(folder)
        except StoreError:
            return None


def _digests(corpus: VaultCorpus) -> dict[str, str]:
    """Digest of each note by key, in order of row."""
    return dict(zip(corpus.text.keys, corpus.digests, strict=True))


def _linked_keys(corpus: VaultCorpus) -> set[tuple[str, str]]:
    """Keys of both ends of all links."""
    keys = corpus.text.keys
    return {(keys[a], keys[b]) for a, b in corpus.links.tolist()}


def _has_all_words(generation: Generation, old: Generation | None) -> bool:
    """Whether every word of an older generation is in this one: if not, the older one holds deleted words."""
    return old is not None and {*old.words, *old.displayed} <= {*generation.words, *generation.displayed}


def _digest_of(digests: Mapping[str, str]) -> str:
    pairs = "\0".join(f"{key}\0{digest}" for key, digest in digests.items())
    return hashlib.sha256(pairs.encode("utf-8", "surrogateescape")).hexdigest()

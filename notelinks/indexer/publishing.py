"""Last step of the flow: what is published, what it belongs to, and how it is brought up to the notes."""

import hashlib
import json
import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from notelinks.config import Settings
from notelinks.errors import StoreError
from notelinks.indexer.contents import Contents, load_contents
from notelinks.indexer.corpus import load_corpus
from notelinks.indexer.listing import Listing
from notelinks.indexer.memory import give_back_memory
from notelinks.indexer.training_order import Made, Vectors
from notelinks.related.generation import Generation, load_generation, write_generation
from notelinks.store.generations import (
    check_generation,
    digest_generation,
    generation_folder,
    new_generation,
)
from notelinks.store.rows import Lists
from notelinks.store.writer import StoreWriter

ALGORITHM = 7
"""Raised when the same notes and settings would give other vectors or lists, so that every index is made anew."""

_MOST_PRODUCTS = 400_000_000
"""What following a save may cost, about half a second. Where more has changed at once, all lists wait for the next
training, which is due anyway."""

_FINGERPRINT_BYTES = 8
"""Few, for each note has some. Among a million notes, a changed one passes for unchanged once in 10^13 times."""


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
        self._listing: Listing | None = None
        self._listed = self._find_listed()
        self._trained = _unpack_fingerprints(writer.meta("trained_notes", b""))

    @property
    def generation(self) -> Generation | None:
        """The current one."""
        return self._generation

    @property
    def listed(self) -> Contents | None:
        """The notes that the published lists belong to; None if those of the store are other ones at the start."""
        return self._listed

    def needs_training(self, contents: Contents) -> bool:
        """Whether the current generation belongs to another text, other settings or an older program."""
        return self._generation is None or self._writer.meta("corpus_digest") != self._model_digest(contents)

    def needs_lists(self, contents: Contents) -> bool:
        """Whether the published lists are not what a fresh index of these notes would have."""
        is_current = self._writer.meta("lists_digest") == contents.lists_digest
        return not (is_current and self._writer.meta("are_lists_exact"))

    def count_pending(self, contents: Contents) -> int:
        """Notes that are not as they were when the current generation was trained."""
        if not self.needs_training(contents):
            return int(self.needs_lists(contents))
        return max(1, sum(fingerprint not in self._trained for fingerprint in _fingerprints(contents)))

    def follow(self, contents: Contents) -> None:
        """Brings the lists up to the notes with the generation at hand, as far as that is done quickly."""
        if self._generation is None or self._listed is None or self._listed.lists_digest == contents.lists_digest:
            return
        self.prepare(contents)
        changed = contents.changed_since(self._listed)
        if self._listing.cost_of(len(changed)) > _MOST_PRODUCTS:
            return
        lists = list(self._listing.follow(contents, changed, self._writer))
        self._publish(lists, contents, {}, is_complete=False, are_exact=False)

    def publish(self, made: Made, current: Contents) -> None:
        """Makes what a training process has made current, in one transaction.

        Args:
            current: the notes as they are by now.
        """
        lists = [of_note for of_note in made.lists if of_note.note_id in current.digest_of]
        meta: dict[str, Any] = {}
        used_form_ids = None
        generation = made.listing.generation
        if made.vectors is not Vectors.CURRENT:
            meta = self._write_generation(generation)
            meta |= {"trained_s": 0.0, "corpus_digest": "", "trained_notes": b""}
        if made.vectors is Vectors.TRAINED:
            used = np.union1d(made.used_form_ids, self._forms_since(made.contents, current))
            used_form_ids = set(used.tolist())
            fingerprints = _fingerprints(made.contents)
            self._trained = frozenset(fingerprints)
            meta |= {"trained_s": time.time(), "corpus_digest": self._model_digest(made.contents)}
            meta |= {"trained_notes": b"".join(fingerprints)}
        self._listing, self._generation = made.listing, generation
        is_of_today = made.vectors is Vectors.CURRENT and not self.needs_training(made.contents)
        self._publish(
            lists,
            made.contents,
            meta,
            is_complete=True,
            are_exact=made.vectors is Vectors.TRAINED or is_of_today,
            used_form_ids=used_form_ids,
        )
        self.follow(current)
        give_back_memory()

    def prepare(self, contents: Contents) -> None:
        """Takes the listing into memory that the next `follow` will need, if lists have been published.

        Args:
            contents: the notes as they are.
        """
        if self._listing is None and self._generation is not None and self._listed is not None:
            listing = Listing(load_corpus(self._writer, contents), self._generation, self._settings.ranking)
            listing.adopt(self._writer.related_lists())
            self._listing = listing
            give_back_memory()

    def forget(self) -> None:
        """As if nothing had ever been trained."""
        self._generation = self._listing = self._listed = None
        self._trained = frozenset()

    def _publish(
        self, lists: list[Lists], contents: Contents, meta: Mapping[str, Any], *, are_exact: bool, **options: Any
    ) -> None:
        of_lists = {"lists_digest": contents.lists_digest, "are_lists_exact": are_exact}
        self._writer.publish(lists=lists, meta={**meta, **of_lists}, **options)
        self._listed = contents

    def _write_generation(self, generation: Generation) -> dict[str, Any]:
        """Writes the files of a generation; gives the values that make it the current one."""
        number = self._writer.meta("generation", 0) + 1
        with new_generation(self._writer.folder, number) as folder:
            write_generation(folder, generation)
        return {
            "generation": number,
            "generation_digest": digest_generation(generation_folder(self._writer.folder, number)),
            "shares": json.dumps(generation.shares),
        }

    def _forms_since(self, before: Contents, current: Contents) -> np.ndarray:
        """Written forms of the notes that have changed meanwhile."""
        changed = self._writer.stored_notes(sorted(current.changed_since(before)))
        forms = b"".join(note.title_forms + note.forms for note in changed)
        return np.frombuffer(forms, dtype="<i4")

    def _model_digest(self, contents: Contents) -> str:
        training, ranking = self._settings.training, self._settings.ranking
        of_settings = f"{ALGORITHM} {training} {ranking}".replace(f"n_threads={training.n_threads}", "")
        return hashlib.sha256(f"{of_settings} {contents.digest}".encode()).hexdigest()

    def _find_listed(self) -> Contents | None:
        """The notes that the published lists belong to, if they are those that are stored."""
        contents = load_contents(self._writer)
        return contents if self._writer.meta("lists_digest") == contents.lists_digest else None

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


def _fingerprints(contents: Contents) -> list[bytes]:
    """`_FINGERPRINT_BYTES` of each note that tell its key and words from any other's."""
    pairs = zip(contents.keys, contents.digests, strict=True)
    texts = (f"{key}\0{digest}".encode("utf-8", "surrogateescape") for key, digest in pairs)
    return [hashlib.blake2b(text, digest_size=_FINGERPRINT_BYTES).digest() for text in texts]


def _unpack_fingerprints(packed: bytes) -> frozenset[bytes]:
    starts = range(0, len(packed), _FINGERPRINT_BYTES)
    return frozenset(packed[start : start + _FINGERPRINT_BYTES] for start in starts)

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
from notelinks.records import OnDemand
from notelinks.related.generation import Generation, load_generation, write_generation
from notelinks.related.trained_notes import TrainedNotes, load_trained_notes, write_trained_notes
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
        self._generation, self._notes = self._load_generation()
        self._listing: Listing | None = None
        self._listed = self._find_listed()

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
        if self._notes is None or not self._writer.meta("corpus_digest"):
            return max(1, len(contents.keys))
        return max(1, int(np.count_nonzero(self._notes.find(contents.note_ids, contents.digests) < 0)))

    def follow(self, contents: Contents) -> None:
        """Brings the lists up to the notes with the generation at hand, as far as that is done quickly.

        Lists from before the first training stay as they are: it comes next, and replaces them all.
        """
        if not self._writer.meta("trained_s"):
            return
        if self._generation is None or self._listed is None or self._listed.lists_digest == contents.lists_digest:
            return
        if self._writer.meta("on_demand"):
            self._publish([], contents, {}, is_complete=False, are_exact=not self.needs_training(contents))
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
        meta = {"on_demand": None if made.listing else self._describe_lists(made.contents)}
        used_form_ids = None
        if made.notes is not None:
            meta |= self._write_generation(made.generation, made.notes)
            meta |= {"trained_s": 0.0, "corpus_digest": ""}
        if made.vectors is Vectors.TRAINED:
            used = np.union1d(made.used_form_ids, self._forms_since(made.contents, current))
            used_form_ids = set(used.tolist())
            meta |= {"trained_s": time.time(), "corpus_digest": self._model_digest(made.contents)}
        self._listing, self._generation = made.listing, made.generation
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
        is_wanted = self._listing is None and self._generation is not None and self._listed is not None
        if is_wanted and not self._writer.meta("on_demand"):
            listing = Listing(load_corpus(self._writer, contents), self._generation, self._settings.ranking)
            listing.adopt(self._writer.related_lists())
            self._listing = listing
            give_back_memory()

    def forget(self) -> None:
        """As if nothing had ever been trained."""
        self._generation = self._notes = self._listing = self._listed = None

    def _publish(
        self, lists: list[Lists], contents: Contents, meta: Mapping[str, Any], *, are_exact: bool, **options: Any
    ) -> None:
        of_lists = {"lists_digest": contents.lists_digest, "are_lists_exact": are_exact}
        self._writer.publish(lists=lists, meta={**meta, **of_lists}, **options)
        self._listed = contents

    def _write_generation(self, generation: Generation, notes: TrainedNotes) -> dict[str, Any]:
        """Writes the files of a generation; gives the values that make it the current one."""
        number = self._writer.meta("generation", 0) + 1
        with new_generation(self._writer.folder, number) as folder:
            write_generation(folder, generation)
            write_trained_notes(folder, notes)
        folder = generation_folder(self._writer.folder, number)
        self._notes = load_trained_notes(folder)
        return {
            "generation": number,
            "generation_digest": digest_generation(folder),
            "shares": json.dumps(generation.shares),
        }

    def _describe_lists(self, contents: Contents) -> str:
        """What readers have to know to compute lists as they would be published."""
        config = self._settings.ranking
        lists = OnDemand(config.n_neighbours, config.n_concepts, contents.languages, contents.set_aside)
        return json.dumps(lists._asdict())

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

    def _load_generation(self) -> tuple[Generation, TrainedNotes] | tuple[None, None]:
        number = self._writer.meta("generation", 0)
        if not number:
            return None, None
        try:
            folder = generation_folder(self._writer.folder, number)
            check_generation(folder, self._writer.meta("generation_digest", ""))
            return load_generation(folder), load_trained_notes(folder)
        except StoreError:
            return None, None

"""The words and the fact that explain why two notes are related."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from notelinks.errors import NoteNotFoundError
from notelinks.query.stop_words import StopWords
from notelinks.query.vectors import hidden_words, open_generation
from notelinks.records import NoteLinks, Reason
from notelinks.related.links import explain_shared
from notelinks.related.note_vectors import Sparse, count_words
from notelinks.related.reasons import Parts, explain_scores
from notelinks.store.reader import StoreReader

_SHOWN_WORDS = 3
"""Words of a reason."""


class ReasonFinder:
    """Explains scores of the generation that was current when it was made."""

    def __init__(self, reader: StoreReader) -> None:
        """
        Raises:
            StoreError: if there is no generation yet or it cannot be read.
        """
        self._reader = reader
        self._generation = open_generation(reader)
        self._stop_words = StopWords(reader.folder)
        word_ids = self._generation.word_ids
        self._words_of_forms = {form_id: word_ids.get(word, -1) for form_id, _, word in reader.forms()}

    def reason(self, note_id: int, other_id: int) -> Reason:
        """Why `other_id` is related to `note_id`."""
        return self.reasons(note_id, [other_id])[0]

    def reasons(self, note_id: int, other_ids: Sequence[int]) -> list[Reason]:
        """Why each of the other notes is related to `note_id`.

        Raises:
            NoteNotFoundError: if one of the notes has gone.
            StoreError: if the user's stop words cannot be read.
        """
        if not other_ids:
            return []
        links, tags = self._reader.links(note_id), self._reader.tags(note_id)
        is_hidden = hidden_words(self._generation, self._stop_words.current())
        link_parts = [self._link_part(note_id, other_id) for other_id in other_ids]
        found = explain_scores(self._generation, *self._count([note_id, *other_ids]), link_parts)
        return [
            Reason(self._best_words(parts, is_hidden), parts.links, parts.total, self._fact(links, tags, other_id))
            for parts, other_id in zip(found, other_ids, strict=True)
        ]

    def _best_words(self, parts: Parts, is_hidden: np.ndarray) -> tuple[tuple[str, float], ...]:
        shown = (parts.parts > 0) & ~is_hidden[parts.word_ids]
        word_ids, values = parts.word_ids[shown], parts.parts[shown]
        best = np.argsort(-values, kind="stable")[:_SHOWN_WORDS]
        return tuple((self._generation.displayed[word_ids[i]], float(values[i])) for i in best)

    def _fact(self, links: NoteLinks, tags: tuple[str, ...], other_id: int) -> str:
        if any(mention.note_id == other_id for mention in links.mentioned_in):
            return "names this note"
        if any(mention.note_id == other_id for mention in links.mentions):
            return "is named here"
        own = {link.note_id for link in (*links.outgoing, *links.backlinks)}
        shared = len(own & self._reader.linked_ids(other_id))
        if shared:
            return f"{shared} shared link{'s' if shared > 1 else ''}"
        other_tags = {tag.casefold() for tag in self._reader.tags(other_id)}
        both = [tag for tag in tags if tag.casefold() in other_tags]
        return f"both #{both[0]}" if both else ""

    def _link_part(self, note_id: int, other_id: int) -> float:
        shared = self._reader.linked_ids(note_id) & self._reader.linked_ids(other_id)
        return explain_shared(len(self._reader.linked_ids(neighbour)) for neighbour in shared)

    def _count(self, note_ids: Sequence[int]) -> tuple[Sparse, Sparse]:
        """How often each word of the generation occurs in each note, and in its title."""
        texts: tuple[list[int], list[int]] = ([], [])
        titles: tuple[list[int], list[int]] = ([], [])
        for row, note_id in enumerate(note_ids):
            stored = self._reader.note_words(note_id)
            if stored is None:
                raise NoteNotFoundError(f"The note with id {note_id} is not in the index any more.")
            for (rows, words), forms in ((texts, stored.title_forms + stored.forms), (titles, stored.title_forms)):
                of_note = [self._words_of_forms.get(form, -1) for form in np.frombuffer(forms, dtype="<i4").tolist()]
                known = [word for word in of_note if word >= 0]
                words += known
                rows += [row] * len(known)
        shape = (len(note_ids), len(self._generation.words))
        as_array = partial(np.array, dtype=np.int64)
        return count_words(*map(as_array, texts), *shape), count_words(*map(as_array, titles), *shape)

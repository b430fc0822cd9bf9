"""The words, the sections and the fact that explain why two notes are related, or a note to a text."""

import dataclasses
from collections.abc import Sequence

import numpy as np

from notelinks.errors import NoteNotFoundError
from notelinks.query.known_words import KnownWords, count_texts
from notelinks.query.sections import Pieces, SectionMatcher
from notelinks.query.stop_words import StopWords
from notelinks.query.vectors import hidden_words, open_generation
from notelinks.records import NoteLinks, Reason
from notelinks.related.links import explain_shared
from notelinks.related.reasons import Parts, explain_scores
from notelinks.store.reader import StoreReader
from notelinks.store.rows import NoteWords

_SHOWN_WORDS = 3
"""Words of a reason."""

_LEAST_PART = 0.005
"""Of a second or third word that is named: less is shown as 0.00."""

_Fact = tuple[str, tuple[str, ...]]
"""A fact, and the titles of the notes that it is about."""

_NO_FACT: _Fact = ("", ())


class ReasonFinder:
    """Explains scores of the generation that was current when it was made."""

    def __init__(self, reader: StoreReader) -> None:
        """
        Raises:
            StoreError: if there is no generation yet or it cannot be read.
        """
        self._reader = reader
        opened = open_generation(reader)
        self._generation = opened.generation
        self._stop_words = StopWords(reader.folder)
        self._known = KnownWords(reader, opened)
        self._sections = SectionMatcher(self._generation, self._known)

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
        notes = [self._note_words(i) for i in (note_id, *other_ids)]
        links, tags = self._reader.links(note_id), self._reader.tags(note_id)
        texts = self._known.count([note.title_forms + note.forms for note in notes])
        titles = self._known.count([note.title_forms for note in notes])
        link_parts = [self._link_part(note_id, other_id) for other_id in other_ids]
        found = explain_scores(self._generation, texts, titles, link_parts)
        facts = [self._fact(links, tags, other_id) for other_id in other_ids]
        return self._make_reasons(found, facts, self._sections.cut(notes[0]), notes[1:])

    def text_reasons(self, words: Sequence[str], note_ids: Sequence[int]) -> list[Reason]:
        """Why each of some notes is near to a text, as `NoteRanking.near_text` scores them: by words alone.

        Args:
            words: of the text, in the vocabulary's form.

        Raises:
            NoteNotFoundError: if one of the notes has gone.
            StoreError: if the user's stop words cannot be read.
        """
        if not note_ids:
            return []
        notes = [self._note_words(note_id) for note_id in note_ids]
        text = self._known.ids_of_words(words)
        ids = [(self._known.ids(note.title_forms), self._known.ids(note.forms)) for note in notes]
        n_words = len(self._generation.words)
        texts = count_texts([text, *(np.concatenate(of_note) for of_note in ids)], n_words)
        titles = count_texts([text[:0], *(title for title, _ in ids)], n_words)
        by_words = dataclasses.replace(self._generation, link_share=0.0)
        found = explain_scores(by_words, texts, titles, [0.0] * len(notes), needs_common_word=False)
        return self._make_reasons(found, [_NO_FACT] * len(notes), self._sections.cut_text(text), notes)

    def _make_reasons(
        self, found: Sequence[Parts], facts: Sequence[_Fact], own: Pieces, others: Sequence[NoteWords]
    ) -> list[Reason]:
        is_hidden = hidden_words(self._generation, self._stop_words.current())
        reasons = []
        for parts, (fact, linked), other in zip(found, facts, others, strict=True):
            own_section, section = self._sections.match(own, self._sections.cut(other))
            words = self._best_words(parts, is_hidden)
            reasons.append(Reason(words, parts.links, parts.total, fact, own_section, section, linked))
        return reasons

    def _best_words(self, parts: Parts, is_hidden: np.ndarray) -> tuple[tuple[str, float], ...]:
        """The terms that add most; a term that stands for several words of the text adds what they add together."""
        shown = (parts.parts > 0) & ~is_hidden[parts.word_ids]
        totals: dict[str, float] = {}
        for word_id, part in zip(parts.word_ids[shown].tolist(), parts.parts[shown].tolist(), strict=True):
            text = self._generation.displayed[word_id]
            totals[text] = totals.get(text, 0.0) + part
        best = sorted(totals.items(), key=lambda word: -word[1])[:_SHOWN_WORDS]
        return (*best[:1], *(word for word in best[1:] if word[1] >= _LEAST_PART))

    def _fact(self, links: NoteLinks, tags: tuple[str, ...], other_id: int) -> _Fact:
        if any(mention.note_id == other_id for mention in links.mentioned_in):
            return "mentions this note", ()
        if any(mention.note_id == other_id for mention in links.mentions):
            return "mentioned here", ()
        own = {link.note_id: link.title for link in (*links.outgoing, *links.backlinks)}
        both = own.keys() & self._reader.linked_ids(other_id)
        if both:
            shared = sorted((len(self._reader.linked_ids(note_id)), own[note_id]) for note_id in both)
            return f"{len(shared)} shared link{'s' if len(shared) > 1 else ''}", tuple(title for _, title in shared)
        other_tags = {tag.casefold() for tag in self._reader.tags(other_id)}
        same = [tag for tag in tags if tag.casefold() in other_tags]
        return (f"both #{same[0]}", ()) if same else _NO_FACT

    def _link_part(self, note_id: int, other_id: int) -> float:
        shared = self._reader.linked_ids(note_id) & self._reader.linked_ids(other_id)
        return explain_shared(len(self._reader.linked_ids(neighbour)) for neighbour in shared)

    def _note_words(self, note_id: int) -> NoteWords:
        if (stored := self._reader.note_words(note_id)) is None:
            raise NoteNotFoundError(f"The note with id {note_id} is not in the index any more.")
        return stored

"""Keeps the mentions up to date: which notes name another one outside of links, and where."""

import json
import time
from collections.abc import Collection, Iterator, Set

from notelinks.indexer.contents import Contents
from notelinks.notes.languages import display_stop_words, vault_languages
from notelinks.notes.mentions import NameFinder, note_names
from notelinks.store.rows import FoundMention
from notelinks.store.writer import StoreWriter

_RULES = 1
"""Raised when the same names and passages would give other mentions."""

_NOTES_AT_ONCE = 100
"""Of a step: a tenth of a second."""

_SEARCH_S = 0.2
"""How long the search goes on at a time: for as long a save may have to wait."""


class MentionSearch:
    """Keeps the mentions of one index; it remembers all names, so that a save costs the search of one note.

    Many notes take minutes. So it goes step by step, and each step leaves a store that the next search goes on from.
    """

    def __init__(self, writer: StoreWriter) -> None:
        self._writer = writer
        self._names: dict[int, list[str]] = {}
        self._languages: tuple[str, ...] | None = None
        self._finder = NameFinder({}, ())
        self._steps: Iterator[None] = iter(())
        self._contents: Contents | None = None
        self._is_done = False

    def is_done_for(self, contents: Contents) -> bool:
        """Whether nothing is left to look for in these notes."""
        return self._is_done and contents is self._contents

    def go_on(self, contents: Contents, languages: tuple[str, ...] = (), seconds: float = _SEARCH_S) -> None:
        """Looks for all names in the notes that have changed, and in all notes for the names that have changed.

        Args:
            contents: the notes as they are; what is left of a search in others is given up.
            languages: whose stop words are no names by themselves; empty for those that the notes seem to be written
                in.
            seconds: after which no further step is taken.

        Raises:
            StoreError: if the store cannot be written.
        """
        if contents is not self._contents:
            self._contents, self._is_done, self._steps = contents, False, self._search(languages)
        until_s = time.monotonic() + seconds
        for _ in self._steps:
            if time.monotonic() >= until_s:
                return
        self._is_done = True

    def _search(self, languages: tuple[str, ...]) -> Iterator[None]:
        writer = self._writer
        languages = languages or vault_languages(writer.language_counts())
        rules = f"{_RULES} {' '.join(languages)}"
        if writer.meta("mention_rules") != rules:
            writer.forget_searches(rules)
        searches = writer.searches()
        sources = sorted(note_id for note_id, is_searched in searches.items() if not is_searched)
        if sources:
            targets = self._take_names(languages, searches.keys(), sources)
            yield from self._search_for(targets, sorted(searches.keys() - set(sources)))
            yield from self._search_in(sources)

    def _search_for(self, targets: dict[int, str], note_ids: list[int]) -> Iterator[None]:
        """Looks for names that have changed in the notes that have not; stored at once, as these names are then."""
        finder = NameFinder({note_id: self._names[note_id] for note_id in targets}, self._stop_words())
        found: list[FoundMention] = []
        for some in _parts(note_ids if targets else []):
            found += self._find(finder, some)
            yield
        self._writer.replace_mentions_of(targets, found)

    def _search_in(self, sources: list[int]) -> Iterator[None]:
        """Looks for all names in notes that have changed."""
        for some in _parts(sources):
            found = self._find(self._finder, some)
            self._writer.replace_mentions_in(some, found, is_last=some[-1] == sources[-1])
            yield

    def _take_names(self, languages: tuple[str, ...], note_ids: Set[int], changed: list[int]) -> dict[int, str]:
        """Learns the names of changed notes and forgets those of removed ones.

        Returns:
            The names of those of the changed notes that were not looked for by these names, as JSON, by note id.
        """
        is_first = languages != self._languages
        stored = self._writer.note_names(note_ids if is_first else changed)
        names = {note_id: of_note for note_id, of_note in self._names.items() if note_id in note_ids}
        names |= {note_id: note_names(n.key, n.title, n.aliases) for note_id, n in stored.items()}
        is_new, self._languages = is_first or names != self._names, languages
        if is_new:
            self._finder = NameFinder(names, self._stop_words())
        self._names = names
        texts = {note_id: json.dumps(names[note_id]) for note_id in changed}
        return {note_id: text for note_id, text in texts.items() if stored[note_id].searched != text}

    def _stop_words(self) -> frozenset[str]:
        return display_stop_words(self._languages or ())

    def _find(self, finder: NameFinder, note_ids: Collection[int]) -> list[FoundMention]:
        """The mentions in some notes; a note does not mention itself."""
        return [
            (note_id, target_id, place)
            for note_id, text in self._writer.searched_texts(note_ids)
            for target_id, place in sorted(finder.find(text).items())
            if target_id != note_id
        ]


def _parts(note_ids: list[int]) -> Iterator[list[int]]:
    return (note_ids[i : i + _NOTES_AT_ONCE] for i in range(0, len(note_ids), _NOTES_AT_ONCE))

"""Keeps the mentions up to date: which notes name another one outside of links, and where."""

import json
from collections.abc import Callable, Iterator, Set
from itertools import chain

from notelinks.notes.languages import display_stop_words, vault_languages
from notelinks.notes.mentions import NameFinder, note_names
from notelinks.store.rows import FoundMention
from notelinks.store.writer import StoreWriter

_RULES = 1
"""Raised when the same names and passages would give other mentions."""


class MentionSearch:
    """Keeps the mentions of one index; it remembers all names, so that a save costs the search of one note."""

    def __init__(self, writer: StoreWriter) -> None:
        self._writer = writer
        self._names: dict[int, list[str]] = {}
        self._languages: tuple[str, ...] | None = None
        self._finder = NameFinder({}, ())

    def refresh(self, languages: tuple[str, ...] = (), is_stopping: Callable[[], bool] = lambda: False) -> None:
        """Looks for all names in the notes that have changed, and in all notes for the names that have changed.

        Args:
            languages: whose stop words are no names by themselves; empty for those that the notes seem to be written
                in.
            is_stopping: asked before each note; if it gives True, nothing is stored, and the next call does it all.

        Raises:
            StoreError: if the store cannot be written.
        """
        writer = self._writer
        languages = languages or vault_languages(writer.language_counts())
        rules = f"{_RULES} {' '.join(languages)}"
        is_new = writer.meta("mention_rules") != rules
        searches = writer.searches()
        sources = {note_id for note_id, is_searched in searches.items() if is_new or not is_searched}
        if not sources and not is_new:
            return
        targets = self._take_names(languages, searches.keys(), sources)
        parts = [self._search(self._finder, sources)]
        if targets and sources != searches.keys():
            wanted = NameFinder({note_id: self._names[note_id] for note_id in targets}, display_stop_words(languages))
            parts.append(self._search(wanted, searches.keys() - sources))
        found: list[FoundMention] = []
        for of_note in chain(*parts):
            if is_stopping():
                return
            found += of_note
        writer.replace_mentions(sources, targets, found, rules)

    def _take_names(self, languages: tuple[str, ...], note_ids: Set[int], changed: set[int]) -> dict[int, str]:
        """Learns the names of changed notes and forgets those of removed ones.

        Returns:
            The names of those of the changed notes that were not looked for by these names, as JSON, by note id.
        """
        is_first = languages != self._languages
        stored = self._writer.note_names(note_ids if is_first else changed)
        names = {note_id: of_note for note_id, of_note in self._names.items() if note_id in note_ids}
        names |= {note_id: note_names(n.key, n.title, n.aliases) for note_id, n in stored.items()}
        if is_first or names != self._names:
            self._finder = NameFinder(names, display_stop_words(languages))
        self._names, self._languages = names, languages
        texts = {note_id: json.dumps(names[note_id]) for note_id in changed}
        return {note_id: text for note_id, text in texts.items() if stored[note_id].searched != text}

    def _search(self, finder: NameFinder, note_ids: Set[int]) -> Iterator[list[FoundMention]]:
        """The mentions in each of some notes; a note does not mention itself."""
        for note_id, text in self._writer.searched_texts(note_ids):
            found = sorted(finder.find(text).items())
            yield [(note_id, target_id, place) for target_id, place in found if target_id != note_id]

"""Keeps the mentions up to date: which notes name another one outside of links, and where."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain

from notelinks.notes.languages import display_stop_words, vault_languages
from notelinks.notes.mentions import NameFinder, note_names
from notelinks.store.rows import FoundMention
from notelinks.store.writer import StoreWriter

_RULES = 1
"""Raised when the same names and passages would give other mentions."""


def refresh_mentions(
    writer: StoreWriter, languages: tuple[str, ...] = (), is_stopping: Callable[[], bool] = lambda: False
) -> None:
    """Looks for all names in the notes that have changed, and in all notes for the names that have changed.

    Args:
        languages: whose stop words are no names by themselves; empty for those that the notes seem to be written in.
        is_stopping: asked before each note; if it gives True, nothing is stored, and the next call does it all.

    Raises:
        StoreError: if the store cannot be written.
    """
    languages = languages or vault_languages(Counter(writer.language_counts()))
    rules = f"{_RULES} {' '.join(languages)}"
    is_new = writer.meta("mention_rules") != rules
    sources = writer.unsearched_notes()
    if not sources and not is_new:
        return
    stored = writer.note_names()
    names = {note_id: note_names(n.key, n.title, n.aliases) for note_id, n in stored.items()}
    texts = {note_id: json.dumps(of_note) for note_id, of_note in names.items()}
    targets = {i: text for i, text in texts.items() if is_new or stored[i].searched != text}
    if is_new:
        sources = set(stored)
    stop_words = display_stop_words(languages)
    searches = [_search(writer, NameFinder(names, stop_words), sources)]
    if targets and sources != set(stored):
        wanted = NameFinder({note_id: names[note_id] for note_id in targets}, stop_words)
        searches.append(_search(writer, wanted, None, sources))
    found: list[FoundMention] = []
    for of_note in chain(*searches):
        if is_stopping():
            return
        found += of_note
    writer.replace_mentions(sources, targets, found, rules)


def _search(
    writer: StoreWriter, finder: NameFinder, note_ids: set[int] | None, but: frozenset[int] | set[int] = frozenset()
) -> Iterator[list[FoundMention]]:
    """The mentions in each of some notes, or of all but some; a note does not mention itself."""
    for note_id, text in writer.searched_texts(note_ids):
        if note_id not in but:
            found = sorted(finder.find(text).items())
            yield [(note_id, target_id, place) for target_id, place in found if target_id != note_id]

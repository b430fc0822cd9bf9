"""The stored words of all notes as arrays that can be trained on and ranked."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from notelinks.indexer.contents import Contents
from notelinks.notes.hidden_words import find_hidden
from notelinks.notes.words import drop_clitics
from notelinks.related.trained_notes import GONE, UNUSED
from notelinks.store.tables import StoredTables
from notelinks.word2vec.corpus import Corpus
from notelinks.word2vec.vocabulary import Vocabulary, build_vocabulary


@dataclass(frozen=True)
class StoredForms:
    """The written forms that are stored."""

    word_ids: np.ndarray
    """(n_form_ids,) int32, see `TrainedNotes.word_of_form`."""
    used: np.ndarray
    """(n_forms,) int64, ascending: ids of those that occur."""


@dataclass(frozen=True)
class VaultCorpus:
    """All notes of a vault, in the order of `contents`."""

    contents: Contents
    text: Corpus
    """Each note's title, then its words."""
    titles: tuple[np.ndarray, ...]
    """Word ids of each note's title."""
    vocabulary: Vocabulary
    displayed: tuple[str, ...]
    """The most frequent written form of each word."""
    is_hidden: np.ndarray
    """(n_words,) bool: not to be shown as a concept."""
    forms: StoredForms


def load_corpus(tables: StoredTables, contents: Contents) -> VaultCorpus:
    """The corpus of everything that is stored.

    Args:
        contents: of the very same state of the store.
    """
    notes = list(tables.stored_notes())
    forms = tables.forms()
    all_forms = np.frombuffer(b"".join(part for n in notes for part in (n.title_forms, n.forms)), dtype="<i4")
    lengths = [(len(note.title_forms) + len(note.forms)) // 4 for note in notes]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    n_form_ids = 1 + max((form_id for form_id, _, _ in forms), default=0)
    form_counts = np.bincount(all_forms, minlength=n_form_ids)

    word_counts: Counter[str] = Counter()
    for form_id, _, word in forms:
        word_counts[word] += int(form_counts[form_id])
    vocabulary = build_vocabulary(word_counts.items(), min_count=1)
    word_of_form = np.full(n_form_ids, GONE, dtype=np.int32)
    for form_id, _, word in forms:
        word_of_form[form_id] = vocabulary.word_ids.get(word, UNUSED)
    return VaultCorpus(
        contents=contents,
        text=Corpus(tuple(note.key for note in notes), word_of_form[all_forms], starts),
        titles=tuple(word_of_form[np.frombuffer(note.title_forms, dtype="<i4")] for note in notes),
        vocabulary=vocabulary,
        displayed=_most_frequent_forms(forms, form_counts, vocabulary),
        is_hidden=np.array(find_hidden(vocabulary.words, contents.languages), dtype=bool),
        forms=StoredForms(word_of_form, np.flatnonzero(form_counts)),
    )


def _most_frequent_forms(
    forms: list[tuple[int, str, str]], form_counts: np.ndarray, vocabulary: Vocabulary
) -> tuple[str, ...]:
    n_times: Counter[tuple[str, str]] = Counter()
    for form_id, written, word in forms:
        n_times[word, drop_clitics(written)] += int(form_counts[form_id])
    best: dict[str, tuple[int, str]] = {}
    for (word, shown), n in n_times.items():
        best[word] = min(best.get(word, (0, "")), (-n, shown))
    return tuple(best[word][1] for word in vocabulary.words)

"""The stored words of all notes as arrays that can be trained on and ranked."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from notelinks.indexer.contents import Contents
from notelinks.notes.hidden_words import find_hidden
from notelinks.notes.words import drop_clitics
from notelinks.related.trained_notes import GONE, UNUSED
from notelinks.store.tables import StoredTables
from notelinks.word2vec.corpus import Corpus
from notelinks.word2vec.vocabulary import Vocabulary, build_vocabulary

_AT_ONCE = 1 << 22
"""Words that are counted or looked up in one go."""


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
    forms = tables.forms()
    n_form_ids = 1 + max((form_id for form_id, _, _ in forms), default=0)
    keys, titles, starts, text = _read_text(tables)
    form_counts = _count_forms(text, n_form_ids)

    word_counts: Counter[str] = Counter()
    for form_id, _, word in forms:
        word_counts[word] += int(form_counts[form_id])
    vocabulary = build_vocabulary(word_counts.items(), min_count=1)
    word_of_form = np.full(n_form_ids, GONE, dtype=np.int32)
    for form_id, _, word in forms:
        word_of_form[form_id] = vocabulary.word_ids.get(word, UNUSED)
    for part in _parts(text):
        part[:] = word_of_form[part]
    return VaultCorpus(
        contents=contents,
        text=Corpus(keys, text, starts),
        titles=tuple(word_of_form[title] for title in titles),
        vocabulary=vocabulary,
        displayed=_most_frequent_forms(forms, form_counts, vocabulary),
        is_hidden=np.array(find_hidden(vocabulary.words, contents.languages), dtype=bool),
        forms=StoredForms(word_of_form, np.flatnonzero(form_counts)),
    )


def _read_text(tables: StoredTables) -> tuple[tuple[str, ...], list[np.ndarray], np.ndarray, np.ndarray]:
    """Keys of all notes, form ids of their titles, where each begins in the text, and form ids of the whole text.

    The text is the largest thing in memory by far: it is gathered in one buffer, which then holds word ids.
    """
    keys, titles, lengths, text = [], [], [], bytearray()
    for note in tables.stored_notes():
        keys.append(note.key)
        titles.append(np.frombuffer(note.title_forms, dtype="<i4"))
        lengths.append((len(note.title_forms) + len(note.forms)) // 4)
        text += note.title_forms
        text += note.forms
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return tuple(keys), titles, starts, np.frombuffer(text, dtype="<i4")


def _count_forms(text: np.ndarray, n_form_ids: int) -> np.ndarray:
    """(n_form_ids,) int64: how often each form occurs."""
    counts = np.zeros(n_form_ids, dtype=np.int64)
    for part in _parts(text):
        counts += np.bincount(part, minlength=n_form_ids)
    return counts


def _parts(text: np.ndarray) -> Iterator[np.ndarray]:
    """Views of a text, one after the other: NumPy makes copies of what it counts and looks up."""
    return (text[start : start + _AT_ONCE] for start in range(0, len(text), _AT_ONCE))


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

"""Second half of the flow, first step: the stored words of all notes as arrays that can be trained on and ranked."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from notelinks.notes.languages import display_stop_words, vault_languages
from notelinks.notes.words import drop_clitics
from notelinks.selection import lies_below
from notelinks.store.writer import StoreWriter
from notelinks.word2vec.corpus import Corpus
from notelinks.word2vec.vocabulary import Vocabulary, build_vocabulary


@dataclass(frozen=True)
class VaultCorpus:
    """All notes of a vault, in order of key. A note's row is its place in that order."""

    note_ids: np.ndarray
    """(n_notes,) int64."""
    digests: tuple[str, ...]
    """Of each note, see `TokenizedNote`."""
    text: Corpus
    """Each note's title, then its words."""
    titles: tuple[np.ndarray, ...]
    """Word ids of each note's title."""
    links: np.ndarray
    """(n_pairs, 2) int64, rows of linked notes: each pair once, the smaller row first, in order."""
    vocabulary: Vocabulary
    displayed: tuple[str, ...]
    """The most frequent written form of each word."""
    is_hidden: np.ndarray
    """(n_words,) bool: not to be shown as a concept."""
    is_set_aside: np.ndarray
    """(n_notes,) bool: the note is no evidence for the concepts of others."""
    languages: tuple[str, ...]
    """ISO 639-1 codes: those that were set, or those that many notes are written in, see `vault_languages`."""
    form_ids: frozenset[int]
    """All forms that occur."""

    @cached_property
    def digest(self) -> str:
        """Hex SHA-256 over all that training and ranking see: equal for equal notes, however they came to be."""
        digest = hashlib.sha256()
        for part in (self.text.keys, self.vocabulary.words, self.displayed):
            digest.update("\0".join(part).encode("utf-8", "surrogateescape") + b"\1")
        title_lengths = np.array([len(title) for title in self.titles], dtype=np.int64)
        notes = (self.text.word_ids, self.text.starts, title_lengths, self.is_set_aside)
        for array in (*notes, self.is_hidden, self.links):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()


def load_corpus(writer: StoreWriter, languages: tuple[str, ...] = (), set_aside: tuple[str, ...] = ()) -> VaultCorpus:
    """The corpus of everything that is stored.

    Args:
        languages: whose stop words are hidden; empty for those that the notes seem to be written in.
        set_aside: folders whose notes are no evidence for the concepts of others.
    """
    notes = list(writer.notes())
    forms = writer.forms()
    all_forms = np.frombuffer(b"".join(part for n in notes for part in (n.title_forms, n.forms)), dtype="<i4")
    lengths = [(len(note.title_forms) + len(note.forms)) // 4 for note in notes]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    n_form_ids = 1 + max((form_id for form_id, _, _ in forms), default=0)
    form_counts = np.bincount(all_forms, minlength=n_form_ids)

    word_counts: Counter[str] = Counter()
    for form_id, _, word in forms:
        word_counts[word] += int(form_counts[form_id])
    vocabulary = build_vocabulary(word_counts.items(), min_count=1)
    word_of_form = np.full(n_form_ids, -1, dtype=np.int32)
    for form_id, _, word in forms:
        word_of_form[form_id] = vocabulary.word_ids.get(word, -1)
    word_ids = word_of_form[all_forms]
    languages = languages or vault_languages(Counter(note.language for note in notes))
    rows = {note.note_id: row for row, note in enumerate(notes)}
    return VaultCorpus(
        note_ids=np.array([note.note_id for note in notes], dtype=np.int64),
        digests=tuple(note.digest for note in notes),
        text=Corpus(tuple(note.key for note in notes), word_ids, starts),
        titles=tuple(word_of_form[np.frombuffer(note.title_forms, dtype="<i4")] for note in notes),
        links=_find_linked_rows(writer, rows),
        vocabulary=vocabulary,
        displayed=_most_frequent_forms(forms, form_counts, vocabulary),
        is_hidden=_find_hidden(vocabulary, display_stop_words(languages)),
        is_set_aside=np.array([lies_below(note.key, set_aside) for note in notes], dtype=bool),
        languages=languages,
        form_ids=frozenset(np.flatnonzero(form_counts).tolist()),
    )


def _find_linked_rows(writer: StoreWriter, rows: dict[int, int]) -> np.ndarray:
    pairs = {tuple(sorted((rows[source], rows[target]))) for source, target in writer.linked_pairs()}
    return np.array(sorted(pair for pair in pairs if pair[0] != pair[1]), dtype=np.int64).reshape(-1, 2)


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


def _find_hidden(vocabulary: Vocabulary, stop_words: frozenset[str]) -> np.ndarray:
    """(n_words,) bool: stop words, words of one letter of an alphabet, and what begins with a digit."""
    hidden = [
        word in stop_words or word[0].isdigit() or (len(word) == 1 and word < "\u0e00") for word in vocabulary.words
    ]
    return np.array(hidden, dtype=bool)

"""Opens the current generation for a reader, and says which of its words are not to be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress

import numpy as np

from notelinks.errors import StoreError
from notelinks.notes.hidden_words import find_hidden
from notelinks.notes.languages import vault_languages
from notelinks.notes.words import drop_clitics, fold_word
from notelinks.related.generation import Generation, load_generation
from notelinks.related.trained_notes import UNUSED, TrainedNotes, load_trained_notes
from notelinks.related.word_list import UNKNOWN
from notelinks.store.generations import check_generation
from notelinks.store.reader import StoreReader

_ATTEMPTS = 3
"""A generation may be replaced twice between asking for its folder and opening its files; then it is asked again."""


@dataclass(frozen=True)
class OpenGeneration:
    """The current generation of an index as a reader has it."""

    generation: Generation
    """Behind its words stand those that notes hold since it was trained, as in the lists of the indexer."""
    notes: TrainedNotes
    """Those that it was trained on."""


def open_generation(reader: StoreReader) -> OpenGeneration:
    """The current generation of an index.

    Raises:
        StoreError: if there is none yet or it cannot be read.
    """
    for attempt in range(_ATTEMPTS):
        found = reader.generation_folder()
        if found is None:
            break
        folder, digest = found
        try:
            check_generation(folder, digest)
            notes = load_trained_notes(folder)
            return OpenGeneration(_with_newer_words(load_generation(folder), notes, reader), notes)
        except StoreError:
            if attempt == _ATTEMPTS - 1 or found == reader.generation_folder():
                raise
    raise StoreError(f"{reader.folder}: no word vectors have been trained yet; `notelinks index` does it.")


def forms_since_training(reader: StoreReader, notes: TrainedNotes) -> list[tuple[int, str, str]]:
    """(form id, written form, word), in order of id, of the stored forms that were in none of the notes then."""
    unused = np.flatnonzero(notes.word_of_form == UNUSED).tolist()
    return sorted([*reader.some_forms(unused), *reader.forms_from(len(notes.word_of_form))])


def _with_newer_words(generation: Generation, notes: TrainedNotes, reader: StoreReader) -> Generation:
    forms = forms_since_training(reader, notes)
    is_newer = generation.words.find_all([word for _, _, word in forms]) == UNKNOWN
    newer = {word: drop_clitics(written) for _, written, word in compress(forms, is_newer.tolist())}
    if not newer:
        return generation
    languages = vault_languages(reader.language_counts())
    return generation.with_newer_words(newer, find_hidden(newer, languages))


def hidden_words(generation: Generation, stop_words: Iterable[str]) -> np.ndarray:
    """(n_words,) bool: words that are not to be shown, those of the generation and the user's own.

    Args:
        stop_words: in the vocabulary's form.
    """
    is_hidden, word_ids = np.array(generation.is_hidden), {word: generation.words.find(word) for word in stop_words}
    terms = {word for word, word_id in word_ids.items() if word_id == UNKNOWN}
    if terms:  # such as Chinese ones, which stand for several words
        is_hidden |= np.array([fold_word(term) in terms for term in generation.displayed], dtype=bool)
    is_hidden[[word_id for word_id in word_ids.values() if word_id != UNKNOWN]] = True
    return is_hidden

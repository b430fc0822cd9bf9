"""Indexes with word vectors that nothing was trained for: notes of known topics, as many as wanted."""

import random
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from notelinks.nearness import unit_rows
from notelinks.notes.words import fold_word
from notelinks.related.generation import Generation, write_generation
from notelinks.related.note_vectors import count_words, make_note_vectors
from notelinks.related.trained_notes import TrainedNotes, make_trained_notes, write_trained_notes
from notelinks.related.word_list import TextList, WordList
from notelinks.store.generations import digest_generation, new_generation
from tests.tui.store_builder import TestVault, Written

N_DIMS = 32


def make_notes(n_notes: int, n_topics: int, seed: int = 1) -> dict[str, Written]:
    """Notes by key, one topic after the other, a folder a topic; each is related to notes of its topic alone."""
    rng = random.Random(seed)
    notes = {}
    for number in range(n_notes):
        topic = number % n_topics
        words = rng.sample([f"topic{topic}word{n}" for n in range(20)], 6)
        others = rng.sample(range(topic, n_notes, n_topics), min(12, len(range(topic, n_notes, n_topics))))
        related = {_key(other, n_topics): 0.9 - 0.02 * place for place, other in enumerate(others) if other != number}
        links = " ".join(f"[[Note {other}]]" for other in others[:2] if other != number)
        text = f"{' '.join(words)} {links}"
        notes[_key(number, n_topics)] = Written(
            text, related=related, concepts=tuple((word, 0.8 - 0.1 * place) for place, word in enumerate(words))
        )
    return notes


def _key(number: int, n_topics: int) -> str:
    return f"Topic {number % n_topics}/Note {number}.md"


def build_vault(root: Path, notes: Mapping[str, Written], seed: int = 1) -> TestVault:
    """A vault with these notes, their lists and a generation in which words that stand together are near."""
    vault = TestVault(root)
    vault.write(dict(notes))
    words = Counter(fold_word(word) for _, _, word in vault.writer.forms())
    rng = np.random.default_rng(seed)
    topics: dict[str, np.ndarray] = {}
    vectors = np.zeros((len(words), N_DIMS), dtype=np.float32)
    for word_id, word in enumerate(words):
        topic = word.partition("word")[0]
        centre = topics.setdefault(topic, rng.normal(size=N_DIMS))
        vectors[word_id] = centre + 0.4 * rng.normal(size=N_DIMS)
    generation = Generation(
        words=WordList.of(words),
        displayed=TextList.of(words),
        is_hidden=np.zeros(len(words), dtype=bool),
        word_vectors=unit_rows(vectors),
        n_documents=np.full(len(words), 3, dtype=np.int32),
        n_notes=len(notes),
        learned_share=0.5,
        title_weight=1.0,
        link_share=0.0,
        n_link_queries=0,
    )
    with new_generation(vault.folder, 1) as folder:
        write_generation(folder, generation)
        write_trained_notes(folder, _weigh(vault, generation))
    digest = digest_generation(vault.folder / "generations" / "000001")
    vault.publish(dict(notes), generation_digest=digest)
    return vault


def _weigh(vault: TestVault, generation: Generation) -> TrainedNotes:
    word_of_form = np.zeros(1 + max(form_id for form_id, _, _ in vault.writer.forms()), dtype=np.int32)
    for form_id, _, word in vault.writer.forms():
        word_of_form[form_id] = generation.words.find(fold_word(word))
    notes = list(vault.writer.stored_notes())
    of_notes = [word_of_form[np.frombuffer(note.forms, dtype="<i4")] for note in notes]
    rows = np.repeat(np.arange(len(notes)), [len(of_note) for of_note in of_notes])
    counts = count_words(rows, np.concatenate(of_notes), len(notes), len(generation.words))
    vectors = make_note_vectors(counts, generation.word_vectors)
    ids, _, digests = zip(*vault.writer.words_digests(), strict=True)
    return make_trained_notes(np.array(ids), digests, vectors, word_of_form)

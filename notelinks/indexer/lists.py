"""Note vectors, related notes and concepts of a corpus and the word vectors at hand.

Two ways lead here. After a training, everything is computed anew. After a save, the lists of the changed notes are
computed and put into those of the others.
"""

import dataclasses
from collections.abc import Iterator, Mapping

import numpy as np

from notelinks.config import RankingConfig
from notelinks.indexer.corpus import VaultCorpus
from notelinks.nearness import unit_rows
from notelinks.notes.stems import Stems
from notelinks.notes.stop_word_lists import CHINESE_PARTICLES
from notelinks.related.concepts import ConceptFinder
from notelinks.related.generation import Generation
from notelinks.related.link_share import choose_link_share
from notelinks.related.neighbours import Neighbours, Ranking, replace_in_list
from notelinks.related.note_vectors import (
    NoteVectors,
    Sparse,
    add_entries,
    count_words,
    document_counts,
    make_note_vectors,
    weigh_notes,
)
from notelinks.related.shared_links import SharedLinks
from notelinks.related.terms import find_terms
from notelinks.store.rows import Lists

_NEIGHBOUR = np.dtype([("note_id", "<i4"), ("score", "<f4")])
"""How a neighbour is packed in the store."""


_TITLE_COUNT = 3
"""How often a word of the title counts when it is decided whether it is a concept."""


def make_generation(corpus: VaultCorpus, word_vectors: np.ndarray, config: RankingConfig) -> Generation:
    """The generation of a corpus and the word vectors trained on it, with the link share that suits both."""
    displayed, is_hidden = _find_displayed(corpus)
    texts, titles = count_corpus(corpus)
    generation = Generation(
        words=corpus.vocabulary.words,
        displayed=displayed,
        is_hidden=is_hidden,
        word_vectors=unit_rows(word_vectors),
        n_documents=document_counts(texts),
        n_notes=len(corpus.note_ids),
        learned_share=config.learned_share,
        title_weight=config.title_weight,
        link_share=0.0,
        n_link_queries=0,
    )
    vectors = make_note_vectors(_weigh(texts, titles, generation), generation.word_vectors)
    ranking = Ranking(vectors, config.learned_share)
    chosen = choose_link_share(ranking, corpus.links, corpus.text.keys)
    return dataclasses.replace(generation, link_share=chosen.share, n_link_queries=chosen.n_queries)


def _find_displayed(corpus: VaultCorpus) -> tuple[tuple[str, ...], np.ndarray]:
    """What each word is shown as, and which words are not shown."""
    words, text = corpus.vocabulary.words, corpus.text
    particles = CHINESE_PARTICLES if "zh" in corpus.languages else ""
    terms = find_terms(words, text.word_ids, text.starts, particles)
    shown = zip(words, corpus.displayed, terms, strict=True)
    displayed = tuple(form if term in (word, "") else term for word, form, term in shown)
    return displayed, corpus.is_hidden | np.array([not term for term in terms], dtype=bool)


def adapt_generation(corpus: VaultCorpus, generation: Generation) -> Generation:
    """A generation in the word ids of a newer corpus: new words have no learned part and occur in one note; known words
    are shown as the training found."""
    if corpus.vocabulary.words == generation.words:
        return generation
    old_ids = np.array([generation.word_ids.get(word, -1) for word in corpus.vocabulary.words], dtype=np.int64)
    is_known = old_ids >= 0
    word_vectors = np.zeros((len(old_ids), generation.word_vectors.shape[1]), dtype=np.float32)
    word_vectors[is_known] = generation.word_vectors[old_ids[is_known]]
    n_documents = np.ones(len(old_ids), dtype=np.int32)
    n_documents[is_known] = generation.n_documents[old_ids[is_known]]
    is_hidden = corpus.is_hidden.copy()
    is_hidden[is_known] = generation.is_hidden[old_ids[is_known]]
    forms = zip(old_ids.tolist(), corpus.displayed, strict=True)
    displayed = tuple(generation.displayed[old_id] if old_id >= 0 else form for old_id, form in forms)
    return dataclasses.replace(
        generation,
        words=corpus.vocabulary.words,
        displayed=displayed,
        is_hidden=is_hidden,
        word_vectors=word_vectors,
        n_documents=n_documents,
    )


def find_all_lists(corpus: VaultCorpus, generation: Generation, config: RankingConfig) -> Iterator[Lists]:
    """The lists of all notes, computed anew.

    Args:
        generation: in the word ids of the corpus, see `adapt_generation`.
    """
    ranking, concepts = open_lists(corpus, generation)
    neighbours = ranking.nearest(config.n_neighbours)
    yield from _make_lists(corpus, concepts, dict(enumerate(neighbours)), config)


def find_changed_lists(
    corpus: VaultCorpus,
    generation: Generation,
    changed_rows: np.ndarray,
    published: Mapping[int, bytes],
    config: RankingConfig,
) -> Iterator[Lists]:
    """The lists of some notes, and those of the others that change thereby.

    Args:
        generation: in the word ids of the corpus, see `adapt_generation`.
        published: the packed neighbours of all notes as they are published, by note id.
    """
    ranking, concepts = open_lists(corpus, generation)
    lists = dict(zip(changed_rows.tolist(), ranking.nearest(config.n_neighbours, changed_rows), strict=True))
    scores = ranking.scores(changed_rows)
    rows_of = {int(note_id): row for row, note_id in enumerate(corpus.note_ids)}
    for note_id, packed in published.items():
        row = rows_of.get(note_id)
        if row is not None and row not in lists:
            old = _unpack(packed, rows_of)
            new = replace_in_list(old, changed_rows, scores[:, row], config.n_neighbours)
            if not (np.array_equal(old.rows, new.rows) and np.array_equal(old.scores, new.scores)):
                lists[row] = new
    yield from _make_lists(corpus, concepts, lists, config)


def make_vectors(corpus: VaultCorpus, generation: Generation) -> NoteVectors:
    """The vectors of all notes, from the word vectors of a generation."""
    return make_note_vectors(_weigh(*count_corpus(corpus), generation), generation.word_vectors)


def _weigh(texts: Sparse, titles: Sparse, generation: Generation) -> Sparse:
    return weigh_notes(texts, titles, generation.n_documents, generation.n_notes, generation.title_weight)


def count_corpus(corpus: VaultCorpus) -> tuple[Sparse, Sparse]:
    """How often each word occurs in each note, title and text together; and in its title alone."""
    rows, n_words = np.arange(len(corpus.note_ids)), len(corpus.vocabulary.words)
    text_rows = np.repeat(rows, np.diff(corpus.text.starts))
    title_rows = np.repeat(rows, [len(title) for title in corpus.titles])
    title_words = np.concatenate([np.zeros(0, dtype=np.int32), *corpus.titles])
    return (
        count_words(text_rows, corpus.text.word_ids, len(rows), n_words),
        count_words(title_rows, title_words, len(rows), n_words),
    )


def open_lists(corpus: VaultCorpus, generation: Generation) -> tuple[Ranking, ConceptFinder]:
    """What finds the related notes and the concepts of the notes of a corpus.

    Args:
        generation: in the word ids of the corpus, see `adapt_generation`.
    """
    texts, titles = count_corpus(corpus)
    weights = _weigh(texts, titles, generation)
    vectors = make_note_vectors(weights, generation.word_vectors)
    links = SharedLinks(corpus.links, len(corpus.note_ids))
    ranking = Ranking(vectors, generation.learned_share, links, generation.link_share)
    counts = add_entries(texts, titles, _TITLE_COUNT - 1)
    stems = Stems(corpus.languages)
    return ranking, ConceptFinder(generation, counts, weights, vectors, stems, corpus.is_set_aside)


def _make_lists(
    corpus: VaultCorpus, concepts: ConceptFinder, neighbours: dict[int, Neighbours], config: RankingConfig
) -> Iterator[Lists]:
    for row, of_note in neighbours.items():
        packed = np.empty(len(of_note.rows), dtype=_NEIGHBOUR)
        packed["note_id"] = corpus.note_ids[of_note.rows]
        packed["score"] = of_note.scores
        found = concepts.find(row, of_note, config.n_concepts)
        yield Lists(int(corpus.note_ids[row]), packed.tobytes(), found)


def _unpack(packed: bytes, rows_of: dict[int, int]) -> Neighbours:
    """A stored list as rows of the present corpus, without notes that are gone."""
    entries = np.frombuffer(packed, dtype=_NEIGHBOUR)
    rows = np.array([rows_of.get(int(note_id), -1) for note_id in entries["note_id"]], dtype=np.int64)
    return Neighbours(rows[rows >= 0], entries["score"][rows >= 0])

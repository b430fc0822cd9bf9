"""A training and all that follows from it: what the process that trains does with one order.

It reads what is stored through a connection of its own, at one moment, and writes nothing: what it has made is for the
indexer to publish.
"""

import numpy as np

from notelinks.config import TrainingConfig
from notelinks.indexer.all_lists import choose_links, lists_of_all
from notelinks.indexer.contents import Contents, load_contents
from notelinks.indexer.corpus import StoredForms, VaultCorpus, load_corpus
from notelinks.indexer.generation import make_generation, start_training
from notelinks.indexer.listing import Listing
from notelinks.indexer.memory import give_back_memory
from notelinks.indexer.training_order import Listed, Made, Order, Tell, Vectors
from notelinks.related.generation import Generation, load_generation
from notelinks.related.neighbours import Ranking
from notelinks.related.trained_notes import make_trained_notes
from notelinks.store.generations import generation_folder
from notelinks.store.reader import StoreReader

_NO_VECTORS = np.zeros((1, 1), dtype=np.float32)

_LISTED_AT_ONCE = 200
"""Notes between two words of how far the lists are: a parent that has gone is noticed when it is told."""


def carry_out(order: Order, tell: Tell) -> Made:
    """Does what an order says.

    Raises:
        StoreError: if the store or the current generation cannot be read.
    """
    config = order.settings.ranking
    contents, forms, listing = _learn(order, tell)
    give_back_memory()
    is_new = order.vectors is not Vectors.CURRENT
    notes = None
    if is_new:
        notes = make_trained_notes(contents.note_ids, contents.digests, listing.vectors, forms.word_ids)
    ranking = choose_links(listing, contents) if is_new else Ranking.of(listing.scores)
    is_listed = len(contents.keys) <= config.max_listed
    lists = []
    for of_note in lists_of_all(listing, ranking, config) if is_listed else ():
        lists.append(of_note)
        if len(lists) % _LISTED_AT_ONCE == 0:
            tell(Listed(len(lists)))
    kept = listing if is_listed else None
    return Made(order.vectors, contents, listing.generation, notes, kept, lists, forms.used)


def _learn(order: Order, tell: Tell) -> tuple[Contents, StoredForms, Listing]:
    """The notes, the forms that they are written in, and a listing without lists; the text itself is not kept."""
    with StoreReader(order.folder) as reader, reader.snapshot():
        contents = load_contents(reader, order.languages, order.set_aside)
        corpus = load_corpus(reader, contents)
    give_back_memory()
    generation = _make_generation(corpus, order, tell)
    return contents, corpus.forms, Listing(corpus, generation, order.settings.ranking)


def _make_generation(corpus: VaultCorpus, order: Order, tell: Tell) -> Generation:
    if order.vectors is Vectors.CURRENT:
        return load_generation(generation_folder(order.folder, order.generation))
    vectors = _train(corpus, order.settings.training, tell) if order.vectors is Vectors.TRAINED else _NO_VECTORS
    tell(Listed(0))
    return make_generation(corpus, vectors, order.settings.ranking)


def _train(corpus: VaultCorpus, config: TrainingConfig, tell: Tell) -> np.ndarray:
    """(n_trained, n_dims) float32, the word vectors: a copy, since a view would keep the whole workspace."""
    trainer = start_training(corpus, config)
    while not trainer.is_done:
        tell(trainer.run())
    return trainer.word_vectors.copy()

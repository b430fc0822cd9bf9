"""A training and all that follows from it: what the process that trains does with one order.

It reads what is stored through a connection of its own, at one moment, and writes nothing: what it has made is for the
indexer to publish.
"""

import numpy as np

from notelinks.config import TrainingConfig
from notelinks.indexer.all_lists import lists_of_all, make_listing
from notelinks.indexer.contents import load_contents
from notelinks.indexer.corpus import VaultCorpus, load_corpus
from notelinks.indexer.generation import start_training
from notelinks.indexer.listing import Listing
from notelinks.indexer.memory import give_back_memory
from notelinks.indexer.training_order import Listed, Made, Order, Tell, Vectors
from notelinks.related.generation import load_generation
from notelinks.related.neighbours import Ranking
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
    with StoreReader(order.folder) as reader, reader.snapshot():
        contents = load_contents(reader, order.languages, order.set_aside)
        corpus = load_corpus(reader, contents)
    give_back_memory()
    form_ids, (listing, ranking) = corpus.form_ids, _make_listing(corpus, order, tell)
    del corpus  # the lists take enough memory without it
    give_back_memory()
    lists = []
    for of_note in lists_of_all(listing, ranking, order.settings.ranking):
        lists.append(of_note)
        if len(lists) % _LISTED_AT_ONCE == 0:
            tell(Listed(len(lists)))
    return Made(order.vectors, contents, listing, lists, form_ids)


def _make_listing(corpus: VaultCorpus, order: Order, tell: Tell) -> tuple[Listing, Ranking]:
    config = order.settings.ranking
    if order.vectors is Vectors.CURRENT:
        generation = load_generation(generation_folder(order.folder, order.generation))
        listing = Listing(corpus, generation, config)
        return listing, Ranking.of(listing.scores)
    vectors = _train(corpus, order.settings.training, tell) if order.vectors is Vectors.TRAINED else _NO_VECTORS
    tell(Listed(0))
    return make_listing(corpus, vectors, config)


def _train(corpus: VaultCorpus, config: TrainingConfig, tell: Tell) -> np.ndarray:
    """(n_trained, n_dims) float32, the word vectors: a copy, since a view would keep the whole workspace."""
    trainer = start_training(corpus, config)
    while not trainer.is_done:
        tell(trainer.run())
    return trainer.word_vectors.copy()

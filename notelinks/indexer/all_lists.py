"""A new generation and the lists of all notes under it: all notes are compared with all others."""

from collections.abc import Iterator

import numpy as np

from notelinks.config import RankingConfig
from notelinks.indexer.corpus import VaultCorpus
from notelinks.indexer.generation import make_generation
from notelinks.indexer.listing import Listing
from notelinks.related.link_share import choose_link_share
from notelinks.related.neighbours import Ranking
from notelinks.store.rows import Lists


def make_listing(corpus: VaultCorpus, word_vectors: np.ndarray, config: RankingConfig) -> tuple[Listing, Ranking]:
    """A listing under a new generation, whose links have the share that suits this vault.

    Args:
        word_vectors: (n_trained, n_dims) float32, for the first words of the vocabulary.
    """
    listing = Listing(corpus, make_generation(corpus, word_vectors, config), config)
    ranking = Ranking.of(listing.scores)
    chosen = choose_link_share(ranking, corpus.contents.links, corpus.contents.keys)
    listing.set_link_share(chosen.share, chosen.n_queries)
    return listing, ranking.with_link_share(chosen.share)


def lists_of_all(listing: Listing, ranking: Ranking, config: RankingConfig) -> Iterator[Lists]:
    """The lists of all notes, computed together; the listing keeps them."""
    return listing.make_all(ranking.nearest(config.n_neighbours))

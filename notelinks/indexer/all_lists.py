"""The lists of all notes under a new generation: all notes are compared with all others."""

from collections.abc import Iterator

from notelinks.config import RankingConfig
from notelinks.indexer.contents import Contents
from notelinks.indexer.listing import Listing
from notelinks.related.link_share import choose_link_share
from notelinks.related.neighbours import Ranking
from notelinks.store.rows import Lists


def choose_links(listing: Listing, contents: Contents) -> Ranking:
    """Gives the links the share that suits these notes; the scores under it."""
    ranking = Ranking.of(listing.scores)
    chosen = choose_link_share(ranking, contents.links, contents.keys)
    listing.set_link_share(chosen.share, chosen.n_queries)
    return ranking.with_link_share(chosen.share)


def lists_of_all(listing: Listing, ranking: Ranking, config: RankingConfig) -> Iterator[Lists]:
    """The lists of all notes, computed together; the listing keeps them."""
    return listing.make_all(ranking.nearest(config.n_neighbours))

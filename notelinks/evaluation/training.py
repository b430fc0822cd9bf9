"""A training from its beginning to its end, for a corpus that is not kept."""

from notelinks.config import Settings
from notelinks.indexer.all_lists import choose_links
from notelinks.indexer.corpus import VaultCorpus
from notelinks.indexer.generation import make_generation, start_training
from notelinks.indexer.listing import Listing
from notelinks.indexer.report import Reporter
from notelinks.related.neighbours import Ranking


def train_listing(corpus: VaultCorpus, settings: Settings, reporter: Reporter) -> tuple[Listing, Ranking]:
    """The vectors and the ranking that the indexer would make of this corpus."""
    trainer = start_training(corpus, settings.training)
    while not trainer.is_done:
        reporter.training(trainer.run())
    reporter.publishing()
    generation = make_generation(corpus, trainer.word_vectors.copy(), settings.ranking)
    listing = Listing(corpus, generation, settings.ranking)
    return listing, choose_links(listing, corpus.contents)

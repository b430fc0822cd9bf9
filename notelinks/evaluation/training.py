"""A training from its beginning to its end, for a corpus that is not kept."""

from notelinks.config import Settings
from notelinks.indexer.corpus import VaultCorpus
from notelinks.indexer.generation import start_training
from notelinks.indexer.listing import Listing
from notelinks.indexer.report import Reporter


def train_listing(corpus: VaultCorpus, settings: Settings, reporter: Reporter) -> Listing:
    """The vectors and the ranking that the indexer would make of this corpus."""
    trainer = start_training(corpus, settings.training)
    while not trainer.is_done:
        reporter.training(trainer.run())
    reporter.publishing()
    return Listing.of_training(corpus, trainer.word_vectors.copy(), settings.ranking)

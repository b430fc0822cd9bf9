"""A training from its beginning to its end, for a corpus that is not kept."""

from notelinks.config import Settings
from notelinks.indexer.corpus import VaultCorpus
from notelinks.indexer.lists import make_generation
from notelinks.indexer.report import Reporter
from notelinks.related.generation import Generation
from notelinks.word2vec.train import Trainer


def train_generation(corpus: VaultCorpus, settings: Settings, reporter: Reporter) -> Generation:
    """The generation that the indexer would make of this corpus."""
    trainer = Trainer(corpus.text, corpus.vocabulary, settings.training)
    while not trainer.is_done:
        reporter.training(trainer.run())
    reporter.publishing()
    return make_generation(corpus, trainer.word_vectors.copy(), settings.ranking)

"""How much of the lists stays after an edit, and between two seeds; the same for gensim.

usage: python tests/benchmarks/steadiness.py VAULT...

For each vault: the share of every note's ten most related notes that is the same (a) after a sentence was added to a
note, the other notes counted, mean over several such edits; (b) with another seed. Ours twice, with the whole score and
with the learned part alone; gensim's CBOW with the same weights averaged, its learned part alone, if it is installed.
"""

import argparse
import dataclasses
import os
import random
import shutil
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np

from notelinks.config import RankingConfig, TrainingConfig, index_folder
from notelinks.indexer.contents import load_contents
from notelinks.indexer.corpus import VaultCorpus, load_corpus
from notelinks.indexer.generation import make_generation
from notelinks.indexer.listing import Listing
from notelinks.indexer.reading import refresh_store
from notelinks.notes.words import fold_word
from notelinks.related.neighbours import Ranking
from notelinks.store.writer import StoreWriter
from notelinks.word2vec.train import Trainer, choose_epochs

N_EDITS = 3
"""Edits whose effect is averaged."""

SENTENCE = "\n\nThe kettle was on again, and nobody had written down why the harbour lights went out.\n"
"""Added to a note; partly words that the vault knows and partly new ones."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vaults", nargs="+", type=Path, metavar="VAULT")
    vaults = parser.parse_args().vaults
    print(f"{'vault':18} {'method':28} {'after an edit':>14} {'between seeds':>14}")
    for vault in vaults:
        with tempfile.TemporaryDirectory() as temporary:
            os.environ["NOTELINKS_HOME"] = f"{temporary}/home"
            copy = Path(temporary) / "vault"
            shutil.copytree(vault, copy)
            for name, train, share in methods():
                edit, seeds = measure(copy, train, share)
                print(f"{'/'.join(vault.parts[-2:]):18} {name:28} {edit:14.3f} {seeds:14.3f}", flush=True)


Train = Callable[[VaultCorpus, int], np.ndarray]


def methods() -> list[tuple[str, Train, float]]:
    """(name, what trains word vectors for a corpus and a seed, share of the learned part)."""
    ours = [
        ("notelinks", train_ours, RankingConfig().learned_share),
        ("notelinks, learned part", train_ours, 1.0),
    ]
    try:
        import gensim  # noqa: F401
    except ImportError:
        return ours
    return [*ours, ("gensim, learned part", train_gensim, 1.0)]


def train_ours(corpus: VaultCorpus, seed: int) -> np.ndarray:
    trainer = Trainer(corpus.text, corpus.vocabulary, dataclasses.replace(TrainingConfig(), seed=seed))
    while not trainer.is_done:
        trainer.run(5.0)
    return trainer.word_vectors


def train_gensim(corpus: VaultCorpus, seed: int) -> np.ndarray:
    from gensim.models import Word2Vec

    words, bounds = corpus.vocabulary.words, corpus.text.starts
    texts = [[words[i] for i in corpus.text.word_ids[a:b]] for a, b in pairwise(bounds)]
    config = TrainingConfig()
    epochs = choose_epochs(len(corpus.text.word_ids), config)
    settings = {"vector_size": config.n_dims, "window": config.window, "negative": config.negative, "epochs": epochs}
    model = Word2Vec(texts, min_count=1, sample=config.sample, seed=seed, workers=2, **settings)
    return model.wv[list(words)]


def measure(vault: Path, train: Train, share: float) -> tuple[float, float]:
    """Mean overlap of the ten nearest notes after an edit, and between two seeds."""
    before = read(vault)
    lists = nearest(before, train(before, 1), share)
    seeds = overlap(lists, nearest(before, train(before, 2), share), None)
    edits = []
    rng = random.Random(7)
    for _ in range(N_EDITS):
        key = rng.choice([k for k, n in zip(before.text.keys, np.diff(before.text.starts), strict=True) if n > 100])
        path = vault / key
        original = path.read_bytes()
        path.write_bytes(original + SENTENCE.encode())
        after = read(vault)
        path.write_bytes(original)
        edits.append(overlap(lists, nearest(after, train(after, 1), share), key))
    return float(np.mean(edits)), seeds


def read(vault: Path) -> VaultCorpus:
    writer = StoreWriter(index_folder(vault), fold_word)
    refresh_store(vault, writer)
    corpus = load_corpus(writer, load_contents(writer))
    writer.close()
    return corpus


def nearest(corpus: VaultCorpus, word_vectors: np.ndarray, share: float) -> dict[str, list[str]]:
    """Keys of the ten nearest notes of each note, by key."""
    config = RankingConfig()
    listing = Listing(corpus, make_generation(corpus, word_vectors, config), config)
    found = Ranking(listing.scores.vectors, share).nearest(10)
    keys = corpus.text.keys
    return {key: [keys[row] for row in neighbours.rows] for key, neighbours in zip(keys, found, strict=True)}


def overlap(lists: dict[str, list[str]], others: dict[str, list[str]], edited: str | None) -> float:
    """Mean share of each note's list that is in the other one as well, the edited note not counted."""
    keys = [key for key in lists if key != edited and lists[key]]
    return float(np.mean([len({*lists[key]} & {*others[key]}) / len(lists[key]) for key in keys]))


if __name__ == "__main__":
    main()

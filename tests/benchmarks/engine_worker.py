"""One training by one engine, measured: the process that `engine.py` starts. Prints one JSON object."""

import argparse
import json
import os
import time
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("engine", choices=["notelinks", "gensim"])
    parser.add_argument("text", type=Path)
    parser.add_argument("n_threads", type=int)
    parser.add_argument("epochs", type=int)
    parser.add_argument("settings", type=json.loads)
    parser.add_argument("--sample", type=float, default=0.0)
    parser.add_argument("--judge", action="store_true", help="score the vectors by word similarity and analogies")
    parser.add_argument("--first-step", action="store_true", help="end after the first words, and say when they were")
    arguments = parser.parse_args()
    if arguments.first_step:
        take_first_step(arguments)
        print(json.dumps({"first_step_s": time.time() - float(os.environ["STARTED"])}))
        return
    started = time.perf_counter()
    train = train_notelinks if arguments.engine == "notelinks" else train_gensim
    words, vectors, n_trained, train_s = train(arguments)
    record = {
        "n_trained": n_trained,
        "train_s": train_s,
        "whole_s": time.perf_counter() - started,
        "peak_mb": peak_mb(),
    }
    if arguments.judge:
        record |= judge(words, vectors)
    print(json.dumps(record))


def peak_mb() -> float:
    """Largest resident memory of this process; `getrusage` would count the parent's from before the exec as well."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def our_settings(arguments):
    from notelinks.config import TrainingConfig

    settings = arguments.settings
    return TrainingConfig(
        n_dims=settings["dims"],
        window=settings["window"],
        negative=settings["negative"],
        note_share=0.0,
        sample=arguments.sample,
        learning_rate=0.2,
        min_epochs=arguments.epochs,
        max_epochs=arguments.epochs,
        n_threads=arguments.n_threads,
    )


def take_first_step(arguments):
    """Reads the text and trains the shortest slice there is."""
    from notelinks.word2vec.text_corpus import read_text_corpus
    from notelinks.word2vec.train import Trainer

    corpus, vocabulary = read_text_corpus(arguments.text, min_count=arguments.settings["min_count"])
    Trainer(corpus, vocabulary, our_settings(arguments)).run(0.0)


def train_notelinks(arguments):
    from notelinks.word2vec.text_corpus import read_text_corpus
    from notelinks.word2vec.train import Trainer, warm_up

    settings, config = arguments.settings, our_settings(arguments)
    warm_up(config)
    corpus, vocabulary = read_text_corpus(arguments.text, min_count=settings["min_count"])
    started = time.perf_counter()
    trainer = Trainer(corpus, vocabulary, config)
    while not trainer.is_done:
        trainer.run()
    train_s = time.perf_counter() - started
    return vocabulary.words, trainer.word_vectors, len(corpus.word_ids) * arguments.epochs, train_s


def train_gensim(arguments):
    from gensim.models import Word2Vec

    settings = arguments.settings
    model = Word2Vec(
        vector_size=settings["dims"],
        window=settings["window"],
        negative=settings["negative"],
        min_count=settings["min_count"],
        sample=arguments.sample,
        workers=arguments.n_threads,
    )
    model.build_vocab(corpus_file=str(arguments.text))
    started = time.perf_counter()
    model.train(
        corpus_file=str(arguments.text),
        total_words=model.corpus_total_words,
        total_examples=model.corpus_count,
        epochs=arguments.epochs,
    )
    train_s = time.perf_counter() - started
    n_kept = sum(int(model.wv.get_vecattr(word, "count")) for word in model.wv.index_to_key)
    return model.wv.index_to_key, model.wv.vectors, n_kept * arguments.epochs, train_s


def judge(words, vectors) -> dict[str, float]:
    """Word similarity and analogies by gensim's own functions and files, whoever made the vectors."""
    from gensim.models import KeyedVectors
    from gensim.test.utils import datapath

    keyed = KeyedVectors(vectors.shape[1])
    keyed.add_vectors(list(words), vectors)
    return {
        "wordsim": float(keyed.evaluate_word_pairs(datapath("wordsim353.tsv"))[1][0]),
        "simlex": float(keyed.evaluate_word_pairs(datapath("simlex999.txt"))[1][0]),
        "analogies": float(keyed.evaluate_word_analogies(datapath("questions-words.txt"))[0]),
    }


if __name__ == "__main__":
    main()

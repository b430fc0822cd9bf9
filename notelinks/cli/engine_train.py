"""`word2vec train`: a text file to a file of word vectors."""

import argparse
import json
import math
import signal
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, TextIO

from notelinks.cli import exits
from notelinks.cli.progress import open_progress
from notelinks.config import TrainingConfig
from notelinks.errors import ConfigError, TextFileError

if TYPE_CHECKING:
    from notelinks.indexer.report import Reporter
    from notelinks.word2vec.train import Trainer

_MEAN_RATE = 0.2
"""First learning rate if the gradient is shared out. On 17 M words of Wikipedia scores fall from 0.25 on, though losses
fall further; on 1 M words 0.25 to 0.35 is better, see docs/engine.md."""

_SUM_RATE = 0.05
"""First learning rate if each context word gets the whole gradient: word2vec.c's for CBOW."""


def train(arguments: argparse.Namespace) -> int:
    """Trains word vectors and writes them when all is done."""
    from notelinks.word2vec.text_corpus import read_text_corpus
    from notelinks.word2vec.vectors import WordVectors, check_target, write_vectors

    check_target(arguments.output)
    dropped = _stop_words(arguments.stop_words)
    with open_progress() as reporter, _open_log(arguments) as log:
        corpus, vocabulary = read_text_corpus(
            arguments.corpus, min_count=arguments.min_count, dropped=dropped, lowers=arguments.lower
        )
        reporter.event(
            f"{len(corpus.word_ids):,} words, {len(vocabulary.words):,} of them different, "
            f"in {len(corpus.keys):,} documents"
        )
        from notelinks.word2vec.train import Trainer

        config = training_config(arguments)
        with _stop_on_signals() as stop:
            trainer = Trainer(corpus, vocabulary, config)
            is_done = _train_epochs(trainer, len(corpus.word_ids), reporter, log, stop)
        if not is_done:
            reporter.event("stopped, nothing written")
            return 130
        write_vectors(arguments.output, WordVectors(vocabulary.words, trainer.word_vectors))
        reporter.event(f"{arguments.output}: {len(vocabulary.words):,} vectors of {config.n_dims} numbers")
    return exits.FOUND


def training_config(arguments: argparse.Namespace) -> TrainingConfig:
    """The settings that the options stand for."""
    is_sum = arguments.gradient == "sum"
    return TrainingConfig(
        n_dims=arguments.dim,
        window=arguments.window,
        note_share=TrainingConfig().note_share if arguments.context == "note" else 0.0,
        negative=arguments.negative,
        sample=arguments.sample,
        learning_rate=arguments.lr or (_SUM_RATE if is_sum else _MEAN_RATE),
        min_epochs=arguments.epochs,
        max_epochs=arguments.epochs,
        noise_power=0.0 if arguments.noise == "uniform" else TrainingConfig().noise_power,
        sums_gradient=is_sum,
        normal_init=arguments.init == "normal",
        seed=arguments.seed,
        n_threads=arguments.threads,
    )


def _train_epochs(
    trainer: "Trainer",
    n_tokens: int,
    reporter: "Reporter",
    log: TextIO | None,
    stop: threading.Event,
) -> bool:
    """Trains to the end and tells of every epoch; False if it was stopped before."""
    while not trainer.is_done:
        before = trainer.progress()
        started, loss, fraction = time.perf_counter(), 0.0, before.fraction
        progress = before
        while progress.epoch == before.epoch:
            if stop.is_set():
                return False
            progress = trainer.run(stops_at_epoch=True)
            loss += progress.loss * (progress.fraction - fraction)
            fraction = progress.fraction
            reporter.training(progress)
        facts = {
            "epoch": progress.epoch,
            "loss": None if math.isnan(loss) else round(loss / (fraction - before.fraction), 6),
            "rate": round(before.learning_rate, 6),
            "words_per_s": round(n_tokens / (time.perf_counter() - started)),
        }
        told = "unknown (no word was left by --sample)" if facts["loss"] is None else f"{facts['loss']:.4f}"
        line = "epoch {epoch}: loss {told}, rate {rate:.4g}, {words_per_s:,} words/s"
        reporter.event(line.format(told=told, **facts))
        if log:
            log.write(json.dumps(facts) + "\n")
            log.flush()
    return True


def _stop_words(language: str | None) -> Collection[str]:
    if language is None:
        return ()
    from notelinks.notes.languages import full_stop_words

    if not (words := full_stop_words(language)):
        raise ConfigError(f"--stop-words {language}: there is no such list. Give a code of two letters, such as en.")
    return words


def _open_log(arguments: argparse.Namespace):
    """The log, opened before the training so that it fails before the training if it does."""
    if arguments.log is None:
        return nullcontext()
    try:
        return open(arguments.log, "w", encoding="utf-8")
    except OSError as error:
        raise TextFileError(f"{arguments.log}: {error.strerror}.") from error


@contextmanager
def _stop_on_signals() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set, while the training goes on."""
    stop = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda *_: stop.set()) for number in numbers]
    try:
        yield stop
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)

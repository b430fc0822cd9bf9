"""Speed and memory of the CBOW training beside gensim's, on the same text, in one run.

usage: python tests/benchmarks/engine.py [--sizes N,N,…] [--rounds R] [--quality]

Builds its own environment in `.bench` with this project and gensim, measures each engine in a process of its own, in
turn, and writes the table to docs/benchmarks.md. The text is the first N words of ../shared/eval/wiki17m.txt.xz if that
is there, else a seeded text of Zipf-distributed words, which the table then says.
"""

import argparse
import json
import lzma
import os
import random
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WIKIPEDIA = ROOT.parent / "shared/eval/wiki17m.txt.xz"
ENVIRONMENT = ROOT / ".bench"
REPORT = ROOT / "docs/benchmarks.md"

EPOCHS = 5
SETTINGS = {"dims": 96, "window": 5, "negative": 5, "min_count": 5}
"""The same for both engines; without subsampling, so that both train every word of the vocabulary."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100000,1000000,10000000", metavar="N,N,…", help="words of text")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each measurement; medians are reported")
    parser.add_argument("--quality", action="store_true", help="also word similarity after training on the whole text")
    arguments = parser.parse_args()
    python = make_environment()
    with tempfile.TemporaryDirectory() as folder:
        tables = [measure_size(python, Path(folder), int(n), arguments.rounds) for n in arguments.sizes.split(",")]
        quality = measure_quality(python, Path(folder)) if arguments.quality and WIKIPEDIA.exists() else ""
    REPORT.write_text(write_report(tables, quality), encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))


def make_environment() -> Path:
    """The Python of an environment with this project and gensim."""
    python = ENVIRONMENT / "bin/python"
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--editable", ROOT, "gensim>=4.4"], check=True)
    return python


def write_text(path: Path, n_words: int) -> None:
    """A text of so many words, a thousand a line."""
    if WIKIPEDIA.exists():
        with lzma.open(WIKIPEDIA, "rt", encoding="utf-8") as file:
            words = file.read(n_words * 8).split()[:n_words]
    else:
        rng = random.Random(1)
        vocabulary = [f"w{i}" for i in range(50_000)]
        words = rng.choices(vocabulary, [1 / (i + 1) for i in range(50_000)], k=n_words)
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(" ".join(words[i : i + 1000]) + "\n" for i in range(0, len(words), 1000))


def measure_size(python: Path, folder: Path, n_words: int, rounds: int) -> list[dict]:
    """One record a number of threads, medians over the rounds; the engines take turns."""
    text = folder / f"{n_words}.txt"
    write_text(text, n_words)
    run(python, "notelinks", text, 1)
    records = []
    for n_threads in (1, 2):
        runs = {engine: [] for engine in ("notelinks", "gensim")}
        for _ in range(rounds):
            for engine, of_engine in runs.items():
                of_engine.append(run(python, engine, text, n_threads))
        medians = {
            engine: {key: statistics.median(r[key] for r in of_engine) for key in of_engine[0]}
            for engine, of_engine in runs.items()
        }
        records.append({"n_words": n_words, "n_threads": n_threads, **medians})
        print(json.dumps(records[-1]), file=sys.stderr, flush=True)
    return records


def measure_quality(python: Path, folder: Path) -> str:
    """A table of word similarity after `EPOCHS` epochs over the whole text, subsampling 1e-3."""
    text = folder / "whole.txt"
    write_text(text, 10**9)
    lines = ["", "| 17 M words, 5 epochs, sample 1e-3, 2 threads | WordSim-353 | SimLex-999 | analogies | training |"]
    lines.append("|---|---|---|---|---|")
    for engine in ("notelinks", "gensim"):
        r = run(python, engine, text, 2, "--sample", "1e-3", "--judge")
        scores = f"{r['wordsim']:.3f} | {r['simlex']:.3f} | {100 * r['analogies']:.1f} %"
        lines.append(f"| {engine} | {scores} | {r['train_s']:.0f} s |")
    return "\n".join(lines)


def run(python: Path, engine: str, text: Path, n_threads: int, *options: str) -> dict:
    """One training in a process of its own."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    worker = Path(__file__).with_name("engine_worker.py")
    command = [python, worker, engine, text, str(n_threads), str(EPOCHS), json.dumps(SETTINGS), *options]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def write_report(tables: list[list[dict]], quality: str) -> str:
    source = "the first words of an English Wikipedia" if WIKIPEDIA.exists() else "seeded Zipf-distributed words"
    lines = [
        "# Benchmarks",
        "",
        "Written by `python tests/benchmarks/engine.py`, which builds its own environment.",
        "",
        f"Text: {source}. {EPOCHS} epochs, {SETTINGS['dims']} dimensions, window {SETTINGS['window']}, "
        f"{SETTINGS['negative']} noise words, words of {SETTINGS['min_count']} occurrences or more, no subsampling. "
        f"Million words trained a second while training; seconds from the start of the process to the vectors, our "
        f"compiled code loaded from its cache; medians. {os.cpu_count()} processors.",
        "",
        "| words | threads | M words/s | gensim | **ratio** | seconds | gensim | peak MB | gensim |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for record in (record for table in tables for record in table):
        ours, theirs = record["notelinks"], record["gensim"]
        speed = [r["n_trained"] / r["train_s"] / 1e6 for r in (ours, theirs)]
        lines.append(
            f"| {record['n_words']:,} | {record['n_threads']} | {speed[0]:.2f} | {speed[1]:.2f} | "
            f"**{speed[0] / speed[1]:.1f}** | {ours['whole_s']:.1f} | {theirs['whole_s']:.1f} | "
            f"{ours['peak_mb']:.0f} | {theirs['peak_mb']:.0f} |"
        )
    return "\n".join([*lines, quality, ""])


if __name__ == "__main__":
    main()

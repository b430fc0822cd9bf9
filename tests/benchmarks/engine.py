"""Speed, memory and quality of the CBOW training beside gensim's, on the same text, in one run.

usage: python tests/benchmarks/engine.py [--sizes N,N,…] [--rounds R]

Builds its own environment in `.bench` with this project and gensim, measures each engine in a process of its own, in
turn, and writes the tables to a section of docs/benchmarks.md. The texts are the first N words of
../shared/eval/wiki17m.txt.xz and the vaults in ../shared/eval/vaults, joined. Where they are absent, the text is a
seeded one of Zipf-distributed words, which the table then says, and what needs real words is left out. On a quiet
machine it takes about ten minutes.
"""

import argparse
import json
import lzma
import os
import random
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.report import write_section

ROOT = Path(__file__).resolve().parents[2]
WIKIPEDIA = ROOT.parent / "shared/eval/wiki17m.txt.xz"
VAULTS = ROOT.parent / "shared/eval/vaults"
ENVIRONMENT = ROOT / ".bench"
WORKER = Path(__file__).with_name("engine_worker.py")

EPOCHS = 5
SETTINGS = {"dims": 96, "window": 5, "negative": 5, "min_count": 5}
"""The same for both engines; without subsampling, so that both train every word of the vocabulary."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100000,1000000,10000000", metavar="N,N,…", help="words of text")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each measurement; medians are reported")
    arguments = parser.parse_args()
    python = make_environment()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        texts = {f"{int(n):,} words": write_text(folder / f"{n}.txt", int(n)) for n in arguments.sizes.split(",")}
        if VAULTS.exists():
            texts["four vaults, joined"] = write_vaults(python, folder)
        records = [r for name, text in texts.items() for r in measure_text(python, name, text, arguments.rounds)]
        starts = measure_starts(python, folder, next(iter(texts.values())), arguments.rounds)
        quality = measure_quality(python, folder) if WIKIPEDIA.exists() else []
    lines = write_lines(records, starts, quality)
    write_section("Training beside gensim", lines)
    print("\n".join(lines))


def make_environment() -> Path:
    """The Python of an environment with this project and gensim."""
    python = ENVIRONMENT / "bin/python"
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--editable", ROOT, "gensim>=4.4"], check=True)
    return python


def write_text(path: Path, n_words: int) -> Path:
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
    return path


def write_vaults(python: Path, folder: Path) -> Path:
    """The words of all notes of all vaults, a note a line."""
    for archive in sorted(VAULTS.glob("*.tar.gz")):
        with tarfile.open(archive) as file:
            file.extractall(folder / "vaults", filter="data")
    vaults = sorted(folder.glob("vaults/*/text"))
    with open(folder / "vaults.txt", "wb") as file:
        subprocess.run([python, WORKER.with_name("vault_words.py"), *vaults], stdout=file, check=True)
    return folder / "vaults.txt"


def measure_text(python: Path, name: str, text: Path, rounds: int) -> list[dict]:
    """One record a number of threads, medians over the rounds; the engines take turns."""
    run(python, "notelinks", text, 1)
    records = []
    for n_threads in (1, 2):
        runs = {engine: [] for engine in ("notelinks", "gensim")}
        for _ in range(rounds):
            for engine, of_engine in runs.items():
                of_engine.append(run(python, engine, text, n_threads))
        records.append({"text": name, "n_threads": n_threads, **{e: medians(r) for e, r in runs.items()}})
        print(json.dumps(records[-1]), file=sys.stderr, flush=True)
    return records


def medians(records: list[dict]) -> dict:
    return {key: statistics.median(record[key] for record in records) for key in records[0]}


def measure_starts(python: Path, folder: Path, text: Path, rounds: int) -> list[str]:
    """Seconds from the start of a process to its first trained words: compiling all, and from the cache."""
    lines = ["| start of a process to the first trained words | seconds |", "|---|---|"]
    environment = {"XDG_CACHE_HOME": str(folder / "cache")}
    for name, n_runs in (("cold: everything is compiled", 1), ("warm: compiled code is in the cache", rounds)):
        runs = [run(python, "notelinks", text, 2, "--first-step", environment=environment) for _ in range(n_runs)]
        lines.append(f"| {name} | {medians(runs)['first_step_s']:.2f} |")
    return lines


def measure_quality(python: Path, folder: Path) -> list[str]:
    """A table of word similarity after `EPOCHS` epochs over the whole text, subsampling 1e-3."""
    text = write_text(folder / "whole.txt", 10**9)
    heading = "17 M words, 5 epochs, sample 1e-3, 2 threads"
    lines = [f"| {heading} | WordSim-353 | SimLex-999 | analogies | training | peak MB |", "|---|---|---|---|---|---|"]
    for engine in ("notelinks", "gensim"):
        r = run(python, engine, text, 2, "--sample", "1e-3", "--judge")
        scores = f"{r['wordsim']:.3f} | {r['simlex']:.3f} | {100 * r['analogies']:.1f} %"
        lines.append(f"| {engine} | {scores} | {r['train_s']:.0f} s | {r['peak_mb']:.0f} |")
    return lines


def run(python: Path, engine: str, text: Path, n_threads: int, *options: str, environment: dict | None = None) -> dict:
    """One training in a process of its own."""
    command = [python, WORKER, engine, text, str(n_threads), str(EPOCHS), json.dumps(SETTINGS), *options]
    variables = {**os.environ, "OMP_NUM_THREADS": "1", **(environment or {}), "STARTED": repr(time.time())}
    done = subprocess.run(command, capture_output=True, text=True, env=variables, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def write_lines(records: list[dict], starts: list[str], quality: list[str]) -> list[str]:
    source = "the first words of an English Wikipedia" if WIKIPEDIA.exists() else "seeded Zipf-distributed words"
    lines = [
        "Written by `python tests/benchmarks/engine.py`, which builds its own environment.",
        "",
        f"Text: {source}; the vaults are those of the ranking's evaluation. {EPOCHS} epochs, {SETTINGS['dims']} "
        f"dimensions, window {SETTINGS['window']}, {SETTINGS['negative']} noise words, words of "
        f"{SETTINGS['min_count']} occurrences or more, no subsampling. Million words trained a second while training; "
        f"seconds from the start of the process to the vectors, our compiled code loaded from its cache; peak memory "
        f"of the process; medians. {os.cpu_count()} processors.",
        "",
        "| text | threads | M words/s | gensim | **ratio** | seconds | gensim | peak MB | gensim |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for record in records:
        ours, theirs = record["notelinks"], record["gensim"]
        speed = [r["n_trained"] / r["train_s"] / 1e6 for r in (ours, theirs)]
        lines.append(
            f"| {record['text']} | {record['n_threads']} | {speed[0]:.2f} | {speed[1]:.2f} | "
            f"**{speed[0] / speed[1]:.1f}** | {ours['whole_s']:.1f} | {theirs['whole_s']:.1f} | "
            f"{ours['peak_mb']:.0f} | {theirs['peak_mb']:.0f} |"
        )
    return [*lines, "", *starts, "", *quality]


if __name__ == "__main__":
    main()

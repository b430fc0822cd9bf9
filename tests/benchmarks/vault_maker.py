"""Makes vaults of any size that are like real ones: `vault_maker.py FOLDER [--notes N] [--seed N] [--like FOLDER…]`.

Without `--like`, text is drawn: words by Zipf's law, a third of them by the topic of the note; links mostly to notes of
the same topic; front matter, headings, lists, tables, quotes, code. Sizes are log-normal with a mean of 4 kB and a
standard deviation of 1.06 of the natural logarithm: those of four real collections of 99 to 907 notes have 1.07, 1.00,
1.12 and 1.06, with means of 3.4 to 12.7 kB. With `--like`, folders of real notes are repeated with renamed words.
"""

import argparse
import math
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.note_text import write_note
from tests.benchmarks.vault_plan import TOPIC_WORDS, VaultPlan, make_plan, word_of_rank

MEAN_BYTES, SIZE_SIGMA = 4000, 1.06
"""Of the log-normal distribution of sizes."""

_MIN_BYTES, _MAX_BYTES = 150, 300_000
"""No note is shorter or longer; the longest of the four collections has 307 kB."""

_BATCH = 500
"""Notes whose words are drawn at once."""

_HEAD_RANKS, _OFFSET, _TAIL_POWER = 3000, 2.7, 1.7
"""Frequency falls with 1 / (rank + _OFFSET) up to _HEAD_RANKS, and with rank ** -_TAIL_POWER beyond: English has two
such regimes (Ferrer i Cancho & Solé 2001, doi:10.1076/jqul.8.3.165.4101). New words go on appearing in text of any
length, about with its power 1 / _TAIL_POWER; three of the four collections have powers of 0.52 to 0.65."""

_TOPIC_SHARE = 0.3
"""Words that are drawn by topic; one in five of them by another topic."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="is made; must be empty")
    parser.add_argument("--notes", type=int, default=10_000, metavar="N", help="how many (default 10,000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed, the same bytes (default 1)")
    parser.add_argument("--like", nargs="+", type=Path, default=[], metavar="COLLECTION", help="repeat these notes")
    arguments = parser.parse_args()
    if arguments.folder.exists() and any(arguments.folder.iterdir()):
        parser.error(f"{arguments.folder} is not empty")
    make_vault(arguments.folder, arguments.notes, arguments.seed, arguments.like)


def make_vault(folder: Path, n_notes: int, seed: int = 1, like: list[Path] | None = None) -> Path:
    """Writes a vault of so many notes into a folder, drawn or like real collections, and gives the folder."""
    if like:
        from tests.benchmarks.renamed_copies import repeat_notes

        notes = repeat_notes(like, n_notes, seed)
    else:
        notes = generate_notes(n_notes, seed)
    made = {folder}
    folder.mkdir(parents=True, exist_ok=True)
    for key, text in notes:
        path = folder / key
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(text.encode("utf-8"))
    return folder


def generate_notes(n_notes: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """(key, text) of each note; the same for the same arguments."""
    plan = make_plan(n_notes, seed)
    for start in range(0, n_notes, _BATCH):
        numbers = range(start, min(start + _BATCH, n_notes))
        np_rng, rng = np.random.default_rng([seed, 1, start]), random.Random(f"notes {seed} {start}")
        mu = math.log(MEAN_BYTES) - SIZE_SIGMA**2 / 2
        sizes = np_rng.lognormal(mu, SIZE_SIGMA, len(numbers)).clip(_MIN_BYTES, _MAX_BYTES).astype(int)
        n_words = sizes // 4 + 40
        words = _draw_words(plan, np.repeat([plan.topics[i] for i in numbers], n_words), np_rng)
        stops = np.cumsum(n_words)
        for number, size, first, stop in zip(numbers, sizes.tolist(), stops - n_words, stops, strict=True):
            yield plan.key(number), write_note(plan, number, size, words[first:stop], rng)


def _draw_words(plan: VaultPlan, topics: np.ndarray, rng: np.random.Generator) -> list[str]:
    """A word for each of the (n_words,) topics."""
    n_words = len(topics)
    ranks = _draw_ranks(n_words, rng)
    is_topical = rng.random(n_words) < _TOPIC_SHARE
    strays = is_topical & (rng.random(n_words) < 0.2)
    topics = np.where(strays, rng.integers(len(plan.topic_words), size=n_words), topics)
    places = TOPIC_WORDS ** rng.random(n_words) - 1
    ranks = np.where(is_topical, plan.topic_words[topics, places.astype(np.int64)], ranks)
    different, inverse = np.unique(ranks, return_inverse=True)
    spelled = np.array([word_of_rank(rank) for rank in different.tolist()], dtype=object)
    return spelled[inverse].tolist()


def _draw_ranks(n_words: int, rng: np.random.Generator) -> np.ndarray:
    """(n_words,) int64, from 0, by inversion of the two integrals."""
    head_mass = math.log((_HEAD_RANKS + _OFFSET) / _OFFSET)
    tail_mass = 1 / (_TAIL_POWER - 1)
    draws = rng.random(n_words) * (head_mass + tail_mass)
    head = _OFFSET * np.exp(np.minimum(draws, head_mass)) - _OFFSET
    left = np.clip((draws - head_mass) / tail_mass, 0, 1 - 1e-9)
    tail = _HEAD_RANKS * (1 - left) ** (-1 / (_TAIL_POWER - 1))
    return np.where(draws < head_mass, head, tail).astype(np.int64)


if __name__ == "__main__":
    main()

"""How long it takes from a save until a reader sees it, and what waiting costs: `save_to_screen.py VAULT [N_SAVES]`.

VAULT is changed, so give a copy; its index is that of `NOTELINKS_HOME`, or is made first. Each save adds a sentence to
one note, through a temporary file as editors do, and ends when the note and its lists stand in the index. The debounce
(`quiet_s`) is part of the time and is given for comparison. Then the watcher is left alone, and the processor time that
it takes is counted.
"""

import os
import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, os.fspath(Path(__file__).parents[2]))

from notelinks.config import IndexerConfig, index_folder
from notelinks.store.reader import StoreReader
from tests.benchmarks.measuring import processor_seconds
from tests.support import Watcher

_IDLE_S = 60.0
_SETTLE_S = 3600.0
_POLL_S = 0.002


def main(vault: Path, n_saves: int) -> None:
    with Watcher(vault) as watcher:
        status = watcher.settle(_SETTLE_S)
        print(f"{status['notes']:,} notes, {status['words']:,} words, generation {status['generation']}")
        seconds = sorted(time_saves(vault, n_saves))
        p50, p95 = statistics.median(seconds), seconds[int(0.95 * (len(seconds) - 1))]
        quiet_s = IndexerConfig().quiet_s
        print(f"save to screen: median {p50:.2f} s, p95 {p95:.2f} s, of which the debounce is {quiet_s} s")
        watcher.settle(_SETTLE_S)
        before = processor_seconds(watcher.process.pid)
        time.sleep(_IDLE_S)
        share = (processor_seconds(watcher.process.pid) - before) / _IDLE_S
        print(f"idle: {share:.2%} of a processor over {_IDLE_S:g} s")


def time_saves(vault: Path, n_saves: int) -> list[float]:
    """Seconds of each of so many saves, seeded, until the index shows it; a watcher must be at work."""
    rng = random.Random(1)
    notes = sorted(vault.rglob("*.md"))
    seconds = []
    with StoreReader(index_folder(vault)) as reader:
        for number in range(n_saves):
            path = rng.choice(notes)
            before = reader.meta("lists_digest")
            started = time.monotonic()
            size = save_note(path, f"The sentence numbered {number} of this measurement.")
            _wait_until_shown(reader, before, path.relative_to(vault).as_posix(), size)
            seconds.append(time.monotonic() - started)
            time.sleep(rng.uniform(1.0, 3.0))
    return seconds


def save_note(path: Path, sentence: str) -> int:
    """Adds a sentence to a note, through a temporary file as editors do; gives the new size in bytes."""
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(path.read_bytes() + f"\n{sentence}\n".encode())
    os.replace(temporary, path)
    return path.stat().st_size


def _wait_until_shown(reader: StoreReader, lists_digest: str, key: str, size: int) -> None:
    """Until the note of that size is stored and lists for it are published.

    Args:
        lists_digest: of the lists before: a note with other words gives another one.
    """
    end = time.monotonic() + _SETTLE_S
    while reader.meta("lists_digest") == lists_digest or reader.signatures()[key].size != size:
        assert time.monotonic() < end, f"not so within {_SETTLE_S:g} s"
        time.sleep(_POLL_S)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 40)

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
from functools import partial
from pathlib import Path

sys.path.insert(0, os.fspath(Path(__file__).parents[2]))

from notelinks.config import IndexerConfig, index_folder
from notelinks.store.reader import StoreReader
from tests.support import Watcher, wait_until

_IDLE_S = 60.0
_SETTLE_S = 3600.0


def main(vault: Path, n_saves: int) -> None:
    with Watcher(vault) as watcher:
        status = watcher.settle(_SETTLE_S)
        print(f"{status['notes']:,} notes, {status['words']:,} words, generation {status['generation']}")
        seconds = sorted(_time_saves(vault, n_saves))
        p50, p95 = statistics.median(seconds), seconds[int(0.95 * (len(seconds) - 1))]
        quiet_s = IndexerConfig().quiet_s
        print(f"save to screen: median {p50:.2f} s, p95 {p95:.2f} s, of which the debounce is {quiet_s} s")
        watcher.settle(_SETTLE_S)
        before = _processor_seconds(watcher.process.pid)
        time.sleep(_IDLE_S)
        share = (_processor_seconds(watcher.process.pid) - before) / _IDLE_S
        print(f"idle: {share:.2%} of a processor over {_IDLE_S:g} s")


def _time_saves(vault: Path, n_saves: int) -> list[float]:
    rng = random.Random(1)
    notes = sorted(vault.rglob("*.md"))
    seconds = []
    with StoreReader(index_folder(vault)) as reader:
        for number in range(n_saves):
            path = rng.choice(notes)
            text = path.read_text("utf-8", "replace") + f"\nThe sentence numbered {number} of this measurement.\n"
            before = reader.revision()
            temporary = path.with_name(f".{path.name}.tmp")
            temporary.write_text(text, "utf-8")
            started = time.monotonic()
            os.replace(temporary, path)
            size = path.stat().st_size
            wait_until(partial(_is_shown, reader, before, path.relative_to(vault).as_posix(), size), _SETTLE_S)
            seconds.append(time.monotonic() - started)
            time.sleep(rng.uniform(1.0, 3.0))
    return seconds


def _is_shown(reader: StoreReader, revision: int, key: str, size: int) -> bool:
    """Whether the note of that size is stored and its lists are published: two transactions."""
    return reader.revision() >= revision + 2 and reader.signatures()[key].size == size


def _processor_seconds(process_id: int) -> float:
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 40)

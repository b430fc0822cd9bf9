"""One writer and twenty readers of the same index: `python -m tests.campaigns.crowd FOLDER SECONDS`.

All are forked from one process that has everything loaded. Prints one JSON object; ends with status 1 as soon as the
writer or a reader has met an error of any kind.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from notelinks.store.lock import IndexLock
from notelinks.store.reader import StoreReader
from notelinks.store.writer import StoreWriter
from tests.campaigns.kill_writer import write_next

_N_READERS = 20


def write(folder: Path, end: float) -> int:
    """Updates and publishes without a pause; gives how often."""
    with IndexLock(folder):
        writer = StoreWriter(folder, str.casefold)
        number = 0
        while time.monotonic() < end:
            write_next(writer)
            number += 1
        writer.close()
    return number


def read(folder: Path, end: float) -> int:
    """Opens the index and asks for all notes and their lists, again and again; gives how often."""
    number = 0
    while time.monotonic() < end:
        with StoreReader(folder) as reader:
            reader.status()
            for note in reader.notes():
                reader.concepts(note.note_id)
                reader.links(note.note_id)
        number += 1
    return number


def _fork(work: Callable[[Path, float], int], folder: Path, end: float) -> tuple[int, int]:
    """(process, pipe from which its number of rounds is read once it has ended)."""
    answer, answers = os.pipe()
    process = os.fork()
    if process:
        os.close(answers)
        return process, answer
    status = 1
    try:
        os.write(answers, str(work(folder, end)).encode())
        status = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(status)


def main(folder: Path, seconds: float) -> int:
    """Gives the exit status."""
    writer = StoreWriter(folder, str.casefold)
    write_next(writer)
    writer.close()
    end = time.monotonic() + seconds
    works = [write] + [read] * _N_READERS
    started = [_fork(work, folder, end) for work in works]
    statuses = [os.waitpid(process, 0)[1] for process, _ in started]
    if any(statuses):
        return 1
    rounds = [int(os.read(answer, 20)) for _, answer in started]
    print(json.dumps({"written": rounds[0], "read": sum(rounds[1:]), "least_read": min(rounds[1:])}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), float(sys.argv[2])))

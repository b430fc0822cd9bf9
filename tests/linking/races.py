"""A campaign of links that are inserted while an editor saves the same note, in each of six ways.

The editor is a process of its own. For each race it is told a moment, a way of saving and a text that nothing else has.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from notelinks.errors import LinkRefusedError
from notelinks.linking.folder import NoteFolder
from notelinks.linking.rewrite import rewrite_note

TEMPORARY = ".notelinks-race.tmp"

LONGEST_WAITS_S = (0.0003, 0.0005, 0.003)
"""The editor saves at a moment before one of these is over: around the exchange, or just after it."""

Rewrite = Callable[[NoteFolder, str, bytes, bytes], None]


def race(folder: Path, n_races: int, seed: int, rewrite: Rewrite = rewrite_note) -> Counter[str]:
    """Runs races one after the other.

    Args:
        rewrite: what puts the link into the note.

    Returns:
        How many links were inserted, how many refused, and under `lost`, how many edits are in no file.
    """
    rng = random.Random(seed)
    counts: Counter[str] = Counter()
    note = folder / "Note.md"
    with _editor(note) as save:
        for number in range(n_races):
            shown = f"Note of race {number}.\n".encode()
            note.write_bytes(shown)
            style, n_saves = rng.choice(sorted(STYLES)), rng.choice((1, 1, 2, 3))
            done = save(f"{style} {rng.uniform(0, rng.choice(LONGEST_WAITS_S)):.6f} {n_saves} {number}")
            outcome = "inserted"
            with NoteFolder(folder, note.name) as opened:
                try:
                    rewrite(opened, TEMPORARY, shown, shown + b"\n[[Other]]\n")
                except LinkRefusedError:
                    outcome = "refused"
            done()
            counts[outcome] += 1
            counts[f"{style} {outcome}"] += 1
            is_kept = note.exists() and f"edit {number} {n_saves - 1}".encode() in note.read_bytes()
            counts["lost"] += not is_kept
            counts["debris"] += (folder / TEMPORARY).exists()
            for name in os.listdir(folder):
                os.unlink(folder / name)
    return counts


@contextmanager
def _editor(note: Path) -> Iterator[Callable[[str], Callable[[], None]]]:
    """A process that saves a note when told to; what tells it gives a function that waits for its end."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"from tests.linking.races import edit; edit({str(note)!r})"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdin and process.stdout
    stdin, stdout = process.stdin, process.stdout

    def save(order: str) -> Callable[[], None]:
        stdin.write(f"{order}\n")

        def done() -> None:
            assert stdout.readline() == "saved\n"

        return done

    try:
        yield save
    finally:
        stdin.close()
        process.wait(timeout=30)
        stdout.close()


def edit(note: str) -> None:
    """The editor: saves as each line of standard input says."""
    for order in sys.stdin:
        style, wait_s, n_saves, number = order.split()
        _wait(float(wait_s))
        for save in range(int(n_saves)):
            STYLES[style](note, f"Written by hand.\nedit {number} {save}\n".encode())
        print("saved", flush=True)  # noqa: T201


def _wait(seconds: float) -> None:
    """More exactly than `time.sleep` does."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def _in_place(note: str, raw: bytes) -> None:
    file_fd = os.open(note, os.O_WRONLY | os.O_CREAT, 0o600)
    os.write(file_fd, raw)
    os.ftruncate(file_fd, len(raw))
    os.close(file_fd)


def _truncate(note: str, raw: bytes) -> None:
    with open(note, "wb") as file:
        file.write(raw[:5])
        file.flush()
        file.write(raw[5:])


def _rename_over(note: str, raw: bytes) -> None:
    with open(f"{note}.new", "wb") as file:
        file.write(raw)
    os.rename(f"{note}.new", note)


def _unlink_and_create(note: str, raw: bytes) -> None:
    os.unlink(note)
    with open(note, "wb") as file:
        file.write(raw)


def _backup_and_create(note: str, raw: bytes) -> None:
    os.rename(note, f"{note}~")
    with open(note, "wb") as file:
        file.write(raw)


def _link_unnamed(note: str, raw: bytes) -> None:
    folder_fd = os.open(os.path.dirname(note), os.O_RDONLY | os.O_DIRECTORY)
    file_fd = os.open(os.path.dirname(note), os.O_TMPFILE | os.O_WRONLY, 0o600)
    os.write(file_fd, raw)
    os.link(f"/proc/self/fd/{file_fd}", f"{note}.new", src_dir_fd=folder_fd)  # only with a folder Linux follows it
    os.close(file_fd)
    os.close(folder_fd)
    os.rename(f"{note}.new", note)


STYLES: dict[str, Callable[[str, bytes], None]] = {
    "in-place": _in_place,
    "truncate": _truncate,
    "rename-over": _rename_over,
    "unlink-and-create": _unlink_and_create,
    "backup-and-create": _backup_and_create,
    "link-unnamed": _link_unnamed,
}
"""The ways in which editors save."""

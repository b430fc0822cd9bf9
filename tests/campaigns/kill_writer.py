"""A writer that is killed at random moments, again and again: `python -m tests.campaigns.kill_writer FOLDER N SEED`.

Every transaction of the writer raises one number that stands in each note's title, in each list, in the status and in
the generation folder; whoever reads two different ones has read half a transaction. Writers are forked from one
process that has everything loaded, so that most of the time goes into writing. Prints one JSON object.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from notelinks.errors import IndexMissingError
from notelinks.records import Concept, FileSignature, LinkEnd, ParsedNote, SectionStart, TokenizedNote
from notelinks.store.generations import check_generation, digest_generation, generation_folder, new_generation
from notelinks.store.lock import IndexLock
from notelinks.store.packed_note import PackedNote, pack_note
from notelinks.store.reader import StoreReader
from notelinks.store.rows import Lists, pack_concepts
from notelinks.store.writer import StoreWriter

_N_NOTES = 20
_LONGEST_LIFE = 4.0
"""Of a writer, in times that a first index takes on this machine."""

_N_TIMED = 5
"""First indexes, the fastest of which tells how long one takes: one that other work has slowed down would have writers
live for so long that few die within their first update."""


def write_for_ever(folder: Path) -> None:
    """Opens the index and raises the number until the process ends."""
    with IndexLock(folder):
        writer = StoreWriter(folder, str.casefold)
        while True:
            write_next(writer)


def write_next(writer: StoreWriter) -> None:
    """One update of all notes, then one generation with its lists."""
    number = writer.meta("generation", 0) + 1
    notes = [_note(i, number) for i in range(_N_NOTES)]
    writer.apply_changes(notes, [], {}, lambda *_: (None, LinkEnd.NOTHING), f"{number}")
    with new_generation(writer.folder, number) as made:
        (made / "words.txt").write_text(f"{number}\n" * 500)
        (made / "vectors.npy").write_bytes(number.to_bytes(4) * 10_000)
    folder = generation_folder(writer.folder, number)
    ids = [note.note_id for note in writer.stored_notes()]
    writer.publish(
        lists=[Lists(i, number.to_bytes(8, "little"), pack_concepts([Concept(str(number), 1.0)])) for i in ids],
        is_complete=True,
        meta={"generation": number, "generation_digest": digest_generation(folder)},
    )


def check(folder: Path) -> int:
    """The number that everything bears; 0 if there is no index yet.

    Raises:
        AssertionError: if two numbers are mixed, or the generation is not whole.
        NotelinksError: if the index cannot be read.
    """
    try:
        reader = StoreReader(folder)
    except IndexMissingError:
        return 0
    with reader:
        found = reader.generation_folder()
        notes = reader.notes()
        if found is not None:
            check_generation(*found)
            numbers = {c.text for note in notes for c in reader.concepts(note.note_id)}
            assert numbers == {str(reader.meta("generation"))}, numbers
        titles = {note.title for note in notes}
        assert len(titles) <= 1 and len(notes) in (0, _N_NOTES), titles
        assert not titles or int(titles.pop()) - reader.meta("generation", 0) in (0, 1)
        return reader.meta("generation", 0)


def _note(number: int, title: int) -> tuple[PackedNote, FileSignature]:
    parsed = ParsedNote(f"{number}.md", str(title), (), (), (), ())
    words = (f"word{number}", f"new{title}")
    digest = f"{number} {title}"
    note = TokenizedNote(parsed, (str(title),), words, (SectionStart("", 0, 1, 0),), "en", digest, digest)
    return pack_note(note), FileSignature(title, title, title, number, 1)


def _time_first_index(folder: Path) -> float:
    started = time.monotonic()
    writer = StoreWriter(folder, str.casefold)
    write_next(writer)
    writer.close()
    return time.monotonic() - started


def main(folder: Path, n_kills: int, seed: int) -> None:
    """Kills so many writers; prints how many were killed before, while and after there was an index."""
    rng = random.Random(seed)
    outcomes: Counter[str] = Counter()
    last = 0
    unit_s = min(_time_first_index(folder.with_name(f"first {number}")) for number in range(_N_TIMED))
    for _ in range(n_kills):
        child = os.fork()
        if child == 0:
            write_for_ever(folder)
        time.sleep(rng.uniform(0, _LONGEST_LIFE * unit_s))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        number = check(folder)
        assert number >= last, f"{number} after {last}: a commit was lost"
        outcomes["advanced" if number > last else "as before" if last else "nothing yet"] += 1
        last = number
    print(json.dumps({"kills": n_kills, "generation": last, **outcomes}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

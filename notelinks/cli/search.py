"""`search`: the notes nearest to a text of one's own."""

import argparse
import os
import sys

from notelinks.cli import exits
from notelinks.cli.output import print_json, print_message, print_text
from notelinks.cli.rows import note_line, note_object
from notelinks.cli.selecting import choose_selection
from notelinks.cli.vaults import choose_vault
from notelinks.config import index_folder
from notelinks.display import safe_text
from notelinks.query.search import search_notes
from notelinks.store.reader import StoreReader


def search(arguments: argparse.Namespace) -> int:
    """Notes in order of their closeness to a text; its words that no note holds are told on stderr."""
    with StoreReader(index_folder(choose_vault(arguments.vault))) as reader:
        notes = {note.note_id: note for note in reader.notes()}
        selection = choose_selection(arguments, list(notes.values()))
        result = search_notes(_open_ranking(reader), notes, _read_text(arguments.text), selection)
    if result.remark:
        print_message(safe_text(result.remark))
    found = result.found[: arguments.limit]
    for note, score in found:
        if arguments.json:
            print_json({**note_object(note), "score": round(score, 6)})
        else:
            print_text(f"{score:5.2f}  {note_line(note)}")
    return exits.FOUND if found else exits.NOTHING_FOUND


def _open_ranking(reader: StoreReader):
    """The ranking; imports NumPy with one thread, because many small products lose more by threads than they gain."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from notelinks.query.ranking import NoteRanking

    return NoteRanking(reader)


def _read_text(given: list[str]) -> str:
    """The text that is searched for, as UTF-8 whatever the locale says."""
    raw = sys.stdin.buffer.read() if given == ["-"] else os.fsencode(" ".join(given))
    return raw.decode("utf-8", "replace")

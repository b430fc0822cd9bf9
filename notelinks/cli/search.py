"""`search`: the notes nearest to a text of one's own."""

import argparse
import os
import sys
from collections.abc import Sequence

from notelinks.cli import exits
from notelinks.cli.output import print_json, print_message, print_text
from notelinks.cli.rows import note_line, note_object, reason_lines, reason_object
from notelinks.cli.selecting import choose_selection
from notelinks.cli.vaults import choose_vault
from notelinks.config import index_folder
from notelinks.display import safe_text
from notelinks.query.search import search_notes
from notelinks.records import NoteSummary, Reason
from notelinks.store.reader import StoreReader


def search(arguments: argparse.Namespace) -> int:
    """Notes in order of their closeness to a text; its words that no note holds are told on stderr."""
    from notelinks.query.ranking import NoteRanking

    vault = choose_vault(arguments.vault)
    with StoreReader(index_folder(vault)) as reader:
        notes = {note.note_id: note for note in reader.notes()}
        selection = choose_selection(arguments, list(notes.values()), vault)
        text = _read_text(arguments.text)
        result = search_notes(NoteRanking(reader), notes, text, selection)
        found = result.found[: arguments.limit]
        reasons = _explain(reader, result.words, [note for note, _ in found]) if arguments.why else [None] * len(found)
    if result.remark:
        print_message(safe_text(result.remark))
    for (note, score), reason in zip(found, reasons, strict=True):
        if arguments.json:
            why = {} if reason is None else {"why": reason_object(reason)}
            print_json({**note_object(note), "score": round(score, 6), **why})
        else:
            print_text(f"{score:5.2f}  {note_line(note)}")
            for line in reason_lines(reason):
                print_text("       ", line)
    return exits.FOUND if found else exits.NOTHING_FOUND


def _explain(reader: StoreReader, words: Sequence[str], notes: list[NoteSummary]) -> list[Reason]:
    from notelinks.query.reasons import ReasonFinder

    return ReasonFinder(reader).text_reasons(words, [note.note_id for note in notes])


def _read_text(given: list[str]) -> str:
    """The text that is searched for, as UTF-8 whatever the locale says."""
    raw = sys.stdin.buffer.read() if given == ["-"] else os.fsencode(" ".join(given))
    return raw.decode("utf-8", "replace")

"""What is kept in memory from look to look is what a fresh look at the store gives."""

import random
from pathlib import Path

import pytest

from notelinks.config import index_folder
from notelinks.indexer.contents import load_contents, refresh_contents
from notelinks.indexer.reading import refresh_store
from notelinks.notes.words import fold_word
from notelinks.store.reader import StoreReader
from notelinks.store.writer import StoreWriter
from tests.support import make_notes, write_vault

GERMAN = "Die Wanderung führt durch den Wald und über die Wiesen, und wir gehen nach Hause, wenn es regnet. " * 4


def change(vault: Path, rng: random.Random, step: int) -> None:
    """Changes, adds, removes, spoils or mends a note, or does nothing."""
    note = rng.choice(sorted(vault.rglob("*.md")))
    action = rng.choice(("extend", "extend", "link", "translate", "spoil", "add", "remove", "touch", "nothing"))
    if action == "add":
        write_vault(vault, {f"new {step}.md": "flour and water"})
    elif action == "remove":
        note.unlink()
    elif action == "spoil":
        note.write_bytes(b"PK\0\0" * 100)
    elif action == "translate":
        note.write_text(GERMAN)
    elif action == "touch":
        note.touch()
    elif action != "nothing":
        target = rng.choice(sorted(vault.rglob("*.md"))).stem
        note.write_text(f"word{step} flour" + f" [[{target}]]" * (action == "link"))


@pytest.mark.parametrize("seed", range(4))
def test_contents_and_signatures_are_those_of_the_store(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    vault = write_vault(tmp_path / "vault", make_notes(10, seed))
    writer = StoreWriter(index_folder(vault), fold_word)
    contents, link_targets = None, ""
    for step in range(40):
        changes = refresh_store(vault, writer)
        have_links_moved = link_targets != (link_targets := writer.meta("link_targets"))
        contents = refresh_contents(contents, writer, changes, have_links_moved=have_links_moved)

        expected = load_contents(writer)
        assert contents.lists_digest == expected.lists_digest
        assert contents.digest == expected.digest
        assert contents.note_ids.tolist() == expected.note_ids.tolist()
        assert contents.digest_of == expected.digest_of
        with StoreReader(writer.folder) as reader:
            assert writer.signatures() == reader.signatures()
        change(vault, rng, step)
    writer.close()

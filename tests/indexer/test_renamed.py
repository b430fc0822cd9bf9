"""A note that is renamed is never stored under both names, nor under none, however long the other notes take."""

from pathlib import Path

import pytest

from notelinks.config import index_folder
from notelinks.indexer import reading
from notelinks.notes.words import fold_word
from notelinks.store.reader import StoreReader
from notelinks.store.writer import StoreWriter
from tests.support import make_notes, write_vault


def test_old_name_goes_when_the_new_one_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_BATCH_S", -1.0)  # as if each note took long
    vault = write_vault(tmp_path / "vault", {"old.md": "flour and water", **make_notes(5, seed=1)})
    writer = StoreWriter(index_folder(vault), fold_word)
    stored_while_reading: list[int] = []
    seen: list[set[str]] = []

    def look(reader: StoreReader) -> bool:
        keys = {note.key for note in reader.notes()}
        stored_while_reading.append(len(keys))
        seen.append(keys & {"old.md", "new.md"})
        return True

    with StoreReader(writer.folder) as reader:
        reading.refresh_store(vault, writer, on_progress=lambda n_read, n_notes: look(reader))
        assert stored_while_reading == [1, 2, 3, 4, 5, 6]

        (vault / "old.md").rename(vault / "new.md")
        for key in make_notes(5, seed=1):
            (vault / key).write_text("water and salt")
        seen.clear()
        reading.refresh_store(vault, writer, on_progress=lambda n_read, n_notes: look(reader))
        look(reader)
    writer.close()

    assert seen == [{"old.md"}] * 6 + [{"new.md"}]

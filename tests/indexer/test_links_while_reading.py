"""While many changed notes are read, their links lead where they led."""

from pathlib import Path

import pytest

from notelinks.config import index_folder
from notelinks.indexer import reading
from notelinks.notes.words import fold_word
from notelinks.store.reader import StoreReader
from notelinks.store.writer import StoreWriter
from tests.support import write_vault

N_NOTES = 6


def test_links_of_changed_notes_stay_while_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_BATCH_S", -1.0)  # as if each note took long
    vault = write_vault(tmp_path / "vault", {f"{i}.md": f"Note [[{(i + 1) % N_NOTES}]]" for i in range(N_NOTES)})
    writer = StoreWriter(index_folder(vault), fold_word)
    reading.refresh_store(vault, writer)
    n_links: list[int] = []

    def look(reader: StoreReader) -> bool:
        n_links.append(reader.status().n_links)
        return True

    with StoreReader(writer.folder) as reader:
        for i in range(N_NOTES):
            (vault / f"{i}.md").write_text(f"Note [[{(i + 1) % N_NOTES}]], and [[new]].")
        (vault / "new.md").write_text("It is new, [[1]].")
        reading.refresh_store(vault, writer, on_progress=lambda n_read, n_notes: look(reader))
        look(reader)
    writer.close()

    assert min(n_links) >= N_NOTES and n_links[-1] == 2 * N_NOTES + 1

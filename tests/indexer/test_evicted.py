"""Notes whose contents are in the cloud alone: kept as they were indexed, listed, and never fetched."""

from pathlib import Path

import pytest

from notelinks.errors import LinkRefusedError
from notelinks.indexer.reading import refresh_store
from notelinks.linking.folder import NoteFolder
from notelinks.linking.writable import check_writable
from notelinks.notes.files import read_note
from notelinks.notes.scan import scan_vault
from notelinks.notes.words import fold_word
from notelinks.records import SkippedFile
from notelinks.store.reader import StoreReader
from notelinks.store.writer import StoreWriter
from tests.indexer.evicting import Cloud
from tests.support import write_vault

_REASON = "in the cloud, not on this disk"
_NOTES = {
    "in/a.md": "Flour. [[b]]",
    "b.md": "Water. [[a]] [[board.canvas]] ![[pic.png]]",
    "board.canvas": '{"nodes": [{"type": "file", "file": "b.md"}]}',
    "pic.png": "",
}


class _Index:
    """A vault, its index, and what that says."""

    def __init__(self, root: Path) -> None:
        self.vault = write_vault(root / "vault", _NOTES)
        self.folder = root / "index"
        self.writer = StoreWriter(self.folder, fold_word)

    def look(self) -> None:
        refresh_store(self.vault, self.writer)

    def words(self) -> dict[str, int]:
        with StoreReader(self.folder) as reader:
            return {note.key: note.n_words for note in reader.notes()}

    def skipped(self) -> dict[str, str]:
        with StoreReader(self.folder) as reader:
            return {file.key: file.reason for file in reader.status().skipped}

    def links(self) -> list[str]:
        """Where all links lead, and what they lead to."""
        with StoreReader(self.folder) as reader:
            found = [reader.links(note.note_id) for note in reader.notes()]
            return sorted(
                [f"{note.key} {where}" for links in found for where, part in (
                    ("out", links.outgoing), ("back", links.backlinks), ("canvas", links.canvases)
                ) for note in part] + [f"{link.target} missing" for links in found for link in links.unresolved]
            )  # fmt: skip


@pytest.fixture
def index(tmp_path: Path) -> _Index:
    return _Index(tmp_path)


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Cloud:
    return Cloud(monkeypatch)


@pytest.mark.parametrize("key", ["in/a.md", "b.md", "board.canvas"])
def test_evicted_file_is_not_opened_and_what_was_indexed_of_it_stays(index: _Index, cloud: Cloud, key: str) -> None:
    index.look()
    before = index.words(), index.links()
    cloud.evicted.add(key.rpartition("/")[2])
    for _ in range(2):
        index.look()

    assert (index.words(), index.links()) == before
    assert index.skipped() == {key: _REASON}


def test_evicted_note_that_comes_back_is_read(index: _Index, cloud: Cloud) -> None:
    index.look()
    cloud.evicted.add("a.md")
    write_vault(index.vault, {"in/a.md": "Flour, salt and yeast. [[b]]"})
    index.look()
    while_away = index.words()["in/a.md"]
    cloud.evicted.clear()
    index.look()

    assert (while_away, index.words()["in/a.md"], index.skipped()) == (1, 4, {})


def test_evicted_note_that_was_never_indexed_is_listed_and_no_missing_note(index: _Index, cloud: Cloud) -> None:
    cloud.evicted.add("a.md")
    index.look()

    assert (list(index.words()), index.skipped()) == (["b.md"], {"in/a.md": _REASON})
    assert [link for link in index.links() if "missing" in link] == []


def test_stub_beside_no_note_is_an_evicted_note(index: _Index) -> None:
    index.look()
    before = index.words(), index.links()
    for key in ("in/a.md", "pic.png", "board.canvas"):
        path = index.vault / key
        path.rename(path.with_name(f".{path.name}.icloud"))
    index.look()

    assert (index.words(), index.links()) == before
    assert index.skipped() == {"board.canvas": _REASON, "in/a.md": _REASON}


def test_stub_beside_its_note_says_nothing(tmp_path: Path) -> None:
    write_vault(tmp_path, {"a.md": "text", ".a.md.icloud": "", "pic.png": "", ".pic.png.icloud": "", "..b.icloud": ""})
    snapshot = scan_vault(tmp_path)

    assert (list(snapshot.notes), snapshot.other_files, snapshot.skipped) == (["a.md"], ("pic.png",), ())


def test_evicted_note_that_is_deleted_is_removed(index: _Index) -> None:
    index.look()
    (index.vault / "in/a.md").rename(index.vault / "in/.a.md.icloud")
    index.look()
    (index.vault / "in/.a.md.icloud").unlink()
    index.look()

    assert (list(index.words()), index.skipped()) == (["b.md"], {})


def test_vault_of_evicted_notes_is_not_away(index: _Index, cloud: Cloud) -> None:
    index.look()
    before = index.words()
    cloud.evicted |= {"a.md", "b.md"}
    index.look()

    assert index.words() == before


def test_note_that_is_evicted_just_before_it_is_read_is_not_opened(tmp_path: Path, cloud: Cloud) -> None:
    write_vault(tmp_path, {"a.md": "text"})
    cloud.evicted.add("a.md")

    assert read_note(tmp_path, "a.md") == SkippedFile("a.md", _REASON)


def test_no_link_is_inserted_into_an_evicted_note(tmp_path: Path, cloud: Cloud) -> None:
    write_vault(tmp_path, {"a.md": "text"})
    cloud.evicted.add("a.md")

    with NoteFolder(tmp_path, "a.md") as folder, pytest.raises(LinkRefusedError, match="in the cloud"):
        check_writable(folder)

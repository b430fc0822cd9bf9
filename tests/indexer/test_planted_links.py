"""Links that somebody has put where our files go lead to nothing that is read as ours, changed or removed."""

import os
from pathlib import Path

import pytest

from notelinks.cli.vaults import last_vault, remember_vault
from notelinks.config import home_folder, index_folder
from notelinks.errors import StoreError
from notelinks.store.inserted_links import InsertedLinks, write_inserted_links
from notelinks.store.purge import purge_index
from notelinks.store.schema import database_file
from notelinks.store.stop_words import change_stop_words
from notelinks.tui.child import IndexerChild
from notelinks.tui.crash import write_crash_log
from notelinks.tui.memory import Memory, remember
from tests.support import index_vault, open_index, write_vault

_DATABASE = database_file(Path()).name
_SEAL = database_file(Path()).with_suffix(".seal").name

_FILES = (
    _DATABASE,
    *(
        f"{_DATABASE}{suffix}"
        for suffix in ("-wal", "-shm", "-journal", ".new", ".new-wal", ".new-shm", ".new-journal")
    ),
    _SEAL,
    f".{_SEAL.removesuffix('.seal')}.PID.tmp",
    "index-1.db",
    "generations",
    "generations/000001",
    "generations/.000001.tmp",
)
"""All that an indexer writes or removes in the folder of an index, but for its lock."""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", {"a.md": "one two three [[b]]", "b.md": "two three four"})


class Canary:
    """A file and a folder of the user's that are not ours."""

    def __init__(self, root: Path) -> None:
        self.file = root / "canary.md"
        self.folder = root / "canaries"
        self.missing = root / "nothing"
        (self.folder / "within").mkdir(parents=True)
        self.folder.chmod(0o755)
        for path in (self.file, self.folder / "a.txt", self.folder / "within" / "b.txt"):
            path.write_text("canary")
        self._before = self._look()

    def _look(self) -> dict[str, tuple[int, str]]:
        paths = [self.file, self.folder, *sorted(self.folder.rglob("*"))]
        return {str(p): (p.stat().st_mode, p.read_text() if p.is_file() else "") for p in paths}

    @property
    def is_untouched(self) -> bool:
        return self._look() == self._before and not self.missing.exists()


@pytest.fixture
def canary(tmp_path: Path) -> Canary:
    return Canary(tmp_path)


def _plant(path: Path, target: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.with_name(path.name.replace("PID", f"{os.getpid()}")).symlink_to(target)


@pytest.mark.parametrize("leads_to", ["file", "folder", "missing"])
@pytest.mark.parametrize("name", _FILES)
def test_indexer_writes_nothing_through_a_link(vault: Path, canary: Canary, name: str, leads_to: str) -> None:
    _plant(index_folder(vault) / name, getattr(canary, leads_to))
    index_vault(vault)

    assert canary.is_untouched
    with open_index(vault) as reader:
        assert len(reader.notes()) == 2
        assert reader.meta("generation") == 1


def test_database_of_another_vault_is_not_taken_for_that_of_this_one(vault: Path, tmp_path: Path) -> None:
    other = write_vault(tmp_path / "other", {"c.md": "five six"})
    index_vault(other)
    database = database_file(index_folder(other))
    before = database.read_bytes()
    _plant(database_file(index_folder(vault)), database)
    index_vault(vault)

    assert database.read_bytes() == before
    with open_index(vault) as reader:
        assert [note.key for note in reader.notes()] == ["a.md", "b.md"]


@pytest.mark.parametrize("leads_to", ["file", "missing"])
def test_lock_is_not_opened_through_a_link(vault: Path, canary: Canary, leads_to: str) -> None:
    _plant(index_folder(vault) / "lock", getattr(canary, leads_to))

    with pytest.raises(StoreError, match="the index cannot be written"):
        index_vault(vault)
    assert canary.is_untouched


_OTHERS = {
    "stop_words.txt": lambda folder: change_stop_words(folder, add=["word"]),
    ".stop_words.PID.tmp": lambda folder: change_stop_words(folder, add=["word"]),
    "links.json": lambda folder: write_inserted_links(folder, InsertedLinks()),
    ".links.PID.tmp": lambda folder: write_inserted_links(folder, InsertedLinks()),
    "screen.json": lambda folder: remember(folder, Memory("a.md")),
    ".screen.PID.tmp": lambda folder: remember(folder, Memory("a.md")),
    "crash.log": lambda folder: write_crash_log(folder, ValueError()),
    "indexer.log": lambda folder: IndexerChild(folder, folder, ["true"]).tend(),
}
"""What readers write beside an index, and how."""


@pytest.mark.parametrize("leads_to", ["file", "missing"])
@pytest.mark.parametrize("name", _OTHERS)
def test_readers_write_nothing_through_a_link(tmp_path: Path, canary: Canary, name: str, leads_to: str) -> None:
    folder = tmp_path / "index"
    _plant(folder / name, getattr(canary, leads_to))
    _OTHERS[name](folder)

    assert canary.is_untouched


@pytest.mark.parametrize("leads_to", ["file", "missing"])
def test_lock_of_stop_words_is_not_opened_through_a_link(tmp_path: Path, canary: Canary, leads_to: str) -> None:
    _plant(tmp_path / "index" / "stop_words.lock", getattr(canary, leads_to))

    with pytest.raises(StoreError, match="the stop words cannot be written"):
        change_stop_words(tmp_path / "index", add=["word"])
    assert canary.is_untouched


@pytest.mark.parametrize("leads_to", ["file", "missing"])
@pytest.mark.parametrize("name", ["last-vault", ".last-vault.PID", ".last-vault.PID.tmp"])
def test_last_vault_is_remembered_through_no_link(vault: Path, canary: Canary, name: str, leads_to: str) -> None:
    _plant(home_folder() / name, getattr(canary, leads_to))
    remember_vault(vault)

    assert canary.is_untouched
    assert last_vault() == vault


def test_purge_removes_links_and_not_what_they_lead_to(vault: Path, canary: Canary) -> None:
    index_vault(vault)
    folder = index_folder(vault)
    for name, target in (("x", canary.folder), ("y", canary.file), ("z.lock", canary.missing)):
        _plant(folder / name, target)
    purge_index(folder)

    assert canary.is_untouched
    assert not folder.exists()

"""Notes and vaults that go away, go bad, or cannot be read: what is kept and what is told."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from notelinks.config import index_folder
from notelinks.errors import VaultAwayError
from notelinks.indexer.reading import read_here, refresh_store
from notelinks.notes.words import fold_word
from notelinks.records import SkippedFile, TokenizedNote
from notelinks.store.writer import StoreWriter
from tests.support import index_vault, json_lines, make_notes, open_index, read_everything, run_cli, write_vault

_WITHOUT_ROOTS_POWERS = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all"]

_INDEX = """
import os, sys
from pathlib import Path
from tests.support import index_vault
for path in sys.argv[2:]:
    assert not os.access(path, os.R_OK), "root's powers are still there: this test tests nothing"
index_vault(Path(sys.argv[1]))
"""


def _keys(vault: Path) -> list[str]:
    with open_index(vault) as reader:
        return sorted(note.key for note in reader.notes())


def _skipped(vault: Path) -> dict[str, str]:
    with open_index(vault) as reader:
        return {file.key: file.reason for file in reader.skipped()}


def _status(vault: Path):
    with open_index(vault) as reader:
        return reader.status()


def _index_without_roots_powers(vault: Path, *unreadable: Path) -> None:
    command = [sys.executable, "-c", _INDEX, str(vault), *map(str, unreadable)]
    prefix = _WITHOUT_ROOTS_POWERS if os.getuid() == 0 else []
    root = Path(__file__).parents[2]
    subprocess.run([*prefix, *command], check=True, cwd=root, timeout=120)


def test_note_that_becomes_binary_is_removed_and_listed(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {**make_notes(4, 1), "a.md": "Flour and water. [[Bread 0]]"})
    index_vault(vault)
    write_vault(vault, {"a.md": b"\0\1\2\3" * 50})

    index_vault(vault)

    assert "a.md" not in _keys(vault)
    assert "binary" in _skipped(vault)["a.md"]


def test_note_that_was_binary_is_indexed_when_it_is_text_again(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"a.md": b"\0" * 50, "b.md": "text"})
    index_vault(vault)
    write_vault(vault, {"a.md": "Text at last."})

    index_vault(vault)

    assert (_keys(vault), _skipped(vault)) == (["a.md", "b.md"], {})


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv")
def test_folder_that_cannot_be_read_keeps_its_notes(tmp_path: Path, warm_kernels: None) -> None:
    vault = write_vault(tmp_path / "vault", {"in/a.md": "flour", "b.md": "water", "c.md": "salt"})
    index_vault(vault)
    write_vault(vault, {"b.md": "changed water"})
    (vault / "c.md").unlink()
    (vault / "in").chmod(0)

    _index_without_roots_powers(vault, vault / "in")

    (vault / "in").chmod(0o700)
    assert _keys(vault) == ["b.md", "in/a.md"]
    assert "kept" in _skipped(vault)["in/a.md"]
    assert _skipped(vault)["in"] == "this folder cannot be read (Permission denied)"


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv")
def test_folder_that_could_never_be_read_is_listed_until_it_can(tmp_path: Path, warm_kernels: None) -> None:
    vault = write_vault(tmp_path / "vault", {"in/a.md": "flour", "b.md": "water"})
    (vault / "in").chmod(0)
    _index_without_roots_powers(vault, vault / "in")
    (vault / "in").chmod(0o700)
    while_unreadable = (_keys(vault), _skipped(vault))

    index_vault(vault)

    assert while_unreadable == (["b.md"], {"in": "this folder cannot be read (Permission denied)"})
    assert (_keys(vault), _skipped(vault)) == (["b.md", "in/a.md"], {})


def test_links_to_notes_of_a_folder_that_cannot_be_read_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = write_vault(tmp_path / "vault", {"in/a.md": "flour", "b.md": "[[a]]"})
    writer = StoreWriter(None, fold_word)
    refresh_store(vault, writer)
    before, inode, scandir = writer.linked_pairs(), (vault / "in").stat().st_ino, os.scandir

    def fail(folder: int | Path):
        if os.stat(folder).st_ino == inode:
            raise PermissionError(errno.EACCES, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", fail)
    write_vault(vault, {"c.md": "salt"})
    refresh_store(vault, writer)

    assert (len(before), writer.linked_pairs()) == (1, before)


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv")
def test_note_that_cannot_be_read_keeps_what_was_indexed_until_it_can(tmp_path: Path, warm_kernels: None) -> None:
    vault = write_vault(tmp_path / "vault", {"a.md": "flour", "b.md": "water"})
    index_vault(vault)
    write_vault(vault, {"a.md": "flour and yeast"})
    (vault / "a.md").chmod(0)
    _index_without_roots_powers(vault, vault / "a.md")
    while_unreadable = (_keys(vault), _skipped(vault))
    (vault / "a.md").chmod(0o600)

    index_vault(vault)

    assert (while_unreadable[0], list(while_unreadable[1])) == (["a.md", "b.md"], ["a.md"])
    assert _skipped(vault) == {}
    with open_index(vault) as reader:
        assert next(note for note in reader.notes() if note.key == "a.md").n_words == 3


@pytest.mark.parametrize("is_full", [False, True])
def test_vault_that_is_away_keeps_its_index(tmp_path: Path, is_full: bool) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(4, 1))
    index_vault(vault)
    before = read_everything(vault)
    vault.rename(tmp_path / "elsewhere")

    with pytest.raises(VaultAwayError, match="cannot be seen"):
        index_vault(vault, full=is_full)

    assert before == read_everything(vault)


def test_vault_that_was_emptied_keeps_its_index(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(4, 1))
    index_vault(vault)
    before = read_everything(vault)
    shutil.rmtree(vault)
    vault.mkdir()

    with pytest.raises(VaultAwayError, match="--full"):
        index_vault(vault)

    assert before == read_everything(vault)


def test_emptied_vault_is_believed_when_that_is_asked_for(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(4, 1))
    index_vault(vault)
    shutil.rmtree(vault)
    vault.mkdir()

    index_vault(vault, full=True)

    found = _status(vault)
    assert (found.n_notes, found.n_words, found.n_links, found.pending) == (0, 0, 0, 0)


@pytest.mark.parametrize("takes_away", ["vault", "folder", "folder, with a link in its place"])
def test_notes_that_were_away_just_when_they_were_to_be_read_are_read_by_the_next_look(
    tmp_path: Path, takes_away: str
) -> None:
    """They come back with the signatures that the scan has seen."""
    vault = write_vault(tmp_path / "vault", make_notes(8, 1))
    writer = StoreWriter(None, fold_word)
    refresh_store(vault, writer)
    before = writer.signatures()
    write_vault(vault, {key: text + " Changed." for key, text in make_notes(8, 1).items()} | {"bread/new.md": "New."})
    gone, elsewhere = vault if takes_away == "vault" else vault / "bread", tmp_path / "elsewhere"

    def read_while_away(root: Path, keys: list[str]) -> list[TokenizedNote | SkippedFile]:
        gone.rename(elsewhere)
        if "link" in takes_away:
            gone.symlink_to(elsewhere)
        read = list(read_here(root, keys))
        if gone.is_symlink():
            gone.unlink()
        elsewhere.rename(gone)
        assert any(isinstance(note, SkippedFile) for note in read)
        return read

    refresh_store(vault, writer, read_all=read_while_away)
    assert writer.signatures().keys() == before.keys()
    refresh_store(vault, writer)

    fresh = StoreWriter(None, fold_word)
    refresh_store(vault, fresh)
    assert {n.key: n.digest for n in writer.stored_notes()} == {n.key: n.digest for n in fresh.stored_notes()}
    assert writer.skipped() == fresh.skipped() == {}


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv")
def test_note_that_cannot_be_read_is_neither_added_nor_pending(tmp_path: Path, warm_kernels: None) -> None:
    vault = write_vault(tmp_path / "vault", {"a.md": "flour", "b.md": "water and salt"})
    (vault / "a.md").chmod(0)
    for _ in range(2):
        _index_without_roots_powers(vault, vault / "a.md")

    (vault / "a.md").chmod(0o600)
    writer = StoreWriter(index_folder(vault), fold_word)
    refused = SkippedFile("a.md", "cannot be read (Permission denied)")
    changes = refresh_store(vault, writer, read_all=lambda vault, keys: [refused])
    writer.close()

    assert not changes and _keys(vault) == ["b.md"]
    assert json_lines(run_cli("status", "--json", cwd=vault))[0]["pending"] == 0

"""Links are looked up when they may lead elsewhere than before, and only then."""

import contextlib
import threading
from pathlib import Path

import pytest

from notelinks.config import index_folder, load_settings
from notelinks.indexer.contents import load_contents
from notelinks.indexer.link_targets import LinkTargets
from notelinks.indexer.reading import refresh_store
from notelinks.indexer.report import SilentReporter
from notelinks.indexer.service import Indexer
from notelinks.notes.words import fold_word
from notelinks.store.reader import StoreReader
from notelinks.store.writer import StoreWriter
from tests.support import shared_readers, shared_trainer, write_vault

_NOTES = {"a.md": "[[b]]", "b.md": "[[a]] [[c]]", "c.md": "[[a]] [[nobody]]"}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """(source, target) of every link that is looked up."""
    links: list[tuple[str, str]] = []
    resolve = LinkTargets.resolve
    monkeypatch.setattr(LinkTargets, "resolve", lambda t, to, of: links.append((of, to)) or resolve(t, to, of))
    return links


def look(vault: Path) -> set[tuple[str, str]]:
    """(source, target) of all links that lead to a note, after a look."""
    writer = StoreWriter(index_folder(vault), fold_word)
    refresh_store(vault, writer)
    keys = {note_id: key.decode() for key, note_id in writer.note_ids().items()}
    pairs = writer.linked_pairs()
    writer.close()
    return {(keys[source], keys[target]) for source, target in pairs}


def test_save_looks_up_the_links_of_the_saved_note_alone(tmp_path: Path, asked: list[tuple[str, str]]) -> None:
    vault = write_vault(tmp_path / "vault", _NOTES)
    look(vault)
    asked.clear()
    write_vault(vault, {"a.md": "[[b]] and [[c]]"})

    assert look(vault) == {("a.md", "b.md"), ("a.md", "c.md"), ("b.md", "a.md"), ("b.md", "c.md"), ("c.md", "a.md")}
    assert asked == [("a.md", "b"), ("a.md", "c")]


def test_new_file_has_all_links_looked_up(tmp_path: Path, asked: list[tuple[str, str]]) -> None:
    vault = write_vault(tmp_path / "vault", _NOTES)
    look(vault)
    asked.clear()
    write_vault(vault, {"nobody.md": "Somebody."})

    assert ("c.md", "nobody.md") in look(vault)
    assert len(asked) == 5


def test_note_that_can_be_read_again_is_led_to_although_no_name_has_changed(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", _NOTES)
    (vault / "c.md").write_bytes(b"\0binary")
    before = look(vault)
    write_vault(vault, {"c.md": "Text."})

    assert (before, look(vault)) == ({("a.md", "b.md"), ("b.md", "a.md")}, before | {("b.md", "c.md")})


def test_note_that_can_no_longer_be_read_is_led_to_by_no_link(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", _NOTES)
    look(vault)
    (vault / "c.md").write_bytes(b"\0binary")
    write_vault(vault, {"a.md": "[[b]] [[c]]"})

    assert look(vault) == {("a.md", "b.md"), ("b.md", "a.md")}


def test_file_that_takes_over_a_link_changes_the_lists_though_no_note_has_changed(tmp_path: Path) -> None:
    """Between two looks of one indexer, as while it watches."""
    vault = write_vault(tmp_path / "vault", {"a.md": "[[logo.png]]", "b.md": "[[logo.png]]", "logo.png.md": "A logo."})
    folder, helpers = index_folder(vault), (shared_readers(), shared_trainer())
    indexer = Indexer(vault, folder, load_settings(vault), SilentReporter(), threading.Event(), *helpers)
    with contextlib.closing(indexer), StoreReader(folder) as reader:
        indexer.run_once()
        before = reader.linked_pairs()
        (vault / "logo.png").write_bytes(b"")
        indexer.run_once()

        assert (len(before), reader.linked_pairs()) == (2, [])
        assert reader.meta("lists_digest") == load_contents(reader).lists_digest

"""What keeps the index open for long notices that its database has made way for another one."""

import queue
import threading
from pathlib import Path

import pytest
from driving import GARDEN, drive, open_note, screen_text, shown, until
from store_builder import TestVault, Written

from notelinks.errors import IndexMissingError
from notelinks.store.purge import purge_index
from notelinks.store.reader import StoreReader
from notelinks.store.schema import database_file
from notelinks.tui import follow
from notelinks.tui.follow import IndexFollower
from notelinks.tui.kept_reader import KeptReader
from notelinks.tui.messages import NotesRead
from notelinks.tui.open_index import OpenIndex


def _damage(vault: TestVault) -> None:
    """Leaves a database that the next writer makes anew."""
    vault.leave()
    database = database_file(vault.folder)
    raw = bytearray(database.read_bytes())
    raw[5000] ^= 1
    database.write_bytes(raw)


@pytest.mark.parametrize("n_rebuilds", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_follower_sees_every_rebuild(vault: TestVault, monkeypatch: pytest.MonkeyPatch, n_rebuilds: int) -> None:
    monkeypatch.setattr(follow, "POLL_S", 0.001)
    posted: queue.Queue = queue.Queue()
    vault.write({"Note 0.md": Written("None.")})
    follower = IndexFollower(vault.folder, posted.put)
    thread = threading.Thread(target=follower.run)
    thread.start()
    try:
        for number in range(n_rebuilds):
            wanted = f"Note {number}.md"
            while not (isinstance(message := posted.get(timeout=30), NotesRead) and wanted in message.notes.by_key):
                pass
            _damage(vault)
            vault.write({f"Note {number + 1}.md": Written("Other.")})
    finally:
        follower.stop()
        thread.join()


def test_reader_knows_that_its_database_was_replaced_or_removed(vault: TestVault) -> None:
    vault.build(GARDEN)
    with StoreReader(vault.folder) as reader:
        vault.write({"Soil.md": Written("Changed.")})
        kept = reader.is_replaced()
        _damage(vault)
        vault.write(GARDEN)
        replaced = reader.is_replaced()
    with StoreReader(vault.folder) as reader:
        vault.leave()
        purge_index(vault.folder)
        removed = reader.is_replaced()

    assert (kept, replaced, removed) == (False, True, True)


def test_index_that_was_replaced_is_not_current_though_its_revision_is_the_same(vault: TestVault) -> None:
    vault.build(GARDEN)
    index = OpenIndex(vault.folder)
    _damage(vault)
    vault.build(GARDEN)
    with StoreReader(vault.folder) as other:
        assert other.revision() == index.revision

    assert not index.is_current()
    index.close()


def test_kept_reader_is_the_same_until_the_database_is_another(vault: TestVault) -> None:
    kept = KeptReader(vault.folder)
    with pytest.raises(IndexMissingError):
        kept.current()
    vault.build(GARDEN)
    first, second = kept.current(), kept.current()
    _damage(vault)
    vault.write({"Soil.md": GARDEN["Soil.md"]})

    assert first is second
    assert [note.key for note in kept.current().notes()] == ["Soil.md"]
    kept.close()


def test_no_note_gets_the_id_that_one_had_before_a_rebuild(vault: TestVault) -> None:
    vault.build(GARDEN)
    before = {vault.note_id(key) for key in GARDEN}
    _damage(vault)
    vault.build(GARDEN)

    assert before.isdisjoint({vault.note_id(key) for key in GARDEN})


def test_screen_that_stays_open_shows_the_rebuilt_index_and_keeps_its_note(vault: TestVault) -> None:
    vault.build(GARDEN)

    async def steps(app, pilot) -> None:
        await open_note(app, pilot, vault, "Soil.md")
        await until(pilot, lambda: app.main.related.rows)
        _damage(vault)
        rebuilt = {"Soil.md": Written("Soil anew.", related={"Ant.md": 0.8}), "Ant.md": Written("Ants."), **_MORE}
        vault.build(rebuilt)
        await until(pilot, lambda: [row.key for row in app.main.related.rows] == ["Ant.md"])
        await until(pilot, lambda: app.main.related.rows[0].note_id == vault.note_id("Ant.md"))

        assert (shown(app), app.main.notes.list.cursor_row.key) == ("Soil.md", "Soil.md")
        assert [row.key for row in app.main.notes.list.rows] == sorted(rebuilt)
        assert "Soil anew." in screen_text(app)
        app.main.open_note(vault.note_id("Beetle 3.md"))
        await until(pilot, lambda: app.main.preview.note_id == vault.note_id("Beetle 3.md"))

    drive(vault, steps)


_MORE = {f"Beetle {number}.md": Written(f"Number {number}.") for number in range(9)}


def test_screen_says_that_the_index_is_gone_and_shows_the_next(vault: TestVault, tmp_path: Path) -> None:
    vault.build(GARDEN)

    async def steps(app, pilot) -> None:
        await open_note(app, pilot, vault, "Soil.md")
        vault.leave()
        purge_index(vault.folder)
        vault.build({"Soil.md": Written("Soil anew.")})
        await until(pilot, lambda: len(app.main.notes.list.rows) == 1 and "Soil anew." in screen_text(app))

        assert shown(app) == "Soil.md"

    drive(vault, steps)

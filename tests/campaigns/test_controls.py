"""Negative controls: with a guard switched off, the campaign that watches over it goes red."""

import errno
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from notelinks import display
from notelinks.errors import NotelinksError
from notelinks.notes import scan
from notelinks.store import generations, lock, seal
from tests.campaigns import test_damage, test_poison, test_stateful
from tests.campaigns.kill_writer import check
from tests.campaigns.operations import Operations
from tests.support import index_vault, make_notes, open_index, write_vault


def test_without_the_change_time_in_the_signature_the_stateful_campaign_goes_red(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then a note that was rewritten with its old time stamp and size is never read again."""
    whole = scan.FileSignature

    def without_change_time(mtime_ns: int, ctime_ns: int, size: int, inode: int, device: int) -> object:
        return whole(mtime_ns, 0, size, inode, device)

    monkeypatch.setattr(scan, "FileSignature", without_change_time)
    with pytest.raises(AssertionError):
        test_stateful.run_machine(1_000)


def test_without_a_sweep_what_no_event_tells_is_never_found(tmp_path: Path) -> None:
    """The campaign with a full queue relies on it: what is not looked at stays as it was."""
    operations = Operations(tmp_path / "vault", tmp_path / "outside", 1)
    index_vault(operations.vault)
    with open_index(operations.vault) as reader:
        before = reader.index_digest()
        operations.do("append")

        assert reader.index_digest() == before != test_stateful.fresh_digest(operations.vault)


@pytest.mark.parametrize(("guard", "damaged"), [("seal", "*.db"), ("digest", "*")])
def test_without_digests_the_damage_campaign_goes_red(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guard: str, damaged: str
) -> None:
    if guard == "seal":
        monkeypatch.setattr("notelinks.store.schema.is_seal_broken", lambda database, thorough: False)
    else:
        for user in ("notelinks.query.vectors", "notelinks.indexer.publishing"):
            monkeypatch.setattr(f"{user}.check_generation", lambda folder, digest: None)
    monkeypatch.setattr(test_damage, "DAMAGES", (test_damage.flip_a_bit,))

    with pytest.raises((AssertionError, ValueError, TypeError, KeyError, IndexError, NotelinksError)):
        test_damage._run(tmp_path, 120, 1, damaged)


def test_without_the_sanitiser_the_poison_campaign_goes_red() -> None:
    assert test_poison._found(test_poison.poison("x").encode()) == list(test_poison.CANARIES)
    assert test_poison._found(display.safe_text(test_poison.poison("x")).encode()) == []


def test_without_the_lock_two_indexers_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with lock.IndexLock(tmp_path), pytest.raises(lock.IndexerRunningError):
        lock.IndexLock(tmp_path).acquire()
    monkeypatch.setattr(lock, "try_lock", lambda descriptor: True)
    with lock.IndexLock(tmp_path), lock.IndexLock(tmp_path):
        pass


_RENAME_FIRST = """
import os, sys
from pathlib import Path
from tests.campaigns import kill_writer
from tests.campaigns.kill_writer import StoreWriter, write_next
folder = Path(sys.argv[1])
writer = StoreWriter(folder, str.casefold)
write_next(writer)
apply, publish = writer.apply_changes, writer.publish
def half(**options):
    notes = list(options["lists"])
    publish(**{**options, "lists": notes[:5], "is_complete": False})
    os._exit(9)
writer.publish = half
write_next(writer)
"""


def test_without_one_transaction_the_kill_campaign_goes_red(tmp_path: Path) -> None:
    """A publish in two parts, ended between them."""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", _RENAME_FIRST, os.fspath(tmp_path / "index")], cwd=root, timeout=60)

    assert done.returncode == 9
    with pytest.raises(AssertionError):
        check(tmp_path / "index")


def test_without_syncing_the_files_of_a_generation_the_call_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut cannot be had here, so it is the calls that are counted: each file, its folder, the one above."""
    synced: Counter[str] = Counter()
    sync = os.fsync
    monkeypatch.setattr(
        generations.os, "fsync", lambda fd: (synced.update([os.readlink(f"/proc/self/fd/{fd}")]), sync(fd))
    )
    vault = write_vault(tmp_path / "vault", make_notes(4, 1))
    index_vault(vault)
    names = {Path(path).name for path in synced}

    assert {"word_vectors.npy", "words.txt", "settings.json", ".000001.tmp", "generations"} <= names
    monkeypatch.setattr(generations, "sync", lambda path: None)
    synced.clear()
    index_vault(vault, full=True)
    assert not synced


def test_seal_that_cannot_be_written_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    vault = write_vault(tmp_path / "vault", make_notes(4, 1))
    with monkeypatch.context() as patch:
        patch.setattr(seal.os, "replace", full)
        index_vault(vault)
    with open_index(vault) as reader:
        assert reader.status().n_notes == 4
        assert not list(reader.folder.glob("*.seal*"))

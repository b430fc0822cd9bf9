"""Negative controls: with a guard switched off, the campaign that watches over it goes red."""

import errno
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from watchdog.events import FileSystemEvent

from notelinks import display
from notelinks.cli import main
from notelinks.errors import NotelinksError
from notelinks.indexer import sweeps, watch
from notelinks.indexer.readers import NoteReaders, ReadingLimits
from notelinks.linking import rewrite
from notelinks.notes import folder_listing
from notelinks.records import FileSignature, LinkEnd, ParsedNote, Passage, TokenizedNote
from notelinks.store import generations, seal
from notelinks.store.packed_note import pack_note
from notelinks.store.writer import StoreWriter
from tests.campaigns import test_damage, test_errors, test_poison, test_privacy, test_stateful, test_writers
from tests.campaigns.kill_writer import check
from tests.indexer.test_readers import read_planted
from tests.indexer.test_sweeps import watched
from tests.linking.races import race
from tests.support import index_vault, make_notes, open_index, wait_until, write_vault


def test_without_the_change_time_in_the_signature_the_stateful_campaign_goes_red(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then a note that was rewritten with its old time stamp and size is never read again."""
    whole = folder_listing.FileSignature

    def without_change_time(mtime_ns: int, ctime_ns: int, size: int, inode: int, device: int) -> object:
        return whole(mtime_ns, 0, size, inode, device)

    monkeypatch.setattr(folder_listing, "FileSignature", without_change_time)
    monkeypatch.setattr(tempfile, "tempdir", os.fspath(tmp_path))  # of what the campaign leaves nothing is wanted here
    with pytest.raises(AssertionError):
        test_stateful.run_machine(1_000)


@pytest.mark.parametrize("is_sweeping", [True, False], ids=["on", "off"])
def test_without_a_sweep_what_no_event_tells_is_never_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_sweeping: bool
) -> None:
    """Of two saved notes the system tells of one. What campaigns with a real watcher wait for is waited for here."""
    vault = write_vault(tmp_path / "vault", {"a/told.md": "one", "b/lost.md": "two"})
    heeds = watch.concerns_notes

    def heeds_some(root: Path, event: FileSystemEvent) -> bool:
        return "lost" not in str(event.src_path) and heeds(root, event)

    monkeypatch.setattr(watch, "concerns_notes", heeds_some)
    monkeypatch.setattr(sweeps, "_CONFIRM_S", 0.5 if is_sweeping else 300.0)
    with watched(vault) as reader:
        for key in ("b/lost.md", "a/told.md"):
            (vault / key).write_text(f"more of {key}")
        expected = test_stateful.fresh_digest(vault)
        wait_until(lambda: reader.signatures()["a/told.md"].size == len(b"more of a/told.md"))
        if is_sweeping:
            wait_until(lambda: reader.index_digest() == expected)
        else:
            with pytest.raises(AssertionError, match="not so within"):
                wait_until(lambda: reader.index_digest() == expected, 3.0)


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


def test_without_the_sanitiser_the_poison_campaign_goes_red(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The one function lets all text pass, wherever it is used; nothing else stands between a note and the terminal."""
    poisoned = {"Plain.md": test_poison.note(1), "other.md": test_poison.note(2)}
    vault = write_vault(tmp_path / "vault", make_notes(4, 1) | poisoned)
    index_vault(vault)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)  # `main` sets both
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    found = []
    for is_safe in (True, False):
        for module in [m for m in list(sys.modules.values()) if getattr(m, "safe_text", None) is display.safe_text]:
            monkeypatch.setattr(module, "safe_text", display.safe_text if is_safe else lambda text, keep="": text)
        capfd.readouterr()
        for command in (["links", "Plain"], ["related", "--all", "--why"]):
            assert main([*command, "--vault", os.fspath(vault)]) == 0
        found.append(test_poison.find_canaries(capfd.readouterr().out.encode("utf-8", "surrogateescape")))

    assert found[0] == []
    assert set(found[1]) >= {b"\x1b]777;", b"\x1b[777", b"\xe2\x80\xae"}


def test_without_the_lock_the_race_for_it_has_two_winners(tmp_path: Path) -> None:
    unlocked = "import notelinks.store.lock as lock; lock.try_lock = lambda descriptor: True\n"

    assert test_writers.race(tmp_path / "locked") == {test_writers.ONE_WINNER}
    assert test_writers.race(tmp_path / "unlocked", unlocked) == {"[b'1', b'1']"}


def test_without_exchange_and_verification_the_race_of_editors_loses_edits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The note is checked, and replaced a moment later; the moment is longer than it need be, so that few races do."""

    def replace(folder_fd: int, name: str, other: str) -> None:
        time.sleep(0.001)
        os.replace(name, other, src_dir_fd=folder_fd, dst_dir_fd=folder_fd)

    monkeypatch.setattr(rewrite, "exchange_files", replace)
    monkeypatch.setattr(rewrite, "settle", lambda *arguments: True)

    assert race(tmp_path, 150, 5)["lost"] > 0


_UNTOLD = """
from notelinks.store import writable
writable.sqlite3 = type("module", (), {"Error": type("Untold", (Exception,), {})})
"""
"""Before a run of the campaign with errors: those of the database are no longer made into ours."""


def test_without_our_own_errors_the_campaign_with_full_disks_goes_red(tmp_path: Path, warm_kernels: None) -> None:
    changed = test_errors.Changed(tmp_path)

    def run(before: str) -> str:
        changed.reset()
        return changed.check(test_errors.index_limited(changed, "RLIMIT_FSIZE", changed.database_bytes // 3, before))

    assert run("") == "old"
    with pytest.raises(AssertionError, match="something went wrong in the program"):
        run(_UNTOLD)


def test_without_limits_a_note_that_hangs_holds_up_everything(tmp_path: Path) -> None:
    """With them, `test_readers.py` expects the same note to be given up after a second of a processor."""
    vault = write_vault(tmp_path, {"loop.md": "loop", "fine.md": "flour"})
    for limits, is_done in ((ReadingLimits(cpu_s=1), True), (ReadingLimits(cpu_s=10**6, silence_s=10**6), False)):
        readers = NoteReaders(read_planted, limits)
        reading = threading.Thread(target=lambda readers=readers: list(readers.read_all(vault, ["loop.md", "fine.md"])))
        reading.start()
        reading.join(60.0 if is_done else 5.0)
        assert reading.is_alive() != is_done
        while reading.is_alive():  # a reader that dies twice at a note is not given it again
            for worker in readers._workers[:]:
                worker._process.kill()
            reading.join(0.2)
        readers.close()


@pytest.mark.parametrize("is_secure", [True, False], ids=["on", "off"])
def test_without_secure_deletion_the_word_of_a_deleted_note_is_found(tmp_path: Path, is_secure: bool) -> None:
    secret = "xylocanaria"
    folder = tmp_path / "index"
    writer = StoreWriter(folder, str.casefold)
    if not is_secure:
        writer._connection.execute("PRAGMA secure_delete = OFF")
    notes = [ParsedNote(f"{i}.md", "a", (), (), (), (), passages=(Passage(1, (f"{secret} {i}.",)),)) for i in range(9)]
    packed = [(pack_note(TokenizedNote(n, (), (), (), "en", "", "")), FileSignature(1, 1, 1, 1, 1)) for n in notes]
    nowhere = {}, lambda *_: (None, LinkEnd.NOTHING)
    writer.apply_changes(packed, (), *nowhere)
    writer.apply_changes((), [note.key for note in notes], *nowhere)
    writer.close()

    assert bool(test_privacy.files_with(tmp_path, secret)) != is_secure


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
    assert not [path for path in synced if "generations" in path]


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

"""The index catches up with folders that change places while the watcher stands still, and with whatever comes to stand
in place of the vault."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.campaigns.watching import WatchedVault
from tests.support import make_notes, wait_until, write_vault


def _move_and_link(vault: Path) -> None:
    (vault / "foo").rename(vault / "bar")
    (vault / "foo").symlink_to("bar")


def _move_and_make_anew(vault: Path) -> None:
    (vault / "foo").unlink()
    for number in range(3):
        write_vault(vault / "foo", {"a.md": f"Flour of round {number}.", f"only {number}.md": "Dough."})
        (vault / "foo").rename(vault / f"gone {number}")
    write_vault(vault / "foo", {"a.md": "Water."})


def _swap(vault: Path) -> None:
    (vault / "foo").rename(vault / "between")
    (vault / "bar").rename(vault / "foo")
    (vault / "between").rename(vault / "bar")
    (vault / "gone 0" / "a.md").rename(vault / "foo" / "back.md")
    shutil.rmtree(vault / "gone 1")


def test_folders_that_are_shuffled_while_the_watcher_stands_still_are_sorted_out(
    tmp_path: Path, warm_kernels: None
) -> None:
    """The shuffles are like those with which Watchman tries itself: `test_fishy.py`."""
    watched = WatchedVault(tmp_path, 50)
    write_vault(watched.vault, {"foo/a.md": "Flour.", "foo/sub/b.md": "Water. [[a]]"})
    with watched.watcher:
        watched.catch_up()
        for shuffle in (_move_and_link, _move_and_make_anew, _swap):
            os.kill(watched.watcher.process.pid, signal.SIGSTOP)
            shuffle(watched.vault)
            os.kill(watched.watcher.process.pid, signal.SIGCONT)
            watched.catch_up()


def test_another_folder_in_place_of_the_vault_is_indexed_and_watched(tmp_path: Path, warm_kernels: None) -> None:
    watched = WatchedVault(tmp_path, 51)
    other = write_vault(tmp_path / "other", make_notes(9, 5))
    with watched.watcher:
        watched.catch_up()
        watched.vault.rename(tmp_path / "before")
        other.rename(watched.vault)
        watched.catch_up()
        (watched.vault / "later").mkdir()
        (watched.vault / "later" / "note.md").write_text("Flour and water.")
        watched.catch_up()


def _can_mount() -> bool:
    return os.geteuid() == 0 and subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not _can_mount(), reason="needs the right to mount")
def test_empty_disk_over_the_vault_is_not_taken_for_an_empty_vault(tmp_path: Path, warm_kernels: None) -> None:
    watched = WatchedVault(tmp_path, 52)
    with watched.watcher:
        watched.catch_up()
        n_notes = watched.watcher.settle()["notes"]
        subprocess.run(["mount", "-t", "tmpfs", "none", watched.vault], check=True)
        try:
            status = wait_until(lambda: now if (now := watched.watcher.status())["problem"] else {})
        finally:
            subprocess.run(["umount", watched.vault], check=True)
        watched.operations.do("create")
        watched.catch_up()

    assert (status["notes"], n_notes > 0) == (n_notes, True)

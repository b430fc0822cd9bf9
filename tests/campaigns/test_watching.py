"""The index catches up with whatever is done to the folder while a real watcher is at work."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from notelinks.config import IndexerConfig
from tests.campaigns.operations import KINDS
from tests.campaigns.watching import WatchedVault, processor_s
from tests.support import make_text, wait_until, write_vault

_FEW_WATCHES = ("unshare", "-Ur", "sh", "-c", 'echo 8 > /proc/sys/user/max_inotify_watches && exec "$0" "$@"')
"""A user namespace of its own, in which the system watches eight folders and no more."""

_NO_EVENTS = ("unshare", "-Ur", "sh", "-c", 'echo 0 > /proc/sys/user/max_inotify_instances && exec "$0" "$@"')
"""The same, in which it gives no events at all."""


_STORM_S = 60.0


def _run(tmp_path: Path, seed: int, n_rounds: int, n_operations: int, prefix: tuple[str, ...] = ()) -> None:
    watched = WatchedVault(tmp_path, seed, prefix)
    with watched.watcher:
        watched.catch_up()
        for _ in range(n_rounds):
            watched.operate(n_operations)
            watched.catch_up()
        watched.compare_lists()

    assert sum(watched.counts.values()) >= n_rounds * n_operations
    assert n_operations < 100 or set(KINDS) <= set(watched.counts)


def test_watcher_catches_up_with_six_hundred_operations(tmp_path: Path, warm_kernels: None) -> None:
    _run(tmp_path, seed=1, n_rounds=4, n_operations=150)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 6))
def test_watcher_catches_up_with_ten_thousand_operations(tmp_path: Path, warm_kernels: None, seed: int) -> None:
    _run(tmp_path, seed, n_rounds=10, n_operations=250)


def _can_limit_watches() -> bool:
    return (
        shutil.which("unshare") is not None
        and not subprocess.run([*_FEW_WATCHES, "true"], capture_output=True).returncode
    )


@pytest.mark.skipif(not _can_limit_watches(), reason="needs user namespaces")
def test_watcher_without_enough_watches_says_so_and_catches_up_all_the_same(tmp_path: Path, warm_kernels: None) -> None:
    watched = WatchedVault(tmp_path, 7, _FEW_WATCHES)
    write_vault(watched.vault, {f"folder {i}/sub/a.md": make_text(watched.operations.rng, i, 12) for i in range(10)})
    with watched.watcher:
        watched.catch_up()
        status = wait_until(lambda: now if (now := watched.watcher.status()).get("watcher") == "polling" else {})
        watched.operate(60)
        watched.catch_up()

    assert "folders" in status["watcher_reason"]


@pytest.mark.skipif(not _can_limit_watches(), reason="needs user namespaces")
def test_watcher_that_runs_out_of_watches_later_says_so_and_catches_up_soon(tmp_path: Path, warm_kernels: None) -> None:
    watched = WatchedVault(tmp_path, 7, _FEW_WATCHES)
    rng = watched.operations.rng
    later = {f"later {i}/sub/a.md": make_text(rng, i, 12) for i in range(10)}
    with watched.watcher:
        watched.catch_up()
        before = wait_until(lambda: now if (now := watched.watcher.status()).get("watcher") else {})
        write_vault(watched.vault, later)
        status = wait_until(lambda: now if (now := watched.watcher.status())["watcher"] == "polling" else {})
        watched.catch_up()
        write_vault(watched.vault, {key: make_text(rng, i, 12) for i, key in enumerate(later)})
        watched.catch_up()

    assert before["watcher"] == "events"
    assert "folders" in status["watcher_reason"]


@pytest.mark.slow
@pytest.mark.skipif(not _can_limit_watches(), reason="needs user namespaces")
@pytest.mark.parametrize("prefix", [_FEW_WATCHES, _NO_EVENTS], ids=["few watches", "no events"])
@pytest.mark.parametrize("seed", range(10, 14))
def test_watcher_without_all_events_catches_up_with_ten_thousand_operations(
    tmp_path: Path, warm_kernels: None, seed: int, prefix: tuple[str, ...]
) -> None:
    """What happens in folders that are not watched is found by looking at intervals."""
    _run(tmp_path, seed, n_rounds=10, n_operations=250, prefix=prefix)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_watcher_follows_fifty_switches_of_branches(tmp_path: Path, warm_kernels: None) -> None:
    """Each changes, adds and removes some hundred notes and folders within a moment."""
    watched = WatchedVault(tmp_path, 9)
    rng = watched.operations.rng

    def change(branch: int) -> None:
        for path in rng.sample(sorted(watched.vault.rglob("*.md")), 40 * bool(branch)):
            path.unlink()
        keys = [f"folder {rng.randrange(20)}/{rng.randrange(10)}.md" for _ in range(120)]
        write_vault(watched.vault, {key: make_text(rng, number, 12) for number, key in enumerate(keys)})

    _make_branches(watched.vault, 5, change)
    with watched.watcher:
        watched.catch_up()
        for _ in range(10):
            for _ in range(5):
                _git(watched.vault, "checkout", "--quiet", f"{rng.randrange(5)}")
            watched.catch_up()
        watched.compare_lists()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_watcher_follows_a_switch_of_ten_thousand_notes_with_one_training(tmp_path: Path, warm_kernels: None) -> None:
    watched = WatchedVault(tmp_path, 10)
    rng = watched.operations.rng

    def change(branch: int) -> None:
        texts = {f"folder {i % 100}/{i}.md": make_text(rng, i + branch, 12, 1) for i in range(10_000)}
        write_vault(watched.vault, texts)

    _make_branches(watched.vault, 2, change)
    with watched.watcher:
        watched.catch_up(600)
        before = watched.watcher.settle(600)["generation"]
        _git(watched.vault, "checkout", "--quiet", "0")
        watched.catch_up(600)
        after = watched.watcher.settle(600)["generation"]

    assert 1 <= after - before <= 2


def _make_branches(vault: Path, n_branches: int, change: Callable[[int], object]) -> None:
    """Branches named by number, each begun from the one before and committed after `change` was called with its
    number."""
    _git(vault, "init", "--quiet", "--initial-branch", "0")
    for branch in range(n_branches):
        if branch:
            _git(vault, "checkout", "--quiet", "-b", f"{branch}")
        change(branch)
        _git(vault, "add", "--all")
        _git(vault, "commit", "--quiet", "--message", f"{branch}")


def _git(vault: Path, *arguments: str) -> None:
    somebody = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.org")
    subprocess.run(["git", *somebody, *arguments], cwd=vault, check=True, capture_output=True)


@pytest.mark.slow
def test_watcher_whose_queue_overflows_ten_times_catches_up(tmp_path: Path, warm_kernels: None) -> None:
    for number in range(10):
        _overflow(tmp_path / f"{number}", seed=20 + number)


def test_watcher_whose_queue_has_overflowed_catches_up(tmp_path: Path, warm_kernels: None) -> None:
    _overflow(tmp_path, seed=8)


def _overflow(root: Path, seed: int) -> None:
    """The kernel keeps 16,384 events for a process that does not read them, and drops all others."""
    watched = WatchedVault(root, seed)
    limit = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    notes = [write_vault(watched.vault, {f"storm {i}.md": "flour"}) / f"storm {i}.md" for i in range(2)]
    with watched.watcher:
        watched.catch_up()
        watched.watcher.settle()
        os.kill(watched.watcher.process.pid, signal.SIGSTOP)
        for number in range(max(20_000, limit)):
            notes[number % 2].write_bytes(b"flour %d" % number)
        watched.operations.do("make_deep")
        for note in notes:
            note.unlink()
        os.kill(watched.watcher.process.pid, signal.SIGCONT)
        watched.catch_up()
        status = wait_until(lambda: now if (now := watched.watcher.status())["watcher_reason"] else {})
        watched.operate(30)
        watched.catch_up()

    assert (status["watcher"], "events were lost" in status["watcher_reason"]) == ("events", True)


@pytest.mark.slow
def test_note_that_is_written_all_the_time_costs_a_part_of_a_processor(tmp_path: Path, warm_kernels: None) -> None:
    watched = WatchedVault(tmp_path, 30)
    note = write_vault(watched.vault, {"storm.md": "flour"}) / "storm.md"
    with watched.watcher:
        watched.catch_up()
        generation, used_s = watched.watcher.settle()["generation"], processor_s(watched.watcher.process.pid)
        ends = time.monotonic() + _STORM_S
        while time.monotonic() < ends:
            note.write_text(make_text(watched.operations.rng, 1, 12))
            time.sleep(0.1)
        n_trainings = watched.watcher.status()["generation"] - generation
        used_s = processor_s(watched.watcher.process.pid) - used_s
        watched.catch_up()
        watched.compare_lists()

    print(f"{n_trainings} trainings, {used_s:.1f} s of a processor in {_STORM_S:g} s")
    assert 0 < n_trainings <= _STORM_S / IndexerConfig().max_wait_s + 2
    assert used_s < 0.5 * _STORM_S

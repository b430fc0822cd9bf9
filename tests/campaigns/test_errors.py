"""Errors of the system: a full disk, files that may not grow, no more open files, calls that fail. The old index stays.

Sixteen of them in a minute; twenty more and five hundred failed calls with `pytest -m slow`.
"""

import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from notelinks.config import index_folder
from tests.support import (
    TINY_CONFIG,
    Watcher,
    cli_environment,
    index_vault,
    make_home,
    make_notes,
    open_index,
    read_everything,
    run_cli,
    tells_mistake,
    wait_until,
    write_vault,
)

_LIMITED = """
import resource, sys
from notelinks.cli import main
resource.setrlimit(getattr(resource, sys.argv[1]), (int(sys.argv[2]),) * 2)
raise SystemExit(main(["index", sys.argv[3]]))
"""

_CALLS = "openat,read,pread64,write,pwrite64,fsync,fdatasync,ftruncate,mkdir,rename,unlink,fcntl,flock,mmap"
_ERRORS = ("ENOSPC", "EIO", "EDQUOT", "EROFS", "EMFILE", "EINTR", "ENOMEM")
_N_FAILED_CALLS = 50


def _more(*values: float) -> list[Any]:
    """Parameters of the campaign that takes minutes."""
    return [pytest.param(value, marks=pytest.mark.slow) for value in values]


class Changed:
    """An indexed vault that has changed since, and what its index is before and should be after the next run."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = make_home(root / "home")
        with self.environment():
            self.vault = write_vault(root / "vault", make_notes(40, 1))
            index_vault(self.vault)
            self.old, self.note_states = read_everything(self.vault), _note_states(self.vault)
            self.sound = Path(shutil.copytree(self.home, root / "sound"))
            write_vault(self.vault, make_notes(60, 2))
            index_vault(self.vault)
            self.new = read_everything(self.vault)
            self.note_states |= _note_states(self.vault)
            self.database_bytes = next(index_folder(self.vault).glob("*.db")).stat().st_size

    def environment(self):
        patch = pytest.MonkeyPatch()
        patch.setenv("NOTELINKS_HOME", os.fspath(self.home))
        return _Undo(patch)

    def reset(self, home: Path | None = None) -> None:
        """The index as it was before the change, in the usual home or on a disk of its own."""
        home = home or self.home
        for entry in home.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        shutil.copytree(self.sound, home, dirs_exist_ok=True)

    def check(self, done: subprocess.CompletedProcess[str]) -> str:
        """That a run ended in order and left an index that is old or new, or of which each note is; gives which.

        Notes are stored as they are read where that takes more than a second.
        """
        assert not tells_mistake(done.stderr), done.stderr
        assert done.returncode in (0, 1, 2, 4), done.stderr
        assert done.returncode == 0 or done.stderr.strip(), "failed without a word"
        with self.environment():
            found = read_everything(self.vault)
            assert _note_states(self.vault) <= self.note_states
        if done.returncode == 0 and found["digest"] == self.new["digest"]:
            return "new"
        return "old" if found == self.old else "between"

    def recover(self) -> None:
        """That the next run completes what was interrupted."""
        with self.environment():
            index_vault(self.vault)
            assert read_everything(self.vault) == self.new


def _note_states(vault: Path) -> set[tuple[bytes, str]]:
    """Key and digest of every note."""
    with open_index(vault) as reader:
        return {(key, digest) for key, digest in reader._rows("SELECT key, digest FROM notes")}


class _Undo:
    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: Any) -> None:
        self.patch.undo()


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory, warm_kernels: None) -> Changed:
    return Changed(tmp_path_factory.mktemp("errors"))


def index_limited(changed: Changed, what: str, limit: int, before: str = "") -> subprocess.CompletedProcess[str]:
    """Runs `notelinks index` with a limit of the system, after some code."""
    command = [sys.executable, "-c", before + _LIMITED, what, str(limit), os.fspath(changed.vault)]
    return subprocess.run(
        command, env=cli_environment(changed.home), capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.parametrize("share", [0.01, 0.1, 0.3, 0.6, 1.5, *_more(0.05, 0.2, 0.4, 0.5, 0.7, 0.8, 0.9)])
def test_files_that_may_not_grow_leave_the_old_index_or_the_new_one(changed: Changed, share: float) -> None:
    changed.reset()

    outcome = changed.check(index_limited(changed, "RLIMIT_FSIZE", int(share * changed.database_bytes)))

    assert share > 0.1 or outcome == "old"
    changed.recover()


@pytest.mark.parametrize("n_files", [6, 8, 11, 14, 20, *_more(7, 9, 10, 12, 13, 15, 40)])
def test_too_few_open_files_leave_the_old_index_or_the_new_one(changed: Changed, n_files: int) -> None:
    changed.reset()

    outcome = changed.check(index_limited(changed, "RLIMIT_NOFILE", n_files))

    assert n_files > 6 or outcome == "old"
    changed.recover()


@pytest.fixture
def disk(changed: Changed, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A disk of its own that holds the home; `request.param` is its size in kB beyond what the old index takes."""
    place = tmp_path / "disk"
    place.mkdir()
    n_kilobytes = sum(path.stat().st_size // 1024 + 8 for path in changed.sound.rglob("*")) + request.param
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={n_kilobytes}k", "tmpfs", place], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a disk of this test's own cannot be mounted")
    usual, changed.home = changed.home, place
    changed.reset(place)
    yield place
    changed.home = usual
    subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.parametrize("disk", [0, 20, 60, 160, 400, 1500, *_more(10, 40, 80, 120, 250, 700)], indirect=True)
def test_full_disk_leaves_the_old_index_or_the_new_one_and_readers_go_on(changed: Changed, disk: Path) -> None:
    done = run_cli("index", changed.vault, home=disk)
    outcome = changed.check(done)
    _fill(disk)
    for command in (("status",), ("related", "--all"), ("words", "flour"), ("search", "dough")):
        answered = run_cli(*command, "--vault", changed.vault, home=disk)
        assert (answered.returncode, answered.stderr) == (0, ""), command

    assert outcome == "new" or done.returncode == 2
    _empty(disk)
    subprocess.run(["mount", "-o", "remount,size=20m", disk], check=True)
    changed.recover()


@pytest.mark.parametrize("disk", [150], indirect=True)
def test_watcher_on_a_full_disk_says_so_and_recovers_by_itself(changed: Changed, disk: Path) -> None:
    (disk / "config.toml").write_text(TINY_CONFIG)
    with Watcher(changed.vault, disk) as watcher:
        wait_until(lambda: watcher.status().get("watcher"), 60)
        _fill(disk)
        write_vault(changed.vault, {"While full.md": "Flour that nobody has room for. " * 3000})
        line = b""
        while b"could not be updated" not in line and b"cannot be written" not in line:
            line = watcher.process.stderr.readline()
            assert line, "the watcher has ended"
        _empty(disk)
        subprocess.run(["mount", "-o", "remount,size=20m", disk], check=True)
        status = watcher.settle(90)
        is_known = any("While full.md" in str(value) for value in watcher.run("related", "--all"))
    (changed.vault / "While full.md").unlink()

    assert (status["problem"], is_known) == ("", True)


def _fill(disk: Path) -> None:
    with open(disk / "filling", "ab", buffering=0) as file:
        for size in (1 << 16, 1 << 12):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue


def _empty(disk: Path) -> None:
    (disk / "filling").unlink()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("seed", range(10))
def test_fifty_failed_calls_leave_the_old_index_or_the_new_one(changed: Changed, tmp_path: Path, seed: int) -> None:
    """Any call on any file of the index, any time that it is made, with the errors that disks and systems have."""
    rng = random.Random(seed)
    counts = _count_calls(changed, tmp_path / "calls")
    outcomes: Counter[str] = Counter()
    while outcomes.total() < _N_FAILED_CALLS:
        (call, path), n_calls = rng.choice(sorted(counts.items()))
        inject = f"inject={call}:error={rng.choice(_ERRORS)}:when={rng.randint(1, n_calls)}"
        changed.reset()
        done = _index_traced(changed, tmp_path / "calls", "-P", path, "-e", inject)
        if b"(INJECTED)" not in (tmp_path / "calls").read_bytes():
            continue
        try:
            outcomes[f"{changed.check(done)}, status {done.returncode}"] += 1
            changed.recover()
        except Exception as error:
            raise AssertionError(f"{inject} {path}: {done.stderr[-2000:]}") from error
    print(len(counts), "kinds of calls", dict(outcomes))

    assert 5 < outcomes["new, status 0"] < _N_FAILED_CALLS - 5


def _count_calls(changed: Changed, output: Path) -> Counter[tuple[str, str]]:
    """How often a run without errors makes each call on each file of the home."""
    changed.reset()
    assert _index_traced(changed, output).returncode == 0
    pattern = rf"^\d+ +(\w+)\([^\"<]*[\"<]({re.escape(os.fspath(changed.home))}/[^\">]+)"
    counts = Counter(re.findall(pattern, output.read_text(errors="replace"), re.MULTILINE))
    assert len(counts) > 30
    return counts


def _index_traced(changed: Changed, output: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = ["strace", "-f", "-y", "-qq", "--seccomp-bpf", "-e", f"trace={_CALLS}", "-o", os.fspath(output), *options]
    command += [sys.executable, "-m", "notelinks", "index", os.fspath(changed.vault)]
    return subprocess.run(
        command, env=cli_environment(changed.home), capture_output=True, text=True, timeout=300, check=False
    )

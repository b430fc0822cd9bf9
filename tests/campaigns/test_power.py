"""After the power was cut, the index is that of one moment, or one that the next run makes anew; never a mixture."""

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from notelinks.errors import NotelinksError
from tests.campaigns.kill_writer import StoreWriter, check, write_next
from tests.campaigns.power import TRACED, Call, Disk, read_trace

_ROOT = Path(__file__).parents[2]
_N_CUTS = 100
_N_UPDATES = 8

_WRITE_SOME = f"""
import sys
from pathlib import Path
from tests.campaigns.kill_writer import StoreWriter, write_next
for _ in range(2):
    writer = StoreWriter(Path(sys.argv[1]), str.casefold)
    for _ in range({_N_UPDATES // 2}):
        write_next(writer)
    writer.close()
"""

_WITHOUT_SYNC = "from notelinks.store import generations; generations.sync = lambda path: None\n"


def _trace(folder: Path, code: str) -> list[Call]:
    options = ["-qq", "-y", "-xx", "-s", "100000000", "-e", f"trace={TRACED}", "-o", f"{folder}.trace"]
    command = ["strace", *options, sys.executable, "-B", "-c", code, os.fspath(folder)]
    subprocess.run(command, cwd=_ROOT, check=True, timeout=300)
    return read_trace(Path(f"{folder}.trace").read_text(), folder)


def _cut_at_random(calls: list[Call], folder: Path, n_cuts: int, seed: int) -> Counter[str]:
    """Cuts the power so many times; what was found, and whether the next writer went on from it."""
    rng = random.Random(seed)
    outcomes: Counter[str] = Counter()
    cuts = sorted(rng.randint(1, len(calls)) for _ in range(n_cuts))
    disk, trial = Disk(), folder.with_name("trial")
    for number, call in enumerate(calls, 1):
        disk.do(call)
        for _ in range(cuts.count(number)):
            disk.cut_power(rng, folder, trial)
            outcomes[_find(trial)] += 1
    return outcomes


def _find(folder: Path) -> str:
    """What a reader says of the index, after making sure that a writer goes on from it."""
    try:
        found = check(folder)
        outcome = "nothing yet" if found == 0 else "an index"
    except NotelinksError:
        outcome = "unreadable until the next run"
    writer = StoreWriter(folder, str.casefold)
    write_next(writer)
    writer.close()
    assert check(folder) >= 1
    return outcome


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_power_cut_at_any_moment_leaves_an_index_of_one_moment(tmp_path: Path) -> None:
    calls = _trace(tmp_path / "index", _WRITE_SOME)
    assert check(tmp_path / "index") == _N_UPDATES
    outcomes = _cut_at_random(calls, tmp_path / "index", _N_CUTS, 1)
    print(dict(outcomes))

    assert (outcomes["an index"] > _N_CUTS // 2, outcomes["unreadable until the next run"]) == (True, 0), outcomes


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_without_syncing_the_campaign_goes_red(tmp_path: Path) -> None:
    calls = _trace(tmp_path / "index", _WITHOUT_SYNC + _WRITE_SOME)
    with pytest.raises((AssertionError, NotelinksError)):
        outcomes = _cut_at_random(calls, tmp_path / "index", _N_CUTS, 1)
        assert not outcomes["unreadable until the next run"]


def test_model_of_a_disk_keeps_what_was_synced_and_may_lose_the_rest(tmp_path: Path) -> None:
    path, source = f"{tmp_path}/index/a", tmp_path / "index"
    disk = Disk()
    for call in (
        Call("mkdir", (str(source),)),
        Call("openat", (path,), descriptor=3, flags="O_CREAT"),
        Call("write", (path,), b"old ", -1, 3),
        Call("fsync", (path,), descriptor=3),
        Call("write", (path,), b"new", -1, 3),
        Call("rename", (path, f"{path}2")),
    ):
        disk.do(call)
    seen = set()
    for seed in range(40):
        disk.cut_power(random.Random(seed), source, tmp_path / "left")
        seen.add(tuple((file.name, file.read_bytes()) for file in (tmp_path / "left").iterdir()))

    assert seen == {((name, text),) for name in ("a", "a2") for text in (b"old ", b"old new")}

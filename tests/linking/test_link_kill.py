"""A link is inserted, and each system call in turn kills the process or fails: the note is whole, and nothing stays.

A few kills in the usual run, every call with `pytest -m slow`.
"""

import random
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from notelinks.linking.insert import insert_link, undo_link
from notelinks.notes.folder_listing import is_temporary
from notelinks.store.inserted_links import read_inserted_links
from tests.linking.test_insert_and_undo import NOTES, contents, plan
from tests.support import write_vault

CALLS = ("openat", "write", "fsync", "fchmod", "fcntl", "rename", "renameat2", "unlink", "unlinkat")
"""What the insertion does to files; `getpgid` marks its beginning and its end."""

_FAILING = ("pread64", "newfstatat", "fstat", "faccessat", "flock", "ftruncate")
"""What can fail as well."""

_N_USUAL = 6
"""Calls at which the usual run kills."""

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")

_CODE = """
import os, sys
from pathlib import Path
from notelinks.errors import NotelinksError
from tests.linking.test_insert_and_undo import insert_link, plan, undo_link
vault, folder, what = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
planned = plan(vault, "a/One.md", "Two.md") if what == "insert" else None
os.getpgid(0)
try:
    insert_link(vault, folder, planned) if planned else undo_link(vault, folder)
except NotelinksError as error:
    sys.exit(f"told: {error}")
finally:
    os.getpgid(0)
"""


def _run(vault: Path, folder: Path, what: str, log: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = ["strace", "-f", "-o", log, *options, sys.executable, "-B", "-c", _CODE, vault, folder, what]
    root = Path(__file__).parents[2]
    return subprocess.run(command, cwd=root, timeout=120, check=False, stderr=subprocess.PIPE, text=True)


def _calls(root: Path, what: str, names: tuple[str, ...], log: Path) -> list[tuple[str, int]]:
    """Each call that the insertion makes, and which of its name in the whole process it is."""
    vault, folder = _prepare(root, what)
    assert _run(vault, folder, what, log, "-e", f"trace={','.join((*names, 'getpgid'))}").returncode == 0
    calls = re.findall(r"^\d+ +(\w+)\(", log.read_text(), re.M)
    begin, end = (place for place, call in enumerate(calls) if call == "getpgid")
    return [(calls[place], calls[: place + 1].count(calls[place])) for place in range(begin + 1, end)]


def _prepare(root: Path, what: str) -> tuple[Path, Path]:
    shutil.rmtree(root, ignore_errors=True)
    vault, folder = write_vault(root / "vault", NOTES), root / "index"
    folder.mkdir()
    if what == "undo":
        insert_link(vault, folder, plan(vault, "a/One.md", "Two.md"))
    return vault, folder


@pytest.mark.slow
@pytest.mark.parametrize("what", ["insert", "undo"])
def test_killed_at_any_call_the_note_is_whole_and_the_next_call_cleans_up(tmp_path: Path, what: str) -> None:
    outcomes = _kill_at(tmp_path, what, _calls(tmp_path / "root", what, CALLS, tmp_path / "log"))

    assert all(outcomes.values()), outcomes


def test_killed_at_one_of_a_few_calls_the_note_is_whole_and_the_next_call_cleans_up(tmp_path: Path) -> None:
    """The calls around the exchange, and some others."""
    calls = _calls(tmp_path / "root", "insert", CALLS, tmp_path / "log")
    exchange = next(place for place, (call, _) in enumerate(calls) if call == "renameat2")
    others = random.Random(1).sample(calls[: exchange - 1] + calls[exchange + 2 :], _N_USUAL - 3)
    outcomes = _kill_at(tmp_path, "insert", [*calls[exchange - 1 : exchange + 2], *others])

    assert all(outcomes.values()), outcomes


def _kill_at(tmp_path: Path, what: str, calls: list[tuple[str, int]]) -> dict[str, int]:
    """Kills at each call; how often the note was old and new, and how often a file lay beside it."""
    old, log = NOTES["a/One.md"], tmp_path / "log"
    new = old.replace(b"Two", b"[[Two]]")
    outcomes = {"old": 0, "new": 0, "beside": 0}
    for call, number in calls:
        vault, folder = _prepare(tmp_path / "root", what)
        inject = f"inject={call}:signal=KILL:when={number}"
        killed = _run(vault, folder, what, log, "-e", f"trace={call}", "-e", inject).returncode
        note = (vault / "a/One.md").read_bytes()
        beside = [key for key in contents(vault) if key not in NOTES]

        assert killed == -signal.SIGKILL or killed == 128 + signal.SIGKILL, (call, number)
        assert note in (old, new), (call, number)
        assert all(is_temporary(Path(key).name) for key in beside), (call, number)
        outcomes["new" if note == new else "old"] += 1
        outcomes["beside"] += bool(beside)
        insert_link(vault, folder, plan(vault, "Two.md", "Three.md"))
        undo_link(vault, folder)
        assert contents(vault) == NOTES | {"a/One.md": note}, (call, number)
        assert len(read_inserted_links(folder).links) == (note == new), (call, number)
    return outcomes


@pytest.mark.slow
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
@pytest.mark.parametrize("what", ["insert", "undo"])
def test_error_of_any_call_leaves_a_whole_note_and_nothing_beside_it(tmp_path: Path, what: str, error: str) -> None:
    old, log = NOTES["a/One.md"], tmp_path / "log"
    new = old.replace(b"Two", b"[[Two]]")
    n_told = 0
    for call, number in _calls(tmp_path / "root", what, CALLS + _FAILING, log):
        vault, folder = _prepare(tmp_path / "root", what)
        inject = f"inject={call}:error={error}:when={number}"
        done = _run(vault, folder, what, log, "-e", f"trace={call}", "-e", inject)
        note, case = (vault / "a/One.md").read_bytes(), (call, number, done.stderr)

        assert "(INJECTED)" in log.read_text(), case
        assert note in (old, new) and {*contents(vault)} == {*NOTES}, case
        assert "Traceback" not in done.stderr and done.stderr.count("\n") == bool(done.returncode), case
        assert done.returncode == 0 or done.stderr.startswith("told: "), case
        is_made = (note == new) == (what == "insert")
        assert is_made or done.returncode, case
        assert len(read_inserted_links(folder).links) == (note == new), case
        n_told += bool(done.returncode)

    assert n_told > 20

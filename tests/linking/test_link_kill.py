"""A link is inserted, and the process is killed at each of its system calls: the note is whole, and nothing stays."""

import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from notelinks.linking.insert import insert_link, undo_link
from notelinks.notes.scan import is_temporary
from notelinks.store.inserted_links import read_inserted_links
from tests.linking.test_insert_and_undo import NOTES, contents, plan
from tests.support import write_vault

CALLS = ("openat", "write", "fsync", "fchmod", "fcntl", "rename", "renameat2", "unlink", "unlinkat")
"""What the insertion does to files; `getpgid` marks its beginning."""

_CODE = """
import os, sys
from pathlib import Path
from tests.linking.test_insert_and_undo import insert_link, plan, undo_link
vault, folder, what = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
planned = plan(vault, "a/One.md", "Two.md") if what == "insert" else None
os.getpgid(0)
insert_link(vault, folder, planned) if planned else undo_link(vault, folder)
"""


def _run(vault: Path, folder: Path, what: str, log: Path, *options: str) -> int:
    command = ["strace", "-f", "-o", log, *options, sys.executable, "-c", _CODE, vault, folder, what]
    return subprocess.run(
        command, cwd=Path(__file__).parents[2], timeout=120, check=False, stderr=subprocess.DEVNULL
    ).returncode


def _prepare(root: Path, what: str) -> tuple[Path, Path]:
    shutil.rmtree(root, ignore_errors=True)
    vault, folder = write_vault(root / "vault", NOTES), root / "index"
    folder.mkdir()
    if what == "undo":
        insert_link(vault, folder, plan(vault, "a/One.md", "Two.md"))
    return vault, folder


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("what", ["insert", "undo"])
def test_killed_at_any_call_the_note_is_whole_and_the_next_call_cleans_up(tmp_path: Path, what: str) -> None:
    old, log = NOTES["a/One.md"], tmp_path / "log"
    new = old.replace(b"Two", b"[[Two]]")
    vault, folder = _prepare(tmp_path / "root", what)
    assert _run(vault, folder, what, log, "-e", f"trace={','.join((*CALLS, 'getpgid'))}") == 0
    calls = re.findall(r"^\d+ +(\w+)\(", log.read_text(), re.M)
    begin = calls.index("getpgid")
    outcomes = {"old": 0, "new": 0, "beside": 0}

    for place in range(begin + 1, len(calls)):
        call, number = calls[place], calls[: place + 1].count(calls[place])
        vault, folder = _prepare(tmp_path / "root", what)
        inject = f"inject={call}:signal=KILL:when={number}"
        killed = _run(vault, folder, what, log, "-e", f"trace={call}", "-e", inject)
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

    assert all(outcomes.values()), outcomes

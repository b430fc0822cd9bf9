"""Processes of the indexer's own begin with nothing of their parent, and with no module of the current folder."""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

from notelinks.indexer.child import start_child

_START = """
import json, sys
from notelinks.indexer.child import start_child
from tests.indexer.test_child_processes import tell_about_itself
if __name__ == "__main__":
    process, connection = start_child(tell_about_itself)
    print(json.dumps(connection.recv()))
    process.join()
"""


def tell_about_itself(connection) -> None:
    connection.send((sys.flags.safe_path, [os.path.realpath(entry) for entry in sys.path]))


def test_children_are_spawned() -> None:
    process, connection = start_child(tell_about_itself)
    is_safe, _ = connection.recv()
    process.join()

    assert isinstance(process, multiprocessing.get_context("spawn").Process)
    assert is_safe


def test_child_does_not_run_what_lies_in_the_current_folder(tmp_path: Path) -> None:
    (tmp_path / "start.py").write_text(_START)
    (tmp_path / "vault").mkdir()
    for name in ("pickle", "multiprocessing", "random"):
        (tmp_path / "vault" / f"{name}.py").write_text(f"open({str(tmp_path / 'canary')!r}, 'a').write('{name}\\n')")
    root = str(Path(__file__).parent.parent.parent)
    done = subprocess.run(
        [sys.executable, tmp_path / "start.py"],
        cwd=tmp_path / "vault",
        env={name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"} | {"PYTHONPATH": root},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("[true, ") and str(tmp_path / "vault") not in done.stdout
    assert not (tmp_path / "canary").exists()

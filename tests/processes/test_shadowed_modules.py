"""A vault that is the current folder may hold Python files of any name; none of them is run."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from notelinks.__main__ import _leave_out_current_folder
from tests.commands import COMMAND_TIMEOUT_S, cli_environment
from tests.support import TINY_CONFIG, make_home, make_notes, wait_until, write_vault

_ROOT = Path(__file__).parent.parent.parent

_SHADOWED = (
    *("numpy", "numba", "llvmlite", "yaml", "rich", "watchdog", "Stemmer", "platformdirs", "markdown_it"),
    *("multiprocessing", "concurrent", "random", "pickle", "sqlite3", "argparse", "json", "logging", "threading"),
    *("subprocess", "tomllib", "secrets", "socket", "tempfile", "selectors", "hashlib", "signal", "queue"),
)
"""Modules that one process or another imports, but for those that `python -m` itself needs before any of ours."""

_SCRIPT = "import sys\nfrom notelinks.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
"""What an installer makes of the entry point."""


class _Shadowed:
    """A vault with modules that leave their names in a file when they are imported."""

    def __init__(self, root: Path, start: Sequence[str | Path]) -> None:
        self.canaries = root / "canaries"
        code = f"open({str(self.canaries)!r}, 'a').write(__name__ + '\\n')\n"
        notes = make_notes(8, 3) | {f"{name}.py": code for name in _SHADOWED}
        self.vault = write_vault(root / "vault", notes)
        self.env = cli_environment(make_home(root / "home", TINY_CONFIG), {"PYTHONPATH": str(_ROOT)})
        self.env.pop("PYTHONSAFEPATH", None)
        self.start = start

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self.start, *arguments],
            cwd=self.vault,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=COMMAND_TIMEOUT_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def watch(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*self.start, "watch", "."],
            cwd=self.vault,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def test_modules_in_the_current_folder_are_not_run(tmp_path: Path, warm_kernels: None) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "notelinks").write_text(_SCRIPT)
    shadowed = _Shadowed(tmp_path, [sys.executable, tmp_path / "bin" / "notelinks"])
    shadowed.run("index", ".")
    assert "bread/Bread 0.md" in shadowed.run("related", "--all")
    assert shadowed.run("words", "flour")
    _watch_until_calm(shadowed)

    assert not shadowed.canaries.exists(), shadowed.canaries.read_text()


def test_nor_are_they_as_a_module_of_python(tmp_path: Path, warm_kernels: None) -> None:
    shadowed = _Shadowed(tmp_path, [sys.executable, "-m", "notelinks"])
    shadowed.run("index", ".")

    assert not shadowed.canaries.exists(), shadowed.canaries.read_text()


def _watch_until_calm(shadowed: _Shadowed) -> None:
    (shadowed.vault / "New.md").write_text("The xylophagus eats bread and flour.")
    watcher = shadowed.watch()
    try:
        wait_until(lambda: "New.md" in shadowed.run("related", "--all"), 60)
        wait_until(lambda: '"training": false, "activity": "idle"' in shadowed.run("status", "--json"), 60)
    finally:
        watcher.terminate()
        watcher.wait()


@pytest.mark.parametrize(("is_own", "is_left"), [(False, False), (True, True)], ids=["vault", "checkout"])
def test_current_folder_stays_only_if_the_program_lies_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_own: bool, is_left: bool
) -> None:
    """In a checkout that is not installed, children find the program by it."""
    here = str(_ROOT if is_own else tmp_path)
    monkeypatch.chdir(here)
    monkeypatch.setattr(sys, "path", [here, "/elsewhere", ""])
    _leave_out_current_folder()

    assert sys.path == ([here, "/elsewhere", ""] if is_left else ["/elsewhere"])

"""A damaged file of compiled code costs a compilation, never a crash."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import cli_environment, write_vault


def _truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _replace(file: Path) -> None:
    file.write_bytes(b"some other program's file")


@pytest.mark.parametrize("damage", [_truncate, _empty, _replace])
def test_damaged_cache_is_compiled_anew(tmp_path: Path, warm_kernels: None, home: Path, damage) -> None:
    cache = tmp_path / "cache"
    shutil.copytree(os.environ["XDG_CACHE_HOME"], cache)
    files = [file for file in cache.rglob("*") if file.suffix in (".nbi", ".nbc")]
    for file in files:
        damage(file)
    vault = write_vault(tmp_path / "vault", {"a.md": "one two three", "b.md": "two three four"})
    command = [sys.executable, "-m", "notelinks", "index", str(vault)]
    environment = {**cli_environment(home), "XDG_CACHE_HOME": str(cache)}

    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)

    assert len(files) > 5
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "trained and published" in done.stderr

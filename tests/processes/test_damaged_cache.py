"""A damaged file of compiled code costs a compilation, never a crash."""

import os
import pickle
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import notelinks
from notelinks import compiled
from tests.support import cli_environment, tells_mistake, write_vault

_LIMIT_BYTES = 2_048

_STARTED_S = time.time()

_QUICKLY = {"NUMBA_OPT": "0"}
"""What is compiled anew need not be fast."""

_MEET = """
import numpy
from notelinks.compiled import _FOLDER, with_repair
from notelinks.word2vec.threads import meet
assert with_repair(lambda: meet(1, 1, numpy.zeros(2, numpy.int64)))
print(_FOLDER)
"""
"""Uses one compiled function, and says where its machine code is kept."""


def _train(folder: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    """Indexes a small vault with compiled code from a cache."""
    vault = write_vault(folder / "vault", {"a.md": "one two three", "b.md": "two three four"})
    return subprocess.run(
        [sys.executable, "-m", "notelinks", "index", str(vault)],
        env=cli_environment(env={"XDG_CACHE_HOME": str(cache), **_QUICKLY}),
        capture_output=True,
        text=True,
        timeout=300,
    )


def _meet(cache: Path) -> subprocess.CompletedProcess[str]:
    environment = cli_environment(env={"XDG_CACHE_HOME": str(cache), **_QUICKLY})
    return subprocess.run(
        [sys.executable, "-c", _MEET], env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def _truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _replace(file: Path) -> None:
    file.write_bytes(b"some other program's file")


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that holds one function."""
    cache = tmp_path_factory.mktemp("met")
    assert _meet(cache).returncode == 0
    return cache


@pytest.mark.parametrize("damage", [_truncate, _empty, _replace])
@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
def test_damaged_file_of_a_function_is_compiled_anew(met: Path, tmp_path: Path, damage, suffix: str) -> None:
    cache = tmp_path / "cache"
    shutil.copytree(met, cache)
    (file,) = cache.rglob(f"*{suffix}")
    sound = file.stat().st_size
    damage(file)

    done = _meet(cache)

    assert (done.returncode, done.stderr) == (0, "")
    assert Path(done.stdout.strip()).is_relative_to(cache)
    assert [found.stat().st_size for found in cache.rglob(f"*{suffix}")] == [sound]


@pytest.mark.parametrize(
    "damage",
    [_truncate, pytest.param(_empty, marks=pytest.mark.slow), pytest.param(_replace, marks=pytest.mark.slow)],
)
def test_damaged_cache_is_compiled_anew(tmp_path: Path, warm_kernels: None, damage) -> None:
    cache = tmp_path / "cache"
    shutil.copytree(os.environ["XDG_CACHE_HOME"], cache)
    files = [file for file in cache.rglob("*") if file.suffix in (".nbi", ".nbc")]
    for file in files:
        damage(file)

    done = _train(tmp_path, cache)

    assert len(files) > 5
    assert done.returncode == 0, done.stderr
    assert not tells_mistake(done.stderr)
    assert "trained and published" in done.stderr


class _Planted:
    """What makes a folder when it is loaded."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (os.fspath(self.marker),)


def test_nothing_is_loaded_from_a_folder_that_others_can_write_to(tmp_path: Path, warm_kernels: None) -> None:
    cache, markers = tmp_path / "cache", tmp_path / "markers"
    markers.mkdir()
    shutil.copytree(os.environ["XDG_CACHE_HOME"], cache)
    files = [*cache.rglob("*.nbc"), *cache.rglob("add_sparse*.nbi"), *cache.rglob("products*.nbi")]
    for number, file in enumerate(files):
        file.write_bytes(pickle.dumps(_Planted(markers / str(number))))
    for folder in (cache / "notelinks" / "numba").iterdir():
        folder.chmod(0o777)

    done = _train(tmp_path, cache)

    assert len({file.suffix for file in files}) == 2
    assert list(markers.iterdir()) == []
    assert done.returncode == 0, done.stderr
    assert "trained and published" in done.stderr


@pytest.mark.parametrize("options", ["size=64k", "size=16m,nr_inodes=4"])
def test_full_disk_costs_a_compilation(tmp_path: Path, options: str) -> None:
    """No room for the files, or not even for the folder in which Numba puts them."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("a disk of this test's own cannot be mounted")
    try:
        done = _train(tmp_path, disk)
        n_free = os.statvfs(disk).f_ffree
    finally:
        subprocess.run(["umount", disk], check=True)

    assert done.returncode == 0, done.stderr
    assert "trained and published" in done.stderr
    assert (n_free == 0) == ("inodes" in options)
    assert not [file for file in Path(notelinks.__file__).parent.rglob("*.nbi") if file.stat().st_mtime > _STARTED_S]


def test_file_size_limit_costs_a_compilation(tmp_path: Path) -> None:
    """Files may not grow beyond what the shorter kernels need; a text of no index, since its files would, too."""
    (tmp_path / "text").write_text("one two three four " * 50)
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({_LIMIT_BYTES},) * 2); "
    arguments = ["word2vec", "train", "text", "-o", "v.txt", "--dim", "16", "--sample", "0"]
    done = subprocess.run(
        [sys.executable, "-c", f"{limit} from notelinks.cli import main; raise SystemExit(main({arguments}))"],
        env=cli_environment(env={"XDG_CACHE_HOME": str(tmp_path / "cache"), **_QUICKLY}),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert (done.returncode, tells_mistake(done.stderr)) == (0, False), done.stderr
    assert "4 vectors of 16 numbers" in done.stderr


@pytest.fixture
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for compiled code in an empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = compiled._cache_folder()
    assert folder is not None
    assert (folder.is_relative_to(tmp_path), folder.stat().st_mode & 0o777) == (True, 0o700)
    return folder


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o720, 0o702, 0o755])
def test_cache_that_others_can_enter_is_not_used(cache_folder: Path, mode: int) -> None:
    cache_folder.chmod(mode)

    assert compiled._cache_folder() is None


def test_cache_that_is_a_link_to_another_folder_is_not_used(cache_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    cache_folder.rmdir()
    cache_folder.symlink_to(tmp_path / "elsewhere")

    assert compiled._cache_folder() is None


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give a folder away")
def test_cache_of_another_user_is_not_used(cache_folder: Path) -> None:
    os.chown(cache_folder, 12_345, -1)

    assert compiled._cache_folder() is None


@pytest.mark.skipif(hasattr(os, "getuid") and os.getuid() == 0, reason="root may write everywhere")
def test_cache_that_cannot_be_written_is_not_used(cache_folder: Path) -> None:
    cache_folder.chmod(0o500)

    assert compiled._cache_folder() is None


def test_code_is_compiled_where_no_cache_can_be(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")

    done = _meet(tmp_path / "cache")

    assert (done.returncode, done.stdout, done.stderr) == (0, "None\n", "")

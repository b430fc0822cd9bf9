"""For all tests: code is compiled once a run, and every test has its own place for indexes."""

import compileall
import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as the command line does it
if not _IS_WORKER:
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="notelinks-test-cache-")  # read by `notelinks.compiled`
    compileall.compile_dir(_ROOT / "notelinks", quiet=2)  # for all processes, even where Python is to write nothing
gc.set_threshold(50_000, 20, 50)  # there are too many tests for all of them to be looked at often

from tests.support import TINY_CONFIG, index_vault, make_home, write_vault  # noqa: E402


def pytest_collection_finish() -> None:
    """What was collected stays until the end: it is not looked at again for what can be thrown away."""
    gc.freeze()


def pytest_unconfigure() -> None:
    """Takes the compiled code away when the run is over."""
    if not _IS_WORKER:
        shutil.rmtree(os.environ["XDG_CACHE_HOME"], ignore_errors=True)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`NOTELINKS_HOME` of this test, with settings that make training a matter of milliseconds."""
    made = make_home(tmp_path_factory.mktemp("home"))
    monkeypatch.setenv("NOTELINKS_HOME", str(made))
    return made


@pytest.fixture(scope="session")
def warm_kernels(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compiled code is in its cache, so that a process started by a test need not compile it within its deadline."""
    root = tmp_path_factory.mktemp("warm")
    vault = write_vault(root / "vault", {"a.md": "one two three", "b.md": "two three four"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOTELINKS_HOME", str(make_home(root / "home", TINY_CONFIG)))
        index_vault(vault)

"""For all tests: machine code is compiled once a run, and every test has its own place for indexes."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_CACHE = tempfile.mkdtemp(prefix="notelinks-test-cache-")
os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as the command line does it
os.environ["XDG_CACHE_HOME"] = _CACHE  # read when `notelinks.compiled` is imported

from tests.support import TINY_CONFIG, index_vault, make_home, write_vault  # noqa: E402


@pytest.fixture(scope="session", autouse=True)
def compiled_code() -> Iterator[None]:
    """Takes the compiled code away when the run is over."""
    yield
    shutil.rmtree(_CACHE, ignore_errors=True)


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

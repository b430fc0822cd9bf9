"""A vault to write notes into, a stand-in for the reasons, and nothing of the user's own home."""

import shutil
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from store_builder import TestVault

from notelinks.config import index_folder
from notelinks.records import Reason
from tests.support import index_vault, make_home, make_notes, write_vault


class FakeReasonFinder:
    """Answers at once, without vectors."""

    def __init__(self, reader: object) -> None:
        self.reader = reader

    def reasons(self, note_id: int, other_ids: list[int]) -> list[Reason]:
        return [Reason((("soil", 0.3), ("water", 0.2)), 0.1, 0.7, f"fact {i}") for i in other_ids]

    def text_reasons(self, words: list[str], note_ids: list[int]) -> list[Reason]:
        return [Reason(tuple((word, 0.3) for word in (*words, f"note {i}")), 0.0, 0.7, "") for i in note_ids]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where indexes go, what the reasons come from, and how patiently a pressed key is waited for."""
    monkeypatch.setenv("NOTELINKS_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TEXTUAL_THEME", raising=False)
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 1 / 200)
    monkeypatch.setattr("textual._wait.SLEEP_IDLE", 1 / 2000)
    module = types.ModuleType("notelinks.query.reasons")
    module.ReasonFinder = FakeReasonFinder  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "notelinks.query.reasons", module)
    return tmp_path / "home"


@pytest.fixture
def vault(tmp_path: Path, home: Path) -> Iterator[TestVault]:
    """An empty folder of notes without an index."""
    made = TestVault(tmp_path)
    yield made
    made.close()


@dataclass
class LearnedVault:
    """Twenty notes on four topics, indexed and learned as the program does it."""

    path: Path
    folder: Path
    """Of the index."""

    def index(self) -> None:
        """Brings the index up to date."""
        index_vault(self.path)


@pytest.fixture(scope="session")
def learned_once(tmp_path_factory: pytest.TempPathFactory) -> LearnedVault:
    """What `learned` is a copy of."""
    root = tmp_path_factory.mktemp("learned")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOTELINKS_HOME", str(make_home(root / "home")))
        path = write_vault(root / "topics", make_notes(20, 7))
        index_vault(path)
        return LearnedVault(path, index_folder(path))


@pytest.fixture
def learned(tmp_path: Path, home: Path, learned_once: LearnedVault) -> LearnedVault:
    """A vault and its index that may be changed."""
    path = shutil.copytree(learned_once.path, tmp_path / "topics")
    make_home(home)
    return LearnedVault(path, shutil.copytree(learned_once.folder, index_folder(path)))

"""An index that is written, and a reader of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from notelinks.store import schema
from notelinks.store.reader import StoreReader
from notelinks.store.writer import StoreWriter
from tests.store.literal_notes import open_writer


@pytest.fixture(autouse=True)
def first_id(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first note of a database has an id that a test can write down."""
    monkeypatch.setattr(schema, "_FIRST_NOTE_IDS", 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def writer(folder: Path) -> Iterator[StoreWriter]:
    made = open_writer(folder)
    yield made
    made.close()


@pytest.fixture
def reader(writer: StoreWriter) -> Iterator[StoreReader]:
    with StoreReader(writer.folder) as made:
        yield made

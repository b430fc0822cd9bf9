"""An index that is written, and a reader of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from notelinks.store.reader import StoreReader
from notelinks.store.writer import StoreWriter
from tests.store.literal_notes import open_writer


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

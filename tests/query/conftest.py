"""A vault whose published lists are short, and the same vault with full ones."""

from pathlib import Path

import pytest

from notelinks.config import index_folder
from notelinks.store.reader import StoreReader
from tests.support import TINY_CONFIG, index_vault, make_home, make_notes, write_vault

N_NOTES = 20

SHORT = 3
"""Notes of a published list of the short vault."""

_EXTRA = {
    "Daily/Monday.md": "Flour and water for the dough; compost for the garden bed. #log/day",
    "Daily/Tuesday.md": "More flour, more dough, a walk to the summit in the rain. #log/day",
    "Lone.md": "A chord, a scale, a rhythm and a melody for the guitar.",
    "42.md": "",
}


def index_some(root: Path, config: str) -> StoreReader:
    """Indexes the notes under `root`; a reader of the index."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOTELINKS_HOME", str(make_home(root / "home", TINY_CONFIG + config)))
        vault = write_vault(root / "vault", {**make_notes(N_NOTES, 7), **_EXTRA})
        index_vault(vault)
        return StoreReader(index_folder(vault))


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory):
    """A reader of an index with full lists."""
    with index_some(tmp_path_factory.mktemp("full"), "") as reader:
        yield reader


@pytest.fixture(scope="session")
def short(tmp_path_factory: pytest.TempPathFactory):
    """A reader of an index whose lists end after `SHORT` notes."""
    with index_some(tmp_path_factory.mktemp("short"), f"[ranking]\nn_neighbours = {SHORT}\n") as reader:
        yield reader

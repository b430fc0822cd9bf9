"""No edit is lost, whenever and however another program saves while a link is inserted."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from notelinks.linking import rewrite
from tests.linking.races import STYLES, race

SEED = 5
"""Printed with every failure as part of the counts' call; another one gives other moments."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """In memory if there is such a place: a race then takes 5 ms and not 50, and the editor meets every step."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as made:
        yield Path(made)


def _run(folder: Path, n_races: int) -> None:
    counts = race(folder, n_races, SEED)

    assert (counts["lost"], counts["debris"]) == (0, 0), counts
    for style in STYLES:
        assert counts[f"{style} inserted"] and counts[f"{style} refused"], counts


def test_no_edit_is_lost_in_a_thousand_races(folder: Path) -> None:
    _run(folder, 1_000)


@pytest.mark.slow
def test_no_edit_is_lost_in_ten_thousand_races(folder: Path) -> None:
    _run(folder, 10_000)


@pytest.mark.slow
def test_races_find_the_edits_that_a_replacement_after_a_check_loses(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with `os.replace` for the exchange, and no look at what came out, the campaign must go red."""

    def replace(folder_fd: int, name: str, other: str) -> None:
        os.replace(name, other, src_dir_fd=folder_fd, dst_dir_fd=folder_fd)

    monkeypatch.setattr(rewrite, "exchange_files", replace)
    monkeypatch.setattr(rewrite, "settle", lambda *arguments: True)

    assert race(folder, 10_000, SEED)["lost"] > 0

"""The index catches up on disks that are mounted: those that change from behind, and those that know no case."""

import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

from tests.campaigns.watching import WatchedVault
from tests.support import index_vault, make_notes, open_index, wait_until, write_vault

_ROOT = Path(__file__).parents[2]
_N_ROUNDS = 10

_needs_bindfs = pytest.mark.skipif(
    shutil.which("bindfs") is None or not os.access("/dev/fuse", os.W_OK), reason="needs bindfs and /dev/fuse"
)
_needs_fuse = pytest.mark.skipif(
    find_spec("mfusepy") is None or not os.access("/dev/fuse", os.W_OK), reason="needs mfusepy, libfuse and /dev/fuse"
)


@contextmanager
def _mounted(command: list[str], place: Path) -> Iterator[Path]:
    """A disk that a program serves in the foreground, for the length of a `with` block."""
    place.mkdir(parents=True)
    process = subprocess.Popen(command, cwd=_ROOT)
    try:
        wait_until(lambda: os.path.ismount(place))
        yield place
    finally:
        subprocess.run(["umount", "--lazy", os.fspath(place)], check=True)
        process.wait(30)


@contextmanager
def _bound(source: Path, place: Path) -> Iterator[Path]:
    source.mkdir(parents=True)
    with _mounted(["bindfs", "-f", os.fspath(source), os.fspath(place)], place):
        yield place


@contextmanager
def _caseless(source: Path, place: Path) -> Iterator[Path]:
    source.mkdir(parents=True)
    command = [sys.executable, "-m", "tests.campaigns.caseless", os.fspath(source), os.fspath(place)]
    with _mounted(command, place):
        yield place


@pytest.mark.slow
@_needs_bindfs
@pytest.mark.parametrize("seed", range(30, 34))
def test_watcher_of_a_disk_that_changes_from_behind_catches_up_with_ten_thousand_operations(
    tmp_path: Path, warm_kernels: None, seed: int
) -> None:
    """What is written below a mount gives no event in it."""
    source = tmp_path / "source"
    with _bound(source, tmp_path / "mount") as mount:
        watched = WatchedVault(source, seed, seen=mount / "vault")
        with watched.watcher:
            watched.catch_up()
            for _ in range(_N_ROUNDS):
                watched.operate(250)
                watched.catch_up()
            status = watched.watcher.settle()
            watched.compare_lists()

    assert (status["watcher"], "fuse" in status["watcher_reason"]) == ("polling", True)


@pytest.mark.slow
@_needs_fuse
def test_watcher_on_a_disk_without_case_catches_up(tmp_path: Path, warm_kernels: None) -> None:
    with _caseless(tmp_path / "source", tmp_path / "mount") as mount:
        watched = WatchedVault(mount, 40)
        with watched.watcher:
            watched.catch_up()
            for _ in range(_N_ROUNDS):
                watched.operate(100)
                watched.catch_up()
            watched.compare_lists()


@pytest.mark.slow
@_needs_fuse
def test_note_whose_name_changes_in_case_or_normal_form_alone_stays_one_note(
    tmp_path: Path, warm_kernels: None
) -> None:
    """What links to it and from it stays; it has related notes at once."""
    composed, decomposed = (unicodedata.normalize(form, "bread/Café.md") for form in ("NFC", "NFD"))
    with _caseless(tmp_path / "source", tmp_path / "mount") as mount:
        vault = write_vault(mount / "vault", make_notes(40, 1) | {composed: "# Café\n\nFlour, dough, [[Bread 0]]."})
        with open(vault / "bread" / "Bread 4.md", "a") as file:
            file.write("\nSee [[café]].\n")
        index_vault(vault)
        before = _describe(vault, composed)
        for old, new in pairwise((composed, decomposed, "bread/CAFÉ.md", "bread/café.md", composed)):
            (vault / old).rename(vault / new)
            index_vault(vault)

            assert _describe(vault, new) == before, new


def _describe(vault: Path, key: str) -> tuple[object, ...]:
    """How many notes there are, and what one of them is tied to."""
    with open_index(vault) as reader:
        notes = {note.key: note.note_id for note in reader.notes()}
        links = reader.links(notes[key])
        has_related = bool(reader.related(notes[key]))
        return len(notes), has_related, [link.key for link in links.outgoing], [link.key for link in links.backlinks]


@_needs_fuse
def test_disk_without_case_is_one(tmp_path: Path) -> None:
    """Else the tests above would show nothing."""
    with _caseless(tmp_path / "source", tmp_path / "mount") as mount:
        (mount / "Café.md").write_text("flour")
        assert (mount / "cafe\u0301.MD").read_text() == "flour"
        (mount / "CAFÉ.md").write_text("water")
        assert os.listdir(mount) == ["Café.md"]
        (mount / "Café.md").rename(mount / "café.md")
        assert os.listdir(mount) == ["café.md"]

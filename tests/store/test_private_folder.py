"""The words of notes are put into folders of the user's own, and into no others."""

import os
import stat
from pathlib import Path

import pytest

from notelinks.errors import StoreError
from notelinks.store.lock import IndexLock
from notelinks.store.private_folder import create_private_folder
from tests.store.literal_notes import open_writer


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an index that is not there yet, in a `NOTELINKS_HOME` that is."""
    monkeypatch.setenv("NOTELINKS_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir(mode=0o700)
    return tmp_path / "home" / "vaults" / "notes-1"


def _make(folder: Path, mode: int) -> Path:
    """A folder of this mode whatever the umask; those above it are private."""
    for part in reversed([folder, *folder.parents]):
        if not part.exists():
            part.mkdir(mode=0o700)
    folder.chmod(mode)
    return folder


def test_folders_are_made_private_whatever_the_umask(index: Path) -> None:
    old = os.umask(0)
    try:
        create_private_folder(index)
    finally:
        os.umask(old)

    assert [_mode(index), _mode(index.parent)] == [0o700, 0o700]


@pytest.mark.parametrize("n_above", [0, 1, 2], ids=["index", "vaults", "home"])
@pytest.mark.parametrize("opened", [create_private_folder, open_writer, lambda folder: IndexLock(folder).acquire()])
def test_folder_of_another_user_is_refused(index: Path, monkeypatch: pytest.MonkeyPatch, n_above: int, opened) -> None:
    folder = _make([index, *index.parents][n_above], 0o755)
    about = folder.stat()
    stat_of = Path.stat

    def stat_as_another(path: Path, **options: bool) -> os.stat_result:
        found = stat_of(path, **options)
        if (found.st_dev, found.st_ino) != (about.st_dev, about.st_ino):
            return found
        values = list(found)
        values[stat.ST_UID] += 1
        return os.stat_result(values)

    monkeypatch.setattr(Path, "stat", stat_as_another)
    with pytest.raises(StoreError, match=f"{folder}: this folder belongs to another user"):
        opened(index)

    assert _mode(folder) == 0o755
    assert list(folder.iterdir()) in ([], [folder / "vaults"], [folder / "notes-1"])


@pytest.mark.parametrize("n_above", [0, 1, 2], ids=["index", "vaults", "home"])
@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o702])
def test_folder_that_everybody_can_write_to_is_refused(index: Path, n_above: int, mode: int) -> None:
    folder = _make([index, *index.parents][n_above], mode)

    with pytest.raises(StoreError, match=f"{folder}: everybody can write to this folder"):
        create_private_folder(index)
    assert _mode(folder) == mode


@pytest.mark.parametrize(("before", "after"), [(0o755, 0o700), (0o775, 0o700), (0o500, 0o700)])
def test_index_folder_of_our_own_is_closed_to_others(index: Path, before: int, after: int) -> None:
    create_private_folder(_make(index, before))

    assert _mode(index) == after


@pytest.mark.parametrize(("before", "after"), [(0o755, 0o755), (0o775, 0o755), (0o700, 0o700)])
def test_home_of_our_own_is_closed_to_those_who_may_write_alone(index: Path, before: int, after: int) -> None:
    home = _make(index.parent.parent, before)
    create_private_folder(index)

    assert _mode(home) == after


def test_what_lies_above_the_home_is_none_of_our_business(index: Path, tmp_path: Path) -> None:
    _make(tmp_path, 0o1777)
    create_private_folder(index)

    assert _mode(tmp_path) == 0o1777

"""Generation folders appear whole or not at all, and old ones go."""

import stat
from pathlib import Path

import pytest

from notelinks.errors import StoreError
from notelinks.store.generations import generation_folder, new_generation, prune_generations


def _write(folder: Path, number: int, text: str = "vectors") -> Path:
    with new_generation(folder, number) as temporary:
        (temporary / "words.txt").write_text(text)
    return generation_folder(folder, number)


def test_generation_is_visible_only_when_it_is_complete(tmp_path: Path) -> None:
    with new_generation(tmp_path, 1) as temporary:
        (temporary / "words.txt").write_text("vectors")
        was_visible = generation_folder(tmp_path, 1).exists()
        inode = temporary.stat().st_ino

    assert not was_visible
    assert inode == generation_folder(tmp_path, 1).stat().st_ino, "copied rather than renamed"
    assert (generation_folder(tmp_path, 1) / "words.txt").read_text() == "vectors"


def test_error_while_writing_leaves_the_old_generation_alone(tmp_path: Path) -> None:
    old = _write(tmp_path, 1)

    with pytest.raises(StoreError, match="disk full"), new_generation(tmp_path, 2) as temporary:
        (temporary / "words.txt").write_text("half")
        raise OSError("disk full")

    assert (old / "words.txt").read_text() == "vectors"
    assert not generation_folder(tmp_path, 2).exists()


def test_error_while_writing_does_not_stop_the_next_attempt(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="disk full"), new_generation(tmp_path, 1) as temporary:
        (temporary / "leftover.npy").write_text("half")
        raise OSError("disk full")

    made = _write(tmp_path, 1)

    assert [path.name for path in made.iterdir()] == ["words.txt"]


def test_folder_left_by_a_crash_before_the_commit_is_replaced(tmp_path: Path) -> None:
    _write(tmp_path, 1, "never committed")

    made = _write(tmp_path, 1, "committed")

    assert (made / "words.txt").read_text() == "committed"


def test_pruning_keeps_the_current_one(tmp_path: Path) -> None:
    for number in range(1, 5):
        _write(tmp_path, number)

    prune_generations(tmp_path, 4)

    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == ["000004"]


def test_pruning_removes_what_a_crash_left_behind(tmp_path: Path) -> None:
    _write(tmp_path, 1)
    (tmp_path / "generations" / ".000002.tmp").mkdir()

    prune_generations(tmp_path, 1)

    assert [path.name for path in (tmp_path / "generations").iterdir()] == ["000001"]


def test_pruning_where_there_is_nothing_does_nothing(tmp_path: Path) -> None:
    prune_generations(tmp_path, 3)

    assert list(tmp_path.iterdir()) == []


def test_mapped_matrix_outlives_its_generation(tmp_path: Path) -> None:
    import numpy as np

    with new_generation(tmp_path, 1) as temporary:
        np.save(temporary / "vectors.npy", np.arange(1000))
    mapped = np.load(generation_folder(tmp_path, 1) / "vectors.npy", mmap_mode="r")
    for number in (2, 3):
        _write(tmp_path, number)
        prune_generations(tmp_path, number)

    assert not generation_folder(tmp_path, 1).exists()
    assert mapped.sum() == 499_500


def test_files_and_folders_are_private(tmp_path: Path) -> None:
    made = _write(tmp_path / "index", 1)

    assert stat.S_IMODE((made / "words.txt").stat().st_mode) == 0o600
    assert [stat.S_IMODE(p.stat().st_mode) for p in (made, made.parent, made.parent.parent)] == [0o700] * 3

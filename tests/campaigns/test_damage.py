"""Two hundred damaged files: each is noticed or harmless; no wrong answer, no crash, and the next run repairs it."""

import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from notelinks.config import index_folder
from notelinks.errors import NotelinksError
from notelinks.query.vectors import open_generation
from notelinks.query.words import WordFinder
from tests.support import index_vault, make_notes, open_index, read_everything, write_vault

Damage = Callable[[random.Random, Path], None]


def flip_a_bit(rng: random.Random, path: Path) -> None:
    raw = bytearray(path.read_bytes() or b"\0")
    raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    path.write_bytes(raw)


def truncate(rng: random.Random, path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: rng.randrange(max(len(raw), 1))])


def zero_a_page(rng: random.Random, path: Path) -> None:
    raw = bytearray(path.read_bytes())
    start = rng.randrange(max(len(raw) // 4096, 1)) * 4096
    length = len(raw[start : start + 4096])
    raw[start : start + length] = bytes(length)
    path.write_bytes(raw)


def scatter(rng: random.Random, path: Path) -> None:
    raw = bytearray(path.read_bytes())
    start = rng.randrange(max(len(raw), 1))
    raw[start : start + 200] = rng.randbytes(len(raw[start : start + 200]))
    path.write_bytes(raw)


def put_another(rng: random.Random, path: Path) -> None:
    path.write_bytes(rng.choice([b"", b"some other program's file", b"SQLite format 3\0" * 300, rng.randbytes(9000)]))


def remove(rng: random.Random, path: Path) -> None:
    path.unlink()


DAMAGES: tuple[Damage, ...] = (flip_a_bit, flip_a_bit, flip_a_bit, truncate, zero_a_page, scatter, put_another, remove)


def _answers(vault: Path) -> dict[str, Any]:
    """All that a reader can be asked for."""
    with open_index(vault) as reader:
        words = WordFinder(open_generation(reader).generation)
        nearest = {word: words.nearest([word], [], 10) for word in ("flour", "soil")}
    return {**read_everything(vault), "words": nearest}


def _run(tmp_path: Path, n_damages: int, seed: int, damaged: str = "*") -> Counter[str]:
    vault = write_vault(tmp_path / "vault", make_notes(8, 1))
    folder, sound = index_folder(vault), tmp_path / "sound"
    index_vault(vault)
    write_vault(vault, {"new.md": "Flour and one more note about soil."})
    index_vault(vault)
    shutil.copytree(folder, sound)
    expected, rng = _answers(vault), random.Random(seed)
    files = sorted(path.relative_to(sound) for path in sound.rglob(damaged) if path.is_file())
    outcomes: Counter[str] = Counter()
    for number in range(n_damages):
        shutil.rmtree(folder)
        shutil.copytree(sound, folder)
        file, damage = files[number % len(files)], rng.choice(DAMAGES)
        damage(rng, folder / file)
        try:
            outcome = "harmless" if _answers(vault) == expected else "wrong"
        except NotelinksError:
            outcome = "noticed"
        assert outcome != "wrong", (number, file, damage.__name__)
        outcomes[outcome] += 1
        index_vault(vault)
        assert _answers(vault) == expected, (number, file, damage.__name__)
    return outcomes


def test_two_hundred_damaged_files_give_no_wrong_answer_and_are_repaired(tmp_path: Path) -> None:
    outcomes = _run(tmp_path, 200, 1)

    assert min(outcomes["noticed"], outcomes["harmless"]) > 5, outcomes


@pytest.mark.slow
def test_a_thousand_damaged_files_give_no_wrong_answer_and_are_repaired(tmp_path: Path) -> None:
    assert _run(tmp_path, 1000, 2)["noticed"] > 100


def test_generation_of_another_training_is_not_used(tmp_path: Path) -> None:
    """Its files fit together, so only the digest tells."""
    vault = write_vault(tmp_path / "vault", make_notes(8, 1))
    index_vault(vault)
    old = shutil.copytree(index_folder(vault) / "generations" / "000001", tmp_path / "old")
    index_vault(vault, full=True)
    before = _answers(vault)
    (old / "settings.json").write_text((old / "settings.json").read_text().replace("}", " }"))
    shutil.rmtree(index_folder(vault) / "generations" / "000002")
    shutil.copytree(old, index_folder(vault) / "generations" / "000002")

    with pytest.raises(NotelinksError, match="damaged"):
        _answers(vault)
    index_vault(vault)

    assert before == _answers(vault)

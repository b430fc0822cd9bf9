"""Notes that are saved while the vault is looked at: never gone, and in the end what was saved last."""

import random
import threading
import time
from collections.abc import Callable, Set
from pathlib import Path

import pytest

from notelinks.indexer.reading import refresh_store
from notelinks.notes.excluded import NO_EXCLUSIONS, Exclusions
from notelinks.notes.scan import VaultScanner
from notelinks.notes.words import fold_word
from notelinks.records import Snapshot
from notelinks.store.writer import StoreWriter
from tests.campaigns.operations import SAVE_STYLES, backing_up, unlinking
from tests.campaigns.test_stateful import fresh_digest, store_digest
from tests.support import make_text, write_vault

Save = Callable[[Path, bytes], None]

_SAVING_S = 0.3
_WRITING_S = 1.0

_LEAST_LOOKS = 3
_DEADLINE_S = 30.0
"""For so many looks on a busy machine."""


def _look_while(
    tmp_path: Path,
    seconds: float,
    save: Callable[[Path, random.Random], object],
    check: Callable[[StoreWriter], object],
) -> None:
    """Looks again and again while a note is saved, and compares with a fresh index when that is over."""
    vault = write_vault(tmp_path / "vault", {"a.md": "flour", "b.md": "See [[a]]."})
    writer, scanner = StoreWriter(tmp_path / "index", fold_word), VaultScanner(vault)
    refresh_store(vault, writer, scanner=scanner)
    ends, rng, n_looks = time.monotonic() + seconds, random.Random(1), 0

    def save_often() -> None:
        while time.monotonic() < ends or (n_looks < _LEAST_LOOKS and time.monotonic() < ends + _DEADLINE_S):
            save(vault / "a.md", rng)

    saving = threading.Thread(target=save_often)
    saving.start()
    while saving.is_alive():
        refresh_store(vault, writer, scanner=scanner, folders={""} if n_looks % 2 else None)
        check(writer)
        n_looks += 1
    saving.join()
    for _ in range(2):
        refresh_store(vault, writer, scanner=scanner)
    writer.close()

    assert n_looks >= _LEAST_LOOKS
    assert store_digest(tmp_path / "index") == fresh_digest(vault)


@pytest.mark.parametrize("style", SAVE_STYLES)
def test_note_that_is_saved_all_the_time_is_never_gone(tmp_path: Path, style: Save) -> None:
    ids: set[tuple[tuple[bytes, int], ...]] = set()

    def save(path: Path, rng: random.Random) -> None:
        style(path, make_text(rng, rng.randrange(9), 9).encode())
        time.sleep(rng.uniform(0.0, 0.003))

    _look_while(tmp_path, _SAVING_S, save, lambda writer: ids.add(tuple(sorted(writer.note_ids().items()))))

    assert len(ids) == 1
    assert [key for key, _ in next(iter(ids))] == [b"a.md", b"b.md"]


class _MeetsTheGap(VaultScanner):
    """Looks for the first time just when a save has taken the note away."""

    gaps: tuple[Callable[[], object], Callable[[], object]] | None = None

    def scan(self, exclusions: Exclusions = NO_EXCLUSIONS, folders: Set[str] | None = None) -> Snapshot:
        if self.gaps is None:
            return super().scan(exclusions, folders)
        (before, after), self.gaps = self.gaps, None
        before()
        snapshot = super().scan(exclusions, folders)
        after()
        return snapshot


@pytest.mark.parametrize("style", [unlinking, backing_up])
@pytest.mark.parametrize("folders", [None, {"in"}], ids=["all", "some"])
def test_look_that_meets_a_save_half_way_tells_of_one_change(
    tmp_path: Path, style: Save, folders: Set[str] | None
) -> None:
    vault = write_vault(tmp_path, {"in/a.md": "flour", "in/b.md": "water"})
    writer, scanner = StoreWriter(None, fold_word), _MeetsTheGap(vault)
    refresh_store(vault, writer, scanner=scanner)
    path, away = vault / "in/a.md", vault / "in/.away"

    def take_away() -> None:
        path.rename(away)

    def finish() -> None:
        away.rename(path)
        style(path, b"flour and salt")

    before, scanner.gaps = writer.note_ids(), (take_away, finish)
    changes = refresh_store(vault, writer, scanner=scanner, folders=folders)

    assert (changes.added, changes.modified, changes.removed) == ((), ("in/a.md",), ())
    assert writer.note_ids() == before


def test_note_that_is_written_in_parts_while_it_is_read_is_right_in_the_end(tmp_path: Path) -> None:
    def write_in_parts(path: Path, rng: random.Random) -> None:
        with open(path, "wb", buffering=0) as file:
            for _ in range(rng.randrange(1, 6)):
                file.write(make_text(rng, rng.randrange(9), 9).encode())
                time.sleep(rng.choice([0.0, 0.0, 0.002]))

    _look_while(tmp_path, _WRITING_S, write_in_parts, lambda writer: None)

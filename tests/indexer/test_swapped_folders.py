"""Folders of the vault that are swapped for links and pipes while it is looked at: nothing outside of it is seen."""

import os
import random
import threading
import time
from pathlib import Path

from notelinks.indexer.reading import refresh_store
from notelinks.notes.scan import VaultScanner
from notelinks.notes.words import fold_word
from notelinks.store.writer import StoreWriter
from tests.campaigns.test_stateful import fresh_digest, store_digest
from tests.support import write_vault

_CANARY = "zxcanary"
_FOLDERS = ("a", "b", "b/deep", "c")
_N_SWAPS = 1_000
_LONGEST_S = 6.0


def _swap(vault: Path, outside: Path, parked: Path, rng: random.Random) -> None:
    """A folder becomes a link that leads out of the vault, a pipe, or a folder again."""
    key = rng.choice(_FOLDERS)
    path, own = vault / key, parked / key.replace("/", " ")
    if path.parent.is_symlink():
        return
    try:
        if path.is_symlink() or path.is_fifo():
            path.unlink()
            own.rename(path)
        else:
            path.rename(own)
            path.symlink_to(outside) if rng.random() < 0.6 else os.mkfifo(path)
    except (FileNotFoundError, NotADirectoryError):  # the folder above is swapped at present
        return


def test_folders_that_are_swapped_all_the_time_lead_nowhere(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"root.md": "salt"} | {f"{key}/1.md": "flour" for key in _FOLDERS})
    notes = {f"{folder}{_CANARY}.md": f"{_CANARY} text" for folder in ("", "deep/")} | {"1.md": f"{_CANARY} text"}
    outside, parked = write_vault(tmp_path / "outside", notes), tmp_path / "parked"
    parked.mkdir()
    writer, scanner = StoreWriter(tmp_path / "index", fold_word), VaultScanner(vault)
    refresh_store(vault, writer, scanner=scanner)
    rng, ends = random.Random(1), time.monotonic() + _LONGEST_S

    def swap_often() -> None:
        own_rng = random.Random(2)
        for _ in range(_N_SWAPS):
            _swap(vault, outside, parked, own_rng)
            if time.monotonic() > ends:
                return
            time.sleep(own_rng.uniform(0, 0.004))

    swapping = threading.Thread(target=swap_often)
    swapping.start()
    n_looks = 0
    while swapping.is_alive():
        folders = {key for key in _FOLDERS if rng.random() < 0.5} if rng.random() < 0.8 else None
        refresh_store(vault, writer, scanner=scanner, folders=folders)
        n_looks += 1
        assert not [key for key in (*writer.signatures(), *writer.skipped()) if _CANARY in key]
    swapping.join()
    refresh_store(vault, writer, scanner=scanner)
    grown = store_digest(tmp_path / "index")
    files = [path.read_bytes() for path in (tmp_path / "index").rglob("*") if path.is_file()]
    writer.close()

    assert n_looks > 5
    assert grown == fresh_digest(vault)
    assert not [1 for raw in files if _CANARY.encode() in raw]

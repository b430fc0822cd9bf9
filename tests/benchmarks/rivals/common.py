"""What the rivals share: reading notes, the nearest of each note by brute force, what is stored, and how it is asked.

Runs in the rivals' own environment and must import nothing of notelinks. `SCRIPT index VAULT STORE SETTINGS` reads,
learns, computes the lists of all notes and stores everything; `SCRIPT related VAULT STORE NOTE` prints a stored list.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

N_NEIGHBOURS = 50
"""As many as notelinks keeps."""

_BLOCK = 512
"""Notes whose similarities with all others are in memory at once."""


def main(learn: Callable[[list[str], dict[str, Any]], Any]) -> None:
    """
    Args:
        learn: from (texts of all notes, settings) to a matrix with a row of unit length a note, dense or sparse.
    """
    command, vault, store, argument = sys.argv[1:]
    if command == "index":
        index(Path(vault), Path(store), learn, json.loads(argument))
    else:
        print_related(Path(store), argument)


def index(vault: Path, store: Path, learn: Callable[[list[str], dict[str, Any]], Any], settings: dict) -> None:
    paths = sorted(vault.rglob("*.md"))
    vectors = learn([path.read_text("utf-8", "replace") for path in paths], settings)
    rows, scores = find_nearest(vectors)
    store.mkdir(parents=True)
    np.save(store / "rows.npy", rows)
    np.save(store / "scores.npy", scores)
    if isinstance(vectors, np.ndarray):
        np.save(store / "vectors.npy", vectors)
    else:
        np.savez(store / "vectors.npz", data=vectors.data, indices=vectors.indices, indptr=vectors.indptr)
    (store / "keys.json").write_text(json.dumps([path.relative_to(vault).as_posix() for path in paths]), "utf-8")


def find_nearest(vectors: Any) -> tuple[np.ndarray, np.ndarray]:
    """(n_notes, N_NEIGHBOURS) int32 rows and float32 scores of the nearest others of each row, the best first."""
    n_notes = vectors.shape[0]
    n_kept = min(N_NEIGHBOURS, n_notes - 1)
    rows, scores = np.empty((n_notes, n_kept), np.int32), np.empty((n_notes, n_kept), np.float32)
    for start in range(0, n_notes, _BLOCK):
        stop = min(start + _BLOCK, n_notes)
        block = vectors[start:stop] @ vectors.T
        block = block if isinstance(block, np.ndarray) else block.toarray()
        block[np.arange(stop - start), np.arange(start, stop)] = -np.inf
        nearest = np.argpartition(-block, n_kept - 1, axis=1)[:, :n_kept]
        found = np.take_along_axis(block, nearest, axis=1)
        order = np.argsort(-found, axis=1)
        rows[start:stop] = np.take_along_axis(nearest, order, axis=1)
        scores[start:stop] = np.take_along_axis(found, order, axis=1)
    return rows, scores


def print_related(store: Path, key: str) -> None:
    keys = json.loads((store / "keys.json").read_text("utf-8"))
    row = keys.index(key)
    rows, scores = (np.load(store / f"{name}.npy", mmap_mode="r")[row, :10] for name in ("rows", "scores"))
    for neighbour, score in zip(rows, scores, strict=True):
        print(f"{score:.3f} {keys[neighbour]}")

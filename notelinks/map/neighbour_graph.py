"""The published lists of nearest notes as one weighted graph, which places and groups the notes of a map."""

from collections.abc import Sequence

import numpy as np

from notelinks.related.note_vectors import Sparse, from_cells

N_NEAREST = 12
"""Notes at the head of a list that pull at a note. 30 keep a fifth less of the ten nearest in place, 8 a little more of
these and less of the fifty nearest."""


def join_neighbours(lists: Sequence[Sequence[int]]) -> Sparse:
    """(n_notes, n_notes), symmetric: how much two notes belong together.

    Each note divides 1 among the first notes of its list, equally; what two notes give each other is added up. Equal
    parts keep as much in place as parts by score, for t-SNE too (Böhm et al. 2022, arXiv:2007.08902, sec. 3).

    Args:
        lists: rows of the notes nearest to each note, best first.
    """
    n_notes = len(lists)
    heads = [list(near[:N_NEAREST]) for near in lists]
    sources = np.repeat(np.arange(n_notes), [len(head) for head in heads])
    targets = np.array([row for head in heads for row in head], dtype=np.int64)
    parts = np.repeat([1.0 / max(len(head), 1) for head in heads], [len(head) for head in heads])
    cells = np.concatenate([sources * n_notes + targets, targets * n_notes + sources])
    cells, positions = np.unique(cells, return_inverse=True)
    weights = np.bincount(positions, np.concatenate([parts, parts]), minlength=len(cells))
    return from_cells(cells, weights, n_notes, n_notes)

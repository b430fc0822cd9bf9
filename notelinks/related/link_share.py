"""How much shared links are to count in a vault, found out on the vault itself: hidden links must be found again.

Links are hidden a fifth at a time. For notes that lose a link, all others but those still linked are ranked by words
and the remaining links together, once for each share in question. The share under which the hidden notes stand highest
wins, drawn towards the usual one as far as the vault says little.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from notelinks.related.figures import measure
from notelinks.related.neighbours import Ranking
from notelinks.related.shared_links import SharedLinks, linked_rows

USUAL_LINK_SHARE = 0.1
"""Good on all collections that were measured, best on few; see docs/ranking.md."""

_SHARES = (0.05, 0.1, 0.15, 0.2)
"""Shares that are tried. The words of a hidden link still stand in its note, which favours the words: hence none below
0.05. Above 0.2 no collection gained, and the neighbours of a hub would crowd out all else."""

_N_PARTS = 5
"""Parts into which the links fall; one at a time is hidden."""

_MAX_QUERIES = 400
"""Notes ranked in all, so that a large vault pays no more for the choice than for the lists of as many notes."""

_USUAL_QUERIES = 30
"""As many notes the usual share is worth when it is averaged with the winner."""


@dataclass(frozen=True)
class LinkShare:
    """A share and the evidence for it."""

    share: float
    """Weight of the link part in a score; 0 in a vault without links."""
    n_queries: int
    """Rankings that were made to find it; a note counts once for each part in which a link of it was hidden."""


def choose_link_share(ranking: Ranking, pairs: np.ndarray, keys: Sequence[str]) -> LinkShare:
    """The share of the link part for these notes; the same for the same notes and links.

    Args:
        ranking: gives the cosines.
        pairs: (n_pairs, 2) int64, rows of linked notes, as `SharedLinks` wants them.
        keys: key of each note.
    """
    if not len(pairs):
        return LinkShare(0.0, 0)
    hashes = np.array([_hash_of(keys[a], keys[b]) for a, b in pairs.tolist()], dtype=np.uint64)
    gains = []
    for part in range(_N_PARTS):
        is_hidden = hashes % np.uint64(_N_PARTS) == part
        gains += _try_shares(ranking, pairs[~is_hidden], pairs[is_hidden], _MAX_QUERIES // _N_PARTS)
    if not gains:
        return LinkShare(USUAL_LINK_SHARE, 0)
    winner = _SHARES[int(np.argmax(np.mean(gains, axis=0)))]
    drawn = (len(gains) * winner + _USUAL_QUERIES * USUAL_LINK_SHARE) / (len(gains) + _USUAL_QUERIES)
    return LinkShare(round(drawn, 2), len(gains))


def _hash_of(key: str, other: str) -> int:
    """Of an unordered pair. Keys rather than rows, so that a new note leaves the choice of the other pairs alone."""
    text = "\0".join(sorted((key, other))).encode("utf-8", "surrogateescape")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def _try_shares(ranking: Ranking, shown: np.ndarray, hidden: np.ndarray, max_queries: int) -> Iterator[list[float]]:
    """nDCG@10 under each share, for each of the notes that are ranked."""
    n_notes = ranking.n_notes
    links = SharedLinks(shown, n_notes)
    answers, known = linked_rows(hidden), linked_rows(shown)
    every = -(-len(answers) // max_queries) if answers else 1
    rows = np.array(sorted(answers)[::every], dtype=np.int64)
    for row, cosines, parts in zip(rows.tolist(), ranking.cosines(rows), links.parts(rows), strict=True):
        asked = np.ones(n_notes, dtype=bool)
        asked[[row, *known.get(row, ())]] = False
        wanted = np.zeros(n_notes, dtype=bool)
        wanted[answers[row]] = True
        yield [measure(((1.0 - share) * cosines + share * parts)[asked], wanted[asked]).ndcg for share in _SHARES]

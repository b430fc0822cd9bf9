"""What the notes hold at present, as far as training and ranking see it: not the words, but a digest of them."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from notelinks.notes.languages import vault_languages
from notelinks.records import Changes
from notelinks.store.tables import StoredTables


@dataclass(frozen=True)
class Contents:
    """All notes of a vault, in order of key. A note's row is its place in that order."""

    note_ids: np.ndarray
    """(n_notes,) int64."""
    keys: tuple[str, ...]
    digests: tuple[str, ...]
    """Of each note, over its title and text."""
    links: np.ndarray
    """(n_pairs, 2) int64, rows of linked notes: each pair once, the smaller row first, in order."""
    languages: tuple[str, ...]
    """ISO 639-1 codes: those that were set, or those that many notes are written in, see `vault_languages`."""
    set_aside: tuple[str, ...]
    """Folders whose notes are no evidence for the concepts of others."""

    @cached_property
    def lists_digest(self) -> str:
        """Hex SHA-256 over what neighbours are computed from: equal for equal notes, however they came to be."""
        pairs = "\0".join(f"{key}\0{digest}" for key, digest in zip(self.keys, self.digests, strict=True))
        digest = hashlib.sha256(pairs.encode("utf-8", "surrogateescape") + b"\1")
        digest.update(np.ascontiguousarray(self.links).tobytes())
        return digest.hexdigest()

    @property
    def digest(self) -> str:
        """The same over all that training and ranking see."""
        return hashlib.sha256(f"{self.lists_digest} {self.languages} {self.set_aside}".encode()).hexdigest()

    @cached_property
    def digest_of(self) -> dict[int, str]:
        """Digest of each note by note id."""
        return dict(zip(self.note_ids.tolist(), self.digests, strict=True))

    @cached_property
    def linked_ids(self) -> np.ndarray:
        """(n_pairs,) int64: both note ids of each pair as one number, ascending."""
        pairs = np.sort(self.note_ids[self.links], axis=1).reshape(-1, 2)
        return np.sort((pairs[:, 0] << 32) | pairs[:, 1])

    def changed_since(self, before: "Contents") -> set[int]:
        """Ids of the notes that were added or have other words, and of both ends of each link that came or went."""
        changed = {note_id for note_id, digest in self.digest_of.items() if before.digest_of.get(note_id) != digest}
        pairs = np.setxor1d(self.linked_ids, before.linked_ids, assume_unique=True)
        ends = {*(pairs >> 32).tolist(), *(pairs & 0xFFFF_FFFF).tolist()}
        return changed | (ends & self.digest_of.keys())


def load_contents(tables: StoredTables, languages: tuple[str, ...] = (), set_aside: tuple[str, ...] = ()) -> Contents:
    """The contents of everything that is stored.

    Args:
        languages: whose stop words are hidden; empty for those that the notes seem to be written in.
    """
    notes = tables.words_digests()
    note_ids = np.array([note_id for note_id, _, _ in notes], dtype=np.int64)
    return Contents(
        note_ids=note_ids,
        keys=tuple(key for _, key, _ in notes),
        digests=tuple(digest for _, _, digest in notes),
        links=_to_rows(tables.linked_pairs(), note_ids),
        languages=languages or vault_languages(tables.language_counts()),
        set_aside=set_aside,
    )


def refresh_contents(
    before: Contents | None,
    tables: StoredTables,
    changes: Changes,
    languages: tuple[str, ...] = (),
    set_aside: tuple[str, ...] = (),
    *,
    have_links_moved: bool = True,
) -> Contents:
    """What `load_contents` gives, for less if no note has come or gone.

    Args:
        before: the contents before the changes, under whatever settings; None if they are not known.
        changes: what a look has found since.
        have_links_moved: links of notes that are as they were may lead elsewhere by now.
    """
    if before is None or changes.added or changes.removed:
        return load_contents(tables, languages, set_aside)
    note_id_of = dict(zip(before.keys, before.note_ids.tolist(), strict=True))
    changed = tables.words_digests_of([note_id_of.get(key) for key in changes.modified])
    if len(changed) < len(changes.modified):  # one of them could not be read, now or before
        return load_contents(tables, languages, set_aside)
    if have_links_moved:
        links = _to_rows(tables.linked_pairs(), before.note_ids)
    else:
        links = _follow_links(before, tables, [*changed])
    return replace(
        before,
        digests=tuple((before.digest_of | changed).values()),
        links=links,
        languages=languages or vault_languages(tables.language_counts()),
        set_aside=set_aside,
    )


def _follow_links(before: Contents, tables: StoredTables, changed: list[int]) -> np.ndarray:
    """`Contents.links` after some notes have changed and all others link to where they linked before."""
    stay = ~np.isin(before.note_ids[before.links], changed).any(axis=1)
    links = np.concatenate([before.links[stay], _to_rows(tables.linked_pairs_of(changed), before.note_ids)])
    return links[np.lexsort((links[:, 1], links[:, 0]))]


def _to_rows(pairs: list[tuple[int, int]], note_ids: np.ndarray) -> np.ndarray:
    """(n, 2) int64, the pairs as `Contents.links` has them.

    Args:
        pairs: of note ids, in any order, maybe both ways.
        note_ids: of each row.
    """
    ids = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    order = np.argsort(note_ids)
    rows = np.sort(order[np.searchsorted(note_ids, ids, sorter=order)], axis=1) if len(ids) else ids
    return np.unique(rows[rows[:, 0] != rows[:, 1]], axis=0)

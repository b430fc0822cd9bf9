"""A vault as it would be without some of its links: neither the link nor the words it shows stand in the notes.

In: the folder of notes. Out: its corpus, and the pairs of notes whose links were hidden. All of it in memory.
"""

import dataclasses
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from notelinks.indexer.contents import load_contents
from notelinks.indexer.corpus import VaultCorpus, load_corpus
from notelinks.indexer.reading import read_and_pack
from notelinks.notes.config_folder import is_obsidian_vault
from notelinks.notes.links import LinkResolver
from notelinks.records import Link
from notelinks.store.packed_note import PackedNote
from notelinks.store.writer import StoreWriter

HIDDEN_SHARE = 0.2
"""Of the linked pairs."""


@dataclass(frozen=True)
class HiddenLinks:
    """A corpus and what was taken from it. A pair is the rows of two notes, the smaller first."""

    corpus: VaultCorpus
    """Without the hidden links; the `links` of its contents are the pairs that are still linked."""
    pairs: np.ndarray
    """(n_hidden, 2) int64."""


def hide_links(vault: Path, writer: StoreWriter, seed: int) -> HiddenLinks:
    """Hides a fifth of the linked pairs of notes, whichever way and however often they are linked.

    Args:
        writer: from `reading.read_vault`; its notes that lose a link are replaced.
        seed: another one hides other pairs.
    """
    contents = load_contents(writer)
    keys, links = contents.keys, contents.links
    hashes = np.array([_hash_of(keys[a], keys[b], seed) for a, b in links.tolist()], dtype=np.uint64)
    is_hidden = np.argsort(np.argsort(hashes)) < round(HIDDEN_SHARE * len(hashes))
    hidden, shown = links[is_hidden], links[~is_hidden]
    _store_without(vault, writer, keys, [(keys[a], keys[b]) for a, b in hidden.tolist()])
    return HiddenLinks(load_corpus(writer, dataclasses.replace(load_contents(writer), links=shown)), hidden)


def _hash_of(key: str, other: str, seed: int) -> int:
    """Of both keys, so that a vault hides the same pairs again, and mostly the same after a few notes have changed."""
    text = "\0".join((str(seed), *sorted((key, other)))).encode("utf-8", "surrogateescape")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8, person=b"hidden").digest(), "little")


def _store_without(vault: Path, writer: StoreWriter, keys: Sequence[str], hidden: list[tuple[str, str]]) -> None:
    """Reads the notes with a hidden link again, without it. One that has vanished meanwhile stays as it was."""
    signatures = writer.signatures()
    resolver = LinkResolver(keys, is_obsidian=is_obsidian_vault(vault))
    ends: dict[str, set[str]] = defaultdict(set)
    for key, other in hidden:
        ends[key].add(other)
        ends[other].add(key)
    notes = (read_and_pack(vault, key, partial(_leads_to, resolver, key, others)) for key, others in ends.items())
    writer.store_notes((note, signatures[note.key]) for note in notes if isinstance(note, PackedNote))


def _leads_to(resolver: LinkResolver, source: str, keys: set[str], link: Link) -> bool:
    return resolver.resolve(link.target, source) in keys

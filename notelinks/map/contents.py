"""From an index to what stands on the map: every note with its place, its groups, its nearest notes and its links.

Text leaves here as it is shown: made safe, like all text from notes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from notelinks.display import safe_text
from notelinks.map.clusters import NO_CLUSTER, find_clusters
from notelinks.map.folders import group_folders
from notelinks.map.groups import Group, make_groups
from notelinks.map.layout import lay_out
from notelinks.map.names import name_groups
from notelinks.map.neighbour_graph import join_neighbours
from notelinks.query.note_lists import NoteLists
from notelinks.query.ranking import NoteRanking
from notelinks.query.stop_words import StopWords
from notelinks.records import Concept, NoteSummary
from notelinks.related.concepts import StemsOf
from notelinks.store.reader import StoreReader

SEED = 1
"""Of everything that is drawn, so that the same index gives the same map."""

N_NEAREST = 8
"""Nearest notes that the map shows of a note."""

N_CONCEPTS = 8
"""Concepts that it shows of a note."""


@dataclass(frozen=True, slots=True)
class MapNote:
    """A note on the map."""

    key: str
    """As in the index; everything else is safe to show."""
    title: str
    path: str
    concepts: tuple[str, ...]
    nearest: tuple[tuple[int, float], ...]
    """(place among the notes, score), best first."""
    links: tuple[int, ...]
    """Places among the notes of those that it links to."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to divide the notes into groups."""

    name: str
    groups: list[Group]
    labels: list[int]
    """Group of each note, -1 for none."""


@dataclass(frozen=True, slots=True)
class MapContents:
    """All that stands on a map."""

    name: str
    """Of the vault."""
    notes: list[MapNote]
    """In order of key."""
    points: np.ndarray
    """(n_notes, 2) float32, see `layout.lay_out`."""
    groupings: tuple[Grouping, ...]


def read_contents(reader: StoreReader, name: str, stems_of: StemsOf) -> MapContents:
    """What a map of the whole vault shows.

    Args:
        name: of the vault.

    Raises:
        StoreError: if there is no generation yet, or the index cannot be read.
    """
    with reader.snapshot():
        NoteLists(reader).require_all("Maps")
        ranking = NoteRanking(reader)
        summaries = {note.note_id: note for note in reader.notes()}
        lists, pairs = reader.packed_lists(), sorted(reader.linked_pairs())
    note_ids = ranking.note_ids.tolist()
    places = {note_id: place for place, note_id in enumerate(note_ids)}
    hidden = StopWords(reader.folder)
    concepts = [hidden.leave(lists[note_id].unpack_concepts()) for note_id in note_ids]
    nearest = [
        [(places[other_id], score) for other_id, score in lists[note_id].unpack_neighbours() if other_id in places]
        for note_id in note_ids
    ]
    rows = zip(note_ids, concepts, nearest, _links_by_place(pairs, places), strict=True)
    notes = [_map_note(summaries[note_id], *row) for note_id, *row in rows]
    graph = join_neighbours([[place for place, _ in near] for near in nearest])
    points = lay_out(ranking.learned, graph, SEED)
    clusters = find_clusters(ranking.learned, graph, SEED)
    groupings = (
        _group_by_cluster(points, clusters, concepts, stems_of),
        _group_by_folder(points, [note.key for note in notes], concepts, stems_of),
    )
    return MapContents(safe_text(name), notes, points, groupings)


def _links_by_place(pairs: Iterable[tuple[int, int]], places: Mapping[int, int]) -> list[list[int]]:
    """Places of the notes that each note links to, itself left out."""
    links: list[list[int]] = [[] for _ in places]
    for source_id, target_id in pairs:
        if source_id != target_id:
            links[places[source_id]].append(places[target_id])
    return links


def _map_note(
    note: NoteSummary, concepts: list[Concept], nearest: list[tuple[int, float]], links: list[int]
) -> MapNote:
    words = tuple(safe_text(concept.text) for concept in concepts[:N_CONCEPTS])
    return MapNote(
        note.key, safe_text(note.title), safe_text(note.key), words, tuple(nearest[:N_NEAREST]), tuple(links)
    )


def _group_by_cluster(
    points: np.ndarray, labels: np.ndarray, concepts: Sequence[Sequence[Concept]], stems_of: StemsOf
) -> Grouping:
    n_groups = int(labels.max(initial=NO_CLUSTER)) + 1
    words = [_safe(name) for name in name_groups(concepts, labels.tolist(), n_groups, stems_of)]
    names = [of_group[0] if of_group else "without concepts" for of_group in words]
    return Grouping("Topics", make_groups(points, labels, names, [of_group[1:] for of_group in words]), labels.tolist())


def _group_by_folder(
    points: np.ndarray, keys: Sequence[str], concepts: Sequence[Sequence[Concept]], stems_of: StemsOf
) -> Grouping:
    folders, labels = group_folders(keys)
    words = [_safe(name) for name in name_groups(concepts, labels, len(folders), stems_of)]
    names = [safe_text(folder) or "outside folders" for folder in folders]
    return Grouping("Folders", make_groups(points, np.array(labels, dtype=np.int64), names, words), labels)


def _safe(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(safe_text, words))

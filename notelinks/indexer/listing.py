"""The lists of all notes under one generation, in memory: taken over from a training, then kept up.

After a save, the lists of the changed notes are computed, and these notes are put into the lists of the others. A row
stays with its note; a new note gets one behind the last, and the row of a note that is gone stays empty.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Set

import numpy as np

from notelinks.config import RankingConfig
from notelinks.indexer.contents import Contents
from notelinks.indexer.corpus import VaultCorpus
from notelinks.indexer.note_table import NoteTable
from notelinks.notes.stems import Stems
from notelinks.related.concepts import ConceptFinder
from notelinks.related.generation import Generation
from notelinks.related.note_scores import Neighbours, NoteScores, best_of_row, replace_in_list
from notelinks.related.note_vectors import NoteVectors
from notelinks.related.shared_links import SharedLinks
from notelinks.selection import lies_below
from notelinks.store.rows import Lists, pack_concepts
from notelinks.store.tables import StoredTables

_NEIGHBOUR = np.dtype([("note_id", "<i4"), ("score", "<f4")])
"""How a neighbour is packed in the store."""

_NOBODY = -1
"""In place of a row, where a list has no more entries; in place of a note id, where a row has no note."""


class Listing:
    """Related notes and concepts of all notes. Can be pickled, to be passed on by the process that trains."""

    def __init__(self, corpus: VaultCorpus, generation: Generation, config: RankingConfig) -> None:
        """
        Args:
            generation: may be older than the corpus.
        """
        contents = corpus.contents
        self.generation = generation
        self._config = config
        self._table = NoteTable(corpus, generation)
        self._note_ids = contents.note_ids.copy()
        self._set_links(contents)
        self._stems = Stems(contents.languages)
        shape = len(self._note_ids), config.n_neighbours
        self._near = np.full(shape, _NOBODY, dtype=np.int32)
        self._scores = np.zeros(shape, dtype=np.float32)

    @property
    def vectors(self) -> NoteVectors:
        """Of the note in each row."""
        return self._table.vectors

    def set_link_share(self, share: float, n_queries: int) -> None:
        """Has links count so much in all scores, and notes it in the generation, see there."""
        self.generation = dataclasses.replace(self.generation, link_share=share, n_link_queries=n_queries)
        self.scores = self.scores.with_link_share(share)

    def make_all(self, nearest: Iterable[Neighbours]) -> Iterator[Lists]:
        """The lists of all notes.

        What concepts are made of is unpacked once, instead of for each note.

        Args:
            nearest: of each note, in the order of the rows.
        """
        generation = self._table.generation
        vectors, displayed = generation.word_vectors.astype(np.float32), tuple(generation.displayed)
        unpacked = dataclasses.replace(generation, word_vectors=vectors, displayed=displayed)
        concepts = self.open_concepts(unpacked)
        for row, neighbours in enumerate(nearest):
            yield self._make_lists(row, neighbours, concepts)

    def adopt(self, published: Mapping[int, bytes]) -> None:
        """Takes over lists that were published, instead of computing them.

        Args:
            published: packed neighbours by note id, as in `Lists`. Notes that are gone are left out.
        """
        rows_of = self._rows_of_notes()
        for note_id, packed in published.items():
            if note_id in rows_of:
                entries = np.frombuffer(packed, dtype=_NEIGHBOUR)
                rows = np.array([rows_of.get(i, _NOBODY) for i in entries["note_id"].tolist()], dtype=np.int32)
                kept = rows != _NOBODY
                self._keep(rows_of[note_id], Neighbours(rows[kept], entries["score"][kept]))

    def follow(self, contents: Contents, changed: Set[int], tables: StoredTables) -> Iterator[Lists]:
        """Brings everything up to the notes of today; gives the lists that change thereby.

        A list that loses a note has one less until the next time that all are computed.

        Args:
            changed: ids of the notes whose words or links are other ones than those known here.
            tables: has their words.
        """
        replaced = self._replace_rows(contents, changed, tables)
        self._set_links(contents)
        rows = np.array([row for row in replaced if self._note_ids[row] != _NOBODY], dtype=np.int64)
        concepts, scores = self.open_concepts(), self.scores.of_few(rows)
        for row, of_row in zip(rows.tolist(), scores, strict=True):
            yield self._make_lists(row, best_of_row(of_row, self._config.n_neighbours), concepts)
        gone = np.array([row for row in replaced if self._note_ids[row] == _NOBODY], dtype=np.int64)
        for row in self._find_affected(replaced, scores):
            old = self._neighbours(row)
            new = replace_in_list(old, gone, rows, scores[:, row], self._config.n_neighbours)
            if not (np.array_equal(old.rows, new.rows) and np.array_equal(old.scores, new.scores)):
                before, witnesses = concepts.find_witnesses(old), concepts.find_witnesses(new)
                is_as_before = np.array_equal(before, witnesses) and not np.isin(witnesses, replaced).any()
                yield self._make_lists(row, new, None if is_as_before else concepts)

    def open_concepts(self, generation: Generation | None = None) -> ConceptFinder:
        """What finds the concepts of the notes as they are known here, under the generation at hand or its equal."""
        table = self._table
        return ConceptFinder(
            generation or table.generation,
            table.counts,
            table.vectors,
            self._stems,
            self._is_set_aside,
            n_words_trained_on=len(self.generation.words),
        )

    def cost_of(self, n_changed: int) -> int:
        """Products that it takes to follow so many changed notes."""
        return n_changed * len(self._table.counts.columns)

    def _replace_rows(self, contents: Contents, changed: Set[int], tables: StoredTables) -> list[int]:
        """Puts the changed notes into their rows and empties those of notes that are gone; gives all these rows."""
        rows_of = self._rows_of_notes()
        gone = [row for note_id, row in rows_of.items() if note_id not in contents.digest_of]
        new = sorted(changed - rows_of.keys())
        rows_of |= {note_id: len(self._note_ids) + i for i, note_id in enumerate(new)}
        notes = {rows_of[note.note_id]: note for note in tables.stored_notes(sorted(changed))}
        rows = sorted([*gone, *notes])
        self._note_ids = np.append(self._note_ids, new)
        self._note_ids[gone] = _NOBODY
        self._near = np.vstack([self._near, np.full((len(new), self._near.shape[1]), _NOBODY, dtype=np.int32)])
        self._scores = np.vstack([self._scores, np.zeros((len(new), self._near.shape[1]), dtype=np.float32)])
        self._near[gone], self._scores[gone] = _NOBODY, 0.0
        if rows:
            self._table.replace(np.array(rows), [notes.get(row) for row in rows], tables)
        return rows

    def _find_affected(self, replaced: list[int], scores: np.ndarray) -> list[int]:
        """Rows of other notes whose lists hold a replaced row, or may hold it from now on."""
        is_replaced = np.zeros(len(self._note_ids) + 1, dtype=bool)  # `_NOBODY` is the last
        is_replaced[replaced] = True
        best = scores.max(axis=0, initial=0.0)
        may_enter = (best > 0) & (best >= self._scores[:, -1])
        is_affected = (is_replaced[self._near].any(axis=1) | may_enter) & ~is_replaced[:-1]
        return np.flatnonzero(is_affected).tolist()

    def _set_links(self, contents: Contents) -> None:
        order = np.argsort(self._note_ids, kind="stable")
        row_of_note = order[np.searchsorted(self._note_ids, contents.note_ids, sorter=order)]
        links = SharedLinks(row_of_note[contents.links], len(self._note_ids))
        self._is_set_aside = np.zeros(len(self._note_ids), dtype=bool)
        if contents.set_aside:
            self._is_set_aside[row_of_note] = [lies_below(key, contents.set_aside) for key in contents.keys]
        shares = self.generation.learned_share, self.generation.link_share
        self.scores = NoteScores(self._table.vectors, shares[0], links, shares[1])

    def _make_lists(self, row: int, neighbours: Neighbours, concepts: ConceptFinder | None) -> Lists:
        self._keep(row, neighbours)
        packed = np.empty(len(neighbours.rows), dtype=_NEIGHBOUR)
        packed["note_id"] = self._note_ids[neighbours.rows]
        packed["score"] = neighbours.scores
        found = concepts and pack_concepts(concepts.find(row, neighbours, self._config.n_concepts))
        return Lists(int(self._note_ids[row]), packed.tobytes(), found)

    def _keep(self, row: int, neighbours: Neighbours) -> None:
        n = len(neighbours.rows)
        self._near[row, :n], self._near[row, n:] = neighbours.rows, _NOBODY
        self._scores[row, :n], self._scores[row, n:] = neighbours.scores, 0.0

    def _neighbours(self, row: int) -> Neighbours:
        n = np.count_nonzero(self._near[row] != _NOBODY)
        return Neighbours(self._near[row, :n], self._scores[row, :n])

    def _rows_of_notes(self) -> dict[int, int]:
        return {note_id: row for row, note_id in enumerate(self._note_ids.tolist()) if note_id != _NOBODY}

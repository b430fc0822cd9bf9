"""A listing that follows saves against one that is computed anew from the same notes and word vectors."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from notelinks.config import RankingConfig
from notelinks.indexer.all_lists import choose_links, lists_of_all
from notelinks.indexer.contents import load_contents
from notelinks.indexer.corpus import load_corpus
from notelinks.indexer.generation import make_generation
from notelinks.indexer.listing import Listing
from notelinks.indexer.reading import refresh_store
from notelinks.notes.words import fold_word
from notelinks.related.neighbours import Ranking
from notelinks.store.rows import Lists, PackedLists
from notelinks.store.writer import StoreWriter
from tests.support import make_notes, make_text, write_vault

ALL = RankingConfig(n_neighbours=1000)
"""Lists that hold all notes, so that none can miss one that it should have gained when it lost another."""


class Followed:
    """A vault whose notes change, and a listing that follows."""

    def __init__(self, folder: Path, n_notes: int, config: RankingConfig) -> None:
        self.vault = write_vault(folder, make_notes(n_notes, seed=1))
        self.writer = StoreWriter(None, fold_word)
        self.config = config
        refresh_store(self.vault, self.writer)
        self.contents = load_contents(self.writer)
        corpus = load_corpus(self.writer, self.contents)
        rng = np.random.default_rng(0)
        vectors = rng.normal(size=(len(corpus.vocabulary.words), 16)).astype(np.float32)
        self.listing = Listing(corpus, make_generation(corpus, vectors, config), config)
        ranking = choose_links(self.listing, self.contents)
        self.lists = {of_note.note_id: of_note for of_note in lists_of_all(self.listing, ranking, config)}
        self.n_kept = 0

    def follow(self) -> set[int]:
        """Reads what has changed and has it followed; gives the notes whose lists were given."""
        refresh_store(self.vault, self.writer, accept_empty=True)
        before, self.contents = self.contents, load_contents(self.writer)
        changed = self.contents.changed_since(before)
        given = {}
        for of_note in self.listing.follow(self.contents, changed, self.writer):
            kept = self.lists[of_note.note_id].concepts if of_note.concepts is None else of_note.concepts
            given[of_note.note_id] = replace(of_note, concepts=kept)
            self.n_kept += of_note.concepts is None
        self.lists = {i: lists for i, lists in (self.lists | given).items() if i in self.contents.digest_of}
        return set(given)

    def concepts(self) -> dict[str, str]:
        return {key: self.lists[i].concepts for key, i in zip(self.contents.keys, self._ids(), strict=True)}

    def concepts_anew(self) -> dict[str, str]:
        lists = {of_note.note_id: of_note for of_note in self._lists_anew()}
        return {key: lists[i].concepts for key, i in zip(self.contents.keys, self._ids(), strict=True)}

    def _ids(self) -> list[int]:
        return self.contents.note_ids.tolist()

    def scores(self) -> dict[str, dict[str, float]]:
        return self._by_key(self.lists)

    def scores_anew(self) -> dict[str, dict[str, float]]:
        return self._by_key({of_note.note_id: of_note for of_note in self._lists_anew()})

    def _lists_anew(self) -> Iterator[Lists]:
        fresh = Listing(load_corpus(self.writer, self.contents), self.listing.generation, self.config)
        return lists_of_all(fresh, Ranking.of(fresh.scores), self.config)

    def _by_key(self, lists) -> dict[str, dict[str, float]]:
        keys = dict(zip(self.contents.note_ids.tolist(), self.contents.keys, strict=True))
        return {
            keys[note_id]: {keys[i]: s for i, s in PackedLists(of_note.neighbours, "[]").unpack_neighbours()}
            for note_id, of_note in lists.items()
        }


def assert_same(found: dict[str, dict[str, float]], expected: dict[str, dict[str, float]]) -> None:
    assert found.keys() == expected.keys()
    for key, scores in expected.items():
        assert found[key] == pytest.approx(scores, abs=2e-6), key


@pytest.mark.parametrize("seed", range(6))
def test_followed_saves_give_the_lists_that_are_computed_anew(tmp_path, seed):
    """Links stay as they are: how much one counts depends on the others, which waits for the next training."""
    rng = random.Random(seed)
    followed = Followed(tmp_path / "vault", 40, ALL)
    for step in range(8):
        notes = sorted(followed.vault.rglob("*.md"))
        for _ in range(rng.randint(1, 3)):
            action = rng.choice(("add", "extend", "extend", "cut"))
            note = rng.choice(notes)
            if action == "add":
                write_vault(followed.vault, {f"new {seed} {step}.md": f"flour bass newly{step} {make_words(rng)}"})
            elif action == "extend":
                note.write_text(note.read_text() + f"\n\nunheard{step} {make_words(rng)}\n")
            else:
                note.write_text(note.read_text().replace("the", "a"))
        followed.follow()

    assert_same(followed.scores(), followed.scores_anew())
    assert followed.concepts() == followed.concepts_anew()


def test_concepts_are_kept_where_the_notes_that_speak_for_them_are(tmp_path):
    followed = Followed(tmp_path / "vault", 60, ALL)
    note = next(p for p in sorted(followed.vault.rglob("*.md")) if "Music" in p.name)
    note.write_text(note.read_text() + "\nflour flour oven oven dough\n")

    given = followed.follow()

    assert 0 < followed.n_kept < len(given)
    assert followed.concepts() == followed.concepts_anew()


def make_words(rng: random.Random) -> str:
    return make_text(rng, 0, 1, 2).split("\n", 1)[1].replace("[", "").replace("]", "")


def test_removed_and_returned_notes_leave_and_enter_all_lists(tmp_path):
    followed = Followed(tmp_path / "vault", 24, ALL)
    path = next(p for p in sorted(followed.vault.rglob("*.md")) if "Bread" in p.name)
    text, key = path.read_text(), path.relative_to(followed.vault).as_posix()

    path.unlink()
    followed.follow()
    without = followed.scores()
    path.write_text(text)
    followed.follow()

    assert key not in without
    assert all(key not in scores for scores in without.values())
    again = followed.scores()
    assert len(again[key]) > 5
    assert all(again[other][key] == score for other, score in again[key].items())


def test_a_save_gives_the_lists_that_it_changes_and_no_others(tmp_path):
    followed = Followed(tmp_path / "vault", 40, RankingConfig(n_neighbours=5))
    before = followed.scores()
    note = next(p for p in sorted(followed.vault.rglob("*.md")) if "Music" in p.name)
    note.write_text(note.read_text() + "\nflour flour oven oven dough\n")

    given = followed.follow()

    keys = dict(zip(followed.contents.note_ids.tolist(), followed.contents.keys, strict=True))
    after = followed.scores()
    changed = {key for key in after if after[key] != before[key]}
    assert changed <= {keys[note_id] for note_id in given}
    assert {keys[note_id] for note_id in given} <= changed | {note.relative_to(followed.vault).as_posix()}
    assert 1 < len(given) < 40


def test_adopted_lists_are_those_that_were_published(tmp_path):
    followed = Followed(tmp_path / "vault", 30, ALL)
    published = {note_id: of_note.neighbours for note_id, of_note in followed.lists.items()}
    followed.listing = Listing(load_corpus(followed.writer, followed.contents), followed.listing.generation, ALL)
    followed.listing.adopt(published)
    note = sorted(followed.vault.rglob("*.md"))[3]
    note.write_text(note.read_text() + "\nflour flour oven oven dough\n")

    followed.follow()

    assert_same(followed.scores(), followed.scores_anew())


def test_vault_that_lost_all_its_notes_is_followed(tmp_path):
    followed = Followed(tmp_path / "vault", 4, ALL)
    for path in followed.vault.rglob("*.md"):
        path.unlink()

    followed.follow()
    write_vault(followed.vault, {"a.md": "flour water", "b.md": "flour bread"})
    followed.follow()

    assert followed.scores().keys() == {"a.md", "b.md"}

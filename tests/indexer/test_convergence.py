"""After any history of changes the index equals one that is made anew: digest, links, and all lists to the bit."""

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from notelinks.related.generation import load_generation
from tests.support import index_vault, make_home, make_notes, make_text, open_index, read_everything, write_vault

_N_NOTES = 14
_N_STEPS = 12


class _History:
    """A vault and random operations on it."""

    def __init__(self, vault: Path, seed: int) -> None:
        self.rng = random.Random(seed)
        self.vault = write_vault(vault, make_notes(_N_NOTES, seed))
        self.n_made = _N_NOTES
        self.log: list[str] = []

    def step(self) -> None:
        operation: Callable[[], object] = self.rng.choice(
            [
                self.create,
                self.create,
                self.edit,
                self.edit,
                self.delete,
                self.rename,
                self.move_folder,
                self.touch,
                self.attach,
                self.detach,
                self.spoil,
                self.save_by_renaming,
                self.give_alias,
                self.give_alias,
                self.draw,
                self.draw,
            ]
        )
        self.log.append(f"{operation.__name__} {operation()}")

    def create(self) -> str:
        self.n_made += 1
        key = f"new/{self.rng.choice(['deep/', ''])}Note {self.n_made}.md"
        write_vault(self.vault, {key: make_text(self.rng, self.n_made, self.n_made) + "[[picture.png]] [[Bread 0]]"})
        return key

    def edit(self) -> Path:
        path = self._any_note()
        path.write_text(path.read_text("utf-8", "replace") + f"\nWord{self.rng.randrange(99)} and flour.\n", "utf-8")
        return path

    def delete(self) -> Path:
        path = self._any_note()
        path.unlink()
        return path

    def rename(self) -> Path:
        path = self._any_note()
        path.rename(path.with_name(f"Renamed {self.rng.randrange(999)}.md"))
        return path

    def move_folder(self) -> Path:
        folder = self.rng.choice(sorted(path for path in self.vault.iterdir() if path.is_dir()))
        folder.rename(self.vault / f"{folder.name}{self.rng.randrange(99)}")
        return folder

    def touch(self) -> Path:
        path = self._any_note()
        os.utime(path, ns=(0, self.rng.randrange(2 * 10**18)))
        return path

    def attach(self) -> str:
        (self.vault / "picture.png").write_bytes(b"\x89PNG")
        return "picture.png"

    def detach(self) -> str:
        (self.vault / "picture.png").unlink(missing_ok=True)
        return "picture.png"

    def spoil(self) -> Path:
        path = self._any_note()
        path.write_bytes(b"\0\1\2" * 100)
        return path

    def save_by_renaming(self) -> Path:
        path = self._any_note()
        temporary = path.with_name(f".{path.name}.swp")
        temporary.write_text(make_text(self.rng, self.rng.randrange(4), _N_NOTES), "utf-8")
        os.replace(temporary, path)
        return path

    def give_alias(self) -> Path:
        """A word of many notes becomes the name of one."""
        path = self._any_note()
        alias = self.rng.choice(["flour", "soil", "chord", "rain"])
        path.write_text(f"---\naliases: [{alias}]\n---\n# Part\nText.\n", "utf-8")
        return path

    def draw(self) -> str:
        """A canvas is made, spoiled or removed."""
        path = self.vault / f"Board {self.rng.randrange(2)}.canvas"
        target = self._any_note().relative_to(self.vault).as_posix()
        card = {"type": "file", "file": target, "subpath": "#Part"}
        text = self.rng.choice(["", '{"nodes": [', json.dumps({"nodes": [card]}), json.dumps({"nodes": [card]})])
        path.unlink(missing_ok=True)
        if text:
            path.write_text(text, "utf-8")
        return path.name

    def _any_note(self) -> Path:
        return self.rng.choice(sorted(self.vault.rglob("*.md")))


@pytest.mark.parametrize("seed", range(5))
def test_index_after_a_history_of_changes_equals_a_fresh_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    history = _History(tmp_path / "vault", seed)
    for _ in range(_N_STEPS):
        if history.rng.random() < 0.4:
            index_vault(history.vault)
        history.step()
    index_vault(history.vault)
    grown = read_everything(history.vault)

    copy = shutil.copytree(history.vault, tmp_path / "copy")
    monkeypatch.setenv("NOTELINKS_HOME", str(make_home(tmp_path / "other home")))
    index_vault(copy)

    assert read_everything(copy) == grown, history.log


def _word_vectors(vault: Path) -> tuple[tuple[str, ...], bytes]:
    """The words of the published generation, and their vectors to the bit."""
    with open_index(vault) as reader:
        found = reader.generation_folder()
        assert found is not None
        generation = load_generation(found[0])
        return generation.words.text, np.asarray(generation.word_vectors).tobytes()


@pytest.mark.parametrize("seed", [1, 2])
def test_word_vectors_depend_neither_on_the_order_of_notes_nor_on_changes_that_are_undone(
    tmp_path: Path, seed: int
) -> None:
    notes = make_notes(_N_NOTES, seed)
    index_vault(write_vault(tmp_path / "fresh", notes))
    expected = _word_vectors(tmp_path / "fresh")
    keys = sorted(notes)
    for name, order in {"forwards": keys, "backwards": keys[::-1]}.items():
        vault = tmp_path / name
        for start in range(0, _N_NOTES, 5):
            index_vault(write_vault(vault, {key: notes[key] for key in order[start : start + 5]}))
        edited, renamed, other = vault / keys[3], vault / keys[8], vault / "Aardvark.md"
        edited.write_text(notes[keys[3]] + "And xylophones.", "utf-8")
        renamed.rename(other)
        index_vault(vault)
        changed = _word_vectors(vault)
        edited.write_text(notes[keys[3]], "utf-8")
        other.rename(renamed)
        index_vault(vault)

        assert changed != expected
        assert _word_vectors(vault) == expected


def test_unchanged_index_is_not_equal_to_that_of_another_vault(tmp_path: Path) -> None:
    vaults = [write_vault(tmp_path / str(seed), make_notes(_N_NOTES, seed)) for seed in (1, 2)]
    for vault in vaults:
        index_vault(vault)

    one, other = map(read_everything, vaults)
    assert all(one[part] != other[part] for part in ("digest", "related", "concepts"))


def test_attachment_that_appears_alone_resolves_the_links_to_it(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"a.md": "see ![[picture.png]]", "b.md": "other text"})
    index_vault(vault)
    (vault / "picture.png").write_bytes(b"")
    index_vault(vault)

    with open_index(vault) as reader:
        assert reader.links(reader.notes()[0].note_id).unresolved == ()


def test_reading_that_was_cut_off_after_its_last_batch_leaves_no_unresolved_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from notelinks.store.writer import StoreWriter

    vault = write_vault(tmp_path / "vault", {f"{i}.md": f"See [[{(i + 1) % 100}]]." for i in range(100)})
    with monkeypatch.context() as patch:

        def crash(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(StoreWriter, "apply_changes", crash)
        with pytest.raises(KeyboardInterrupt):
            index_vault(vault)

    index_vault(vault)

    with open_index(vault) as reader:
        assert (reader.status().n_notes, reader.status().n_links) == (100, 100)

"""What the indexer makes of vaults that are empty, away, damaged or strange, and when it trains."""

import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from notelinks.config import index_folder
from notelinks.errors import VaultAwayError
from notelinks.store.schema import database_file
from tests.support import TINY_CONFIG, index_vault, make_home, make_notes, open_index, read_everything, write_vault

_WITHOUT_ROOTS_POWERS = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all"]

_INDEX = """
import os, sys
from pathlib import Path
from tests.support import index_vault
for path in sys.argv[2:]:
    assert not os.access(path, os.R_OK), "root's powers are still there: this test tests nothing"
index_vault(Path(sys.argv[1]))
"""


def _keys(vault: Path) -> list[str]:
    with open_index(vault) as reader:
        return sorted(note.key for note in reader.notes())


def _skipped(vault: Path) -> dict[str, str]:
    with open_index(vault) as reader:
        return {file.key: file.reason for file in reader.skipped()}


def _status(vault: Path):
    with open_index(vault) as reader:
        return reader.status()


def _index_without_roots_powers(vault: Path, *unreadable: Path) -> None:
    command = [sys.executable, "-c", _INDEX, str(vault), *map(str, unreadable)]
    prefix = _WITHOUT_ROOTS_POWERS if os.getuid() == 0 else []
    root = Path(__file__).parents[2]
    subprocess.run([*prefix, *command], check=True, cwd=root, timeout=120)


# Training


def test_nothing_is_trained_while_nothing_changes(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(6, 1))
    index_vault(vault)
    before = _status(vault)

    index_vault(vault)

    after = _status(vault)
    assert 1 == before.generation == after.generation
    assert before.revision == after.revision
    assert before.last_scan_s < after.last_scan_s


def test_touched_note_is_read_again_but_nothing_is_trained(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(6, 1))
    index_vault(vault)
    os.utime(next(vault.rglob("*.md")), ns=(1, 1))

    index_vault(vault)

    assert _status(vault).generation == 1


def test_changed_note_is_trained_on(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(6, 1))
    index_vault(vault)
    write_vault(vault, {"new.md": "A new note about flour."})

    index_vault(vault)

    assert (_status(vault).generation, _status(vault).pending) == (2, 0)


@pytest.mark.parametrize("changed", ["[training]\nseed = 2\n", "[ranking]\nlearned_share = 0.5\n"])
def test_other_settings_are_trained_with(tmp_path: Path, home: Path, changed: str) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(6, 1))
    index_vault(vault)
    before = read_everything(vault)
    make_home(home, TINY_CONFIG + changed.replace("[training]\n", ""))

    index_vault(vault)

    after = read_everything(vault)
    assert (2, before["digest"]) == (_status(vault).generation, after["digest"])
    assert before["related"] != after["related"]


def test_number_of_threads_is_no_reason_to_train(tmp_path: Path, home: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(6, 1))
    index_vault(vault)
    make_home(home, TINY_CONFIG + "n_threads = 1\n")

    index_vault(vault)

    assert _status(vault).generation == 1


def test_lost_generation_is_trained_again(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(6, 1))
    index_vault(vault)
    before = read_everything(vault)
    shutil.rmtree(index_folder(vault) / "generations")

    index_vault(vault)

    assert _status(vault).generation == 2
    assert before == read_everything(vault)


@pytest.mark.parametrize("name", ["word_vectors.npy", "words.txt", "settings.json", "n_documents.npy"])
def test_damaged_generation_is_trained_again(tmp_path: Path, name: str) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(6, 1))
    index_vault(vault)
    before = read_everything(vault)
    file = index_folder(vault) / "generations" / "000001" / name
    file.write_bytes(file.read_bytes()[:10])

    index_vault(vault)

    assert _status(vault).generation == 2
    assert before == read_everything(vault)


def test_damaged_index_is_made_anew(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(6, 1))
    index_vault(vault)
    before = read_everything(vault)
    database_file(index_folder(vault)).write_bytes(b"not a database" * 1000)

    index_vault(vault)

    assert before == read_everything(vault)


def test_full_index_equals_the_old_one(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(6, 1))
    index_vault(vault)
    before = read_everything(vault)

    index_vault(vault, full=True)

    assert before == read_everything(vault)
    assert _status(vault).generation == 2


def test_words_of_a_deleted_note_are_in_no_file_after_the_next_training(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {**make_notes(6, 1), "secret.md": "Xylocanaria lives in the garden."})
    folder = index_folder(vault)

    def files_with_the_word() -> list[str]:
        files = [path for path in folder.rglob("*") if path.is_file()]
        return [str(path.relative_to(folder)) for path in files if b"xylocanaria" in path.read_bytes().lower()]

    index_vault(vault)
    before = files_with_the_word()
    (vault / "secret.md").unlink()
    index_vault(vault)

    assert {"index-5.db", "generations/000001/words.txt"} <= set(before)
    assert files_with_the_word() == []


def test_previous_generation_stays_while_all_its_words_are_in_use(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(6, 1))
    index_vault(vault)
    write_vault(vault, {"new.md": "Another word."})

    index_vault(vault)

    assert sorted(os.listdir(index_folder(vault) / "generations")) == ["000001", "000002"]


# Notes that go or go bad


def test_note_that_becomes_binary_is_removed_and_listed(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {**make_notes(4, 1), "a.md": "Flour and water. [[Bread 0]]"})
    index_vault(vault)
    write_vault(vault, {"a.md": b"\0\1\2\3" * 50})

    index_vault(vault)

    assert "a.md" not in _keys(vault)
    assert "binary" in _skipped(vault)["a.md"]


def test_note_that_was_binary_is_indexed_when_it_is_text_again(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"a.md": b"\0" * 50, "b.md": "text"})
    index_vault(vault)
    write_vault(vault, {"a.md": "Text at last."})

    index_vault(vault)

    assert (_keys(vault), _skipped(vault)) == (["a.md", "b.md"], {})


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv")
def test_folder_that_cannot_be_read_keeps_its_notes(tmp_path: Path, warm_kernels: None) -> None:
    vault = write_vault(tmp_path / "vault", {"in/a.md": "flour", "b.md": "water", "c.md": "salt"})
    index_vault(vault)
    write_vault(vault, {"b.md": "changed water"})
    (vault / "c.md").unlink()
    (vault / "in").chmod(0)

    _index_without_roots_powers(vault, vault / "in")

    (vault / "in").chmod(0o700)
    assert _keys(vault) == ["b.md", "in/a.md"]
    assert "kept" in _skipped(vault)["in/a.md"]


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv")
def test_note_that_cannot_be_read_keeps_what_was_indexed_until_it_can(tmp_path: Path, warm_kernels: None) -> None:
    vault = write_vault(tmp_path / "vault", {"a.md": "flour", "b.md": "water"})
    index_vault(vault)
    write_vault(vault, {"a.md": "flour and yeast"})
    (vault / "a.md").chmod(0)
    _index_without_roots_powers(vault, vault / "a.md")
    while_unreadable = (_keys(vault), _skipped(vault))
    (vault / "a.md").chmod(0o600)

    index_vault(vault)

    assert (while_unreadable[0], list(while_unreadable[1])) == (["a.md", "b.md"], ["a.md"])
    assert _skipped(vault) == {}
    with open_index(vault) as reader:
        assert next(note for note in reader.notes() if note.key == "a.md").n_words == 3


@pytest.mark.parametrize("is_full", [False, True])
def test_vault_that_is_away_keeps_its_index(tmp_path: Path, is_full: bool) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(4, 1))
    index_vault(vault)
    before = read_everything(vault)
    vault.rename(tmp_path / "elsewhere")

    with pytest.raises(VaultAwayError, match="cannot be seen"):
        index_vault(vault, full=is_full)

    assert before == read_everything(vault)


def test_vault_that_was_emptied_keeps_its_index(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(4, 1))
    index_vault(vault)
    before = read_everything(vault)
    shutil.rmtree(vault)
    vault.mkdir()

    with pytest.raises(VaultAwayError, match="--full"):
        index_vault(vault)

    assert before == read_everything(vault)


def test_emptied_vault_is_believed_when_that_is_asked_for(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(4, 1))
    index_vault(vault)
    shutil.rmtree(vault)
    vault.mkdir()

    index_vault(vault, full=True)

    found = _status(vault)
    assert (found.n_notes, found.n_words, found.n_links, found.pending) == (0, 0, 0, 0)


# Small and strange vaults


@pytest.mark.parametrize(
    "notes",
    [
        {},
        {"one.md": "A single note about flour and water."},
        {"empty.md": "", "blank.md": " \n\t\n", "code.md": "```\nx = 1\n```\n", "matter.md": "---\ntags: [a]\n---\n"},
        {f"{i}.md": "The same text in all notes." for i in range(6)},
        {f"{i}.md": f"unique{i}a unique{i}b unique{i}c" for i in range(6)},
        {f"{i}.md": "the and of to" for i in range(4)},
        {f"{i}.md": "word" for i in range(3)},
        {"1.md": "1 2 3", "2.md": "🙂 🙂", "3.md": "日本語のノート"},
    ],
    ids=["none", "one", "without words", "equal", "unique words", "stop words", "one word", "signs"],
)
def test_small_and_strange_vaults_are_indexed(tmp_path: Path, notes: dict[str, str]) -> None:
    vault = write_vault(tmp_path / "vault", notes)

    index_vault(vault)
    index_vault(vault)

    with open_index(vault) as reader:
        found = reader.status(with_digest=True)
        scores = [row.score for note in reader.notes() for row in reader.related(note.note_id)]
        weights = [c.weight for note in reader.notes() for c in reader.concepts(note.note_id)]
    assert (len(notes), 0, 1, "idle", "") == (
        found.n_notes,
        found.pending,
        found.generation,
        found.activity,
        found.problem,
    )
    assert all(math.isfinite(score) and -1.0001 <= score <= 1.0001 for score in scores)
    assert all(0.0 <= weight <= 1.0 for weight in weights)


def test_note_without_words_is_listed_and_has_no_related_notes(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {**make_notes(4, 1), "🙂.md": ""})

    index_vault(vault)

    assert _skipped(vault) == {"🙂.md": "no words in it"}
    assert read_everything(vault)["related"]["🙂.md"] == []


def test_notes_about_the_same_are_nearest(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(16, 3))

    index_vault(vault)

    nearest = {key: rows[0][0] for key, rows in read_everything(vault)["related"].items()}
    assert {key: key.split("/")[0] for key in nearest} == {key: near.split("/")[0] for key, near in nearest.items()}


def test_mention_is_a_title_in_the_text_without_a_link(tmp_path: Path) -> None:
    notes = {
        "Sour Dough.md": "Flour and water.",
        "a.md": "I like sour dough very much.",
        "b.md": "I like [[Sour Dough|sour dough]] as well.",
        "c.md": "Sour things, and dough.",
    }
    vault = write_vault(tmp_path / "vault", notes)

    index_vault(vault)

    with open_index(vault) as reader:
        named = next(note.note_id for note in reader.notes() if note.key == "Sour Dough.md")
        assert [mention.key for mention in reader.links(named).mentioned_in] == ["a.md"]


def test_mention_goes_when_the_link_is_made(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"Sourdough.md": "Flour.", "a.md": "I like Sourdough."})
    index_vault(vault)
    before = read_everything(vault)["mentions"]["a.md"]
    write_vault(vault, {"a.md": "I like [[Sourdough]]."})

    index_vault(vault)

    assert (before, read_everything(vault)["mentions"]["a.md"]) == (["Sourdough.md"], [])

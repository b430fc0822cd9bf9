"""When an index is trained anew, and what it is made of again after damage."""

import os
import shutil
from pathlib import Path

import pytest

from notelinks.config import index_folder
from notelinks.errors import WordNotFoundError
from notelinks.indexer.training_process import rest_after
from notelinks.query.reasons import ReasonFinder
from notelinks.query.vectors import open_generation
from notelinks.query.words import WordFinder
from notelinks.store.schema import database_file
from tests.support import TINY_CONFIG, index_vault, make_home, make_notes, open_index, read_everything, write_vault


def _status(vault: Path):
    with open_index(vault) as reader:
        return reader.status()


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


@pytest.mark.parametrize("text", ["---\ntags: [new]\naliases: [Other]\n---\n", "<!-- nothing to read -->\n"])
def test_change_that_training_does_not_see_is_not_trained_on(tmp_path: Path, text: str) -> None:
    vault = write_vault(tmp_path / "vault", {**make_notes(6, 1), "plain.md": "Flour and water."})
    index_vault(vault)
    before = read_everything(vault)["digest"]
    write_vault(vault, {"plain.md": text + "Flour and water."})

    index_vault(vault)

    assert (_status(vault).generation, _status(vault).pending) == (1, 0)
    if "tags" in text:
        assert read_everything(vault)["digest"] != before


def test_rarest_words_of_a_large_vocabulary_get_no_vector_and_count_where_they_are_equal(
    tmp_path: Path, home: Path
) -> None:
    make_home(home, TINY_CONFIG + "max_words = 20\n")
    notes = {"a.md": "Rareness beside flour.", "b.md": "Rareness beside a guitar."}
    vault = write_vault(tmp_path / "vault", {**make_notes(12, 1), **notes})

    index_vault(vault)

    with open_index(vault) as reader:
        generation, ids = open_generation(reader).generation, {note.key: note.note_id for note in reader.notes()}
        nearest = reader.related(ids["a.md"])[0]
        (reason,) = ReasonFinder(reader).reasons(ids["a.md"], [ids["b.md"]])
        with pytest.raises(WordNotFoundError, match=r"too rare.*20 most frequent"):
            WordFinder(generation).nearest(["rareness"], [], 5)
        assert WordFinder(generation).nearest(["flour"], [], 5)
    assert generation.word_vectors.shape == (20, 32)
    assert len(generation.words) > 40
    assert nearest.key == "b.md"
    assert reason.total == pytest.approx(nearest.score, abs=1e-5)
    assert "rareness" in {word.casefold() for word, _ in reason.words}


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

    assert {database_file(Path()).name, "generations/000001/words.txt"} <= set(before)
    assert files_with_the_word() == []


def test_previous_generation_goes_with_the_next_one(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(6, 1))
    index_vault(vault)
    write_vault(vault, {"new.md": "Another word."})

    index_vault(vault)

    assert sorted(os.listdir(index_folder(vault) / "generations")) == ["000002"]


def test_trainings_take_no_more_than_their_share_of_the_time() -> None:
    assert rest_after(0.8, 0.25) == 0.0
    assert rest_after(11.0, 0.25) == pytest.approx(30.0)
    assert rest_after(11.0, 1.0) == 0.0

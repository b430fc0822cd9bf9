"""`evaluate` as a command: what it prints, what it says when it cannot tell, and that it writes nothing."""

import pytest

from tests.support import TINY_CONFIG, json_lines, make_home, make_notes, run_cli, write_vault


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    return write_vault(tmp_path_factory.mktemp("evaluate") / "vault", make_notes(90, seed=3))


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home", TINY_CONFIG)


def files_of(folder):
    return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*")}


def test_table_names_every_ranking_and_figure_and_judges(vault, home):
    done = run_cli("evaluate", vault, home=home)

    assert done.returncode == 0
    for name in ("notelinks ", "tf-idf ", "link neighbours", "popular notes", "random", "nDCG@10", "recall@10", "MRR"):
        assert name in done.stdout
    assert "linked pairs of notes were hidden" in done.stdout
    assert "notelinks against tf-idf" in done.stdout


def test_json_holds_the_same_in_one_object(vault, home):
    (found,) = json_lines(run_cli("evaluate", vault, "--json", "--seed", "4", home=home))

    assert found["n_notes"] == 90
    assert found["n_hidden"] == round(0.2 * found["n_pairs"])
    assert set(found["means"]["random"]["mrr"]) == {"value", "low", "high"}
    assert set(found["gain"]) == {"ndcg", "recall", "mrr"}


def test_concepts_are_tried_by_titles(vault, home):
    done = run_cli("evaluate", vault, "--concepts", home=home)

    assert done.returncode == 0
    assert "titles of 90 notes were hidden" in done.stdout
    assert "nearest words" in done.stdout


def test_nothing_is_written_neither_in_the_vault_nor_in_the_index(vault, home):
    before = files_of(vault), files_of(home)

    run_cli("evaluate", vault, home=home)

    assert (files_of(vault), files_of(home)) == before


@pytest.mark.parametrize("option", ["", "--concepts"])
def test_vault_with_too_few_links_or_titles_is_told_so(tmp_path, home, option):
    few = write_vault(tmp_path / "few", {"A.md": "one [[B]]", "B.md": "two"})

    done = run_cli("evaluate", few, *filter(None, [option]), home=home)

    assert done.returncode == 1
    assert done.stdout == ""
    assert "too few" in done.stderr


def test_folder_that_is_not_there_is_told_so(tmp_path, home):
    done = run_cli("evaluate", tmp_path / "nowhere", home=home)

    assert done.returncode == 2
    assert "no such folder" in done.stderr

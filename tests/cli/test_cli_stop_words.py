"""`stop-words`: what it shows, what it changes, what it refuses."""

from pathlib import Path

import pytest

from notelinks.config import index_folder
from tests.support import index_vault, json_lines, run_cli, write_vault

_NOTES = {
    "a.md": "Flour and water make dough; flour and yeast make bread. [[b]]",
    "b.md": "Bread of flour, water and yeast from the oven; the dough rises.",
    "c.md": "Chord and melody on the guitar.",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    made = write_vault(tmp_path / "vault", _NOTES)
    index_vault(made)
    return made


def _words(vault: Path, *arguments: str) -> set[str]:
    return {value["word"].casefold() for value in json_lines(run_cli(*arguments, "--json", cwd=vault))}


def _reasons(vault: Path) -> set[str]:
    rows = json_lines(run_cli("related", "a", "--why", "--json", cwd=vault))
    return {word["word"].casefold() for row in rows for word in row["why"]["words"]}


def test_stop_word_is_hidden_at_once_and_comes_back(vault: Path) -> None:
    folder = index_folder(vault)
    generations = sorted(folder.rglob("*.npy"))
    before = _words(vault, "concepts", "a"), _reasons(vault)
    added = run_cli("stop-words", "add", "Flour", "yeast", cwd=vault)
    hidden = _words(vault, "concepts", "a"), _reasons(vault)
    nearest = _words(vault, "words", "bread")
    told = run_cli("status", cwd=vault).stdout
    removed = run_cli("stop-words", "remove", "flour", "YEAST", cwd=vault)
    after = _words(vault, "concepts", "a"), _reasons(vault)

    assert {"flour", "yeast"} <= before[0] and {"flour"} <= before[1]
    assert not {"flour", "yeast"} & (hidden[0] | hidden[1] | nearest)
    assert "stop words flour, yeast (`notelinks stop-words remove WORD`" in told
    assert hidden[0] == before[0] - {"flour", "yeast"}
    assert before == after
    assert (added.stdout, removed.stdout) == ("added flour\nadded yeast\n", "removed flour\nremoved yeast\n")
    assert generations == sorted(folder.rglob("*.npy"))


def test_other_concepts_move_up_when_one_is_hidden(vault: Path) -> None:
    arguments = ("concepts", "a", "--limit", "2")
    first, second = (value["word"] for value in json_lines(run_cli(*arguments, "--json", cwd=vault)))
    run_cli("stop-words", "add", first, cwd=vault)

    found = [value["word"] for value in json_lines(run_cli(*arguments, "--json", cwd=vault))]

    assert (len(found), found[0]) == (2, second)


def test_stop_words_are_listed_in_order(vault: Path) -> None:
    run_cli("stop-words", "add", "water", "dough", cwd=vault)

    results = [run_cli("stop-words", *arguments, cwd=vault) for arguments in ((), ("list",), ("--json",))]

    assert [result.stdout for result in results] == [
        "dough\nwater\n",
        "dough\nwater\n",
        '{"word": "dough"}\n{"word": "water"}\n',
    ]


def test_no_stop_words_is_exit_status_1(vault: Path) -> None:
    results = [run_cli("stop-words", cwd=vault), run_cli("stop-words", "remove", "flour", cwd=vault)]

    assert [(result.returncode, result.stdout) for result in results] == [(1, "")] * 2
    assert results[1].stderr == "notelinks: no stop words of this folder: flour.\n"


def test_word_that_no_note_holds_is_added_and_told(vault: Path) -> None:
    result = run_cli("stop-words", "add", "Qwertz", "flour", cwd=vault)

    assert (result.returncode, result.stdout) == (0, "added qwertz\nadded flour\n")
    assert result.stderr == "notelinks: added, though no note holds them at present: Qwertz.\n"


def test_term_that_is_shown_for_several_words_is_one(vault: Path) -> None:
    assert run_cli("stop-words", "add", "最短路", cwd=vault).stdout == "added 最短路\n"
    assert run_cli("stop-words", "remove", "最短路", cwd=vault).stdout == "removed 最短路\n"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("add",), "name the words"),
        (("remove",), "name the words"),
        (("list", "flour"), "takes no words"),
        (("add", "flour", "two words"), "two, words. Name them singly"),
        (("add", "最短 路径"), "最短, 路径. Name them singly"),
        (("add", "7"), "is no word"),
    ],
    ids=str,
)
def test_wrong_use_is_one_line_and_changes_nothing(vault: Path, arguments: tuple[str, ...], named: str) -> None:
    result = run_cli("stop-words", *arguments, cwd=vault)

    assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert named in result.stderr
    assert run_cli("stop-words", cwd=vault).stdout == ""


def test_unknown_action_is_wrong_use(vault: Path) -> None:
    assert run_cli("stop-words", "flour", cwd=vault).returncode == 2


@pytest.mark.parametrize("arguments", [(), ("add", "word"), ("remove", "word")])
def test_folder_without_an_index_is_told_so(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run_cli("stop-words", *arguments, "--vault", tmp_path)

    assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert "no index yet" in result.stderr
    assert not index_folder(tmp_path).exists()


def test_damaged_file_is_named_with_what_to_do(vault: Path) -> None:
    (index_folder(vault) / "stop_words.txt").write_bytes(b"\xff")

    for arguments in (("stop-words",), ("concepts", "a"), ("related", "a", "--why"), ("words", "flour")):
        result = run_cli(*arguments, cwd=vault)

        assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (2, "", 1), arguments
        assert "stop_words.txt" in result.stderr and "Correct or remove" in result.stderr


def test_stop_words_outlive_a_full_index_and_end_with_purge(vault: Path) -> None:
    run_cli("stop-words", "add", "flour", cwd=vault)

    index_vault(vault, full=True)
    kept = run_cli("stop-words", cwd=vault)
    run_cli("purge", vault)

    assert kept.stdout == "flour\n"
    assert not index_folder(vault).exists()

"""`words`: the nearest words, how alike two are, analogies."""

from pathlib import Path

import pytest

from notelinks.notes.words import split_words
from tests.support import index_vault, json_lines, run_cli, write_vault


def test_one_word_gives_its_nearest_words(indexed) -> None:
    objects = indexed.objects("words", "Flour", "--limit", "4")

    assert 1 <= len(objects) <= 4
    assert "flour" not in [value["word"] for value in objects]


def test_two_words_give_their_similarity(indexed) -> None:
    (same,), (other,) = indexed.objects("words", "flour", "Flour"), indexed.objects("words", "flour", "guitar")

    assert pytest.approx(same["similarity"]) == 1.0
    assert -1.0 <= other["similarity"] < 1.0


def test_minus_makes_an_analogy_without_the_given_words(indexed) -> None:
    words = {value["word"].lower() for value in indexed.objects("words", "flour", "soil", "--minus", "dough")}

    assert words
    assert not words & {"flour", "soil", "dough"}


def test_analogy_is_the_same_as_plus_and_minus(indexed) -> None:
    analogy = indexed.objects("words", "--analogy", "dough", "flour", "soil")

    assert indexed.objects("words", "flour", "soil", "--minus", "dough") == analogy


def test_unknown_word_comes_with_words_that_are_written_like_it(indexed) -> None:
    result = indexed.run("words", "flor")

    assert (result.returncode, result.stderr) == (1, "notelinks: 'flor' does not occur in the notes. Nearest: flour.\n")


@pytest.mark.parametrize("words", [("flour", "soil"), ("flour", "soil", "dough", "--minus", "oven")], ids=" ".join)
def test_analogy_wants_three_words(indexed, words: tuple[str, ...]) -> None:
    result = indexed.run("words", "--analogy", *words)

    assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert "wants three words" in result.stderr


def test_analogy_may_be_asked_for_at_any_place_among_its_words(indexed) -> None:
    answers = {
        indexed.run("words", *arguments).stdout
        for arguments in (
            ("flour", "dough", "song", "--analogy"),
            ("flour", "--analogy", "dough", "song"),
            ("--analogy", "flour", "dough", "song"),
        )
    }

    assert len(answers) == 1
    assert answers != {""}


def test_unknown_word_is_named_and_exit_status_1(indexed) -> None:
    result = indexed.run("words", "qwertz")

    assert (result.returncode, result.stdout) == (1, "")
    assert "'qwertz' does not occur" in result.stderr


def test_chinese_term_is_compared_as_it_is_shown(tmp_path: Path) -> None:
    topics = {"graph": "求单源最短路径的算法适用于有向图和无向图。", "tree": "线段树可以维护区间信息并支持区间修改。"}
    texts = {f"{name}{i}.md": f"{text}\n\n第{i}节。{text}" for name, text in topics.items() for i in range(8)}
    vault = write_vault(tmp_path / "chinese", texts)
    index_vault(vault)
    words = split_words("最短路径")

    (similarity,) = json_lines(run_cli("words", "最短路径", "最短路径", "--json", cwd=vault))
    near = json_lines(run_cli("words", "最短路径", "--json", cwd=vault))
    added = run_cli("stop-words", "add", "最短路径", cwd=vault)

    assert len(words) > 1 and similarity == {"words": ["最短路径"] * 2, "similarity": pytest.approx(1.0)}
    assert near and not {value["word"] for value in near} & set(words)
    assert (added.stdout, added.stderr) == ("added 最短路径\n", "")
    assert "does not occur" in run_cli("words", "最短路鹿", cwd=vault).stderr

"""`notelinks word2vec` as a process: train, query, compare, evaluate, and how each of them fails."""

import csv
import json
import random
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from notelinks.word2vec.vectors import WordVectors, read_vectors, write_vectors
from tests.support import TOPICS, cli_environment, run_cli, tells_mistake, wait_until

_FAST = ("--dim", "32", "--lr", "0.1", "--epochs", "40", "--threads", "1", "--sample", "0")


def write_topics(path: Path, n_lines: int = 300) -> Path:
    """Lines about bread and lines about music."""
    rng = random.Random(1)
    topics = [TOPICS["bread"], TOPICS["music"]]
    path.write_text("\n".join(" ".join(rng.choices(topics[i % 2], k=20)) for i in range(n_lines)))
    return path


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a text, a file of its vectors, and the log of their training."""
    folder = tmp_path_factory.mktemp("engine")
    write_topics(folder / "text")
    run = run_cli("word2vec", "train", "text", "-o", "v.bin", "--log", "log", *_FAST, home=folder, cwd=folder)

    assert (run.returncode, run.stdout) == (0, ""), run.stderr
    assert "epoch 40: loss" in run.stderr
    return folder


def refused(*arguments: str | Path, cwd: Path) -> tuple[int, str]:
    """Exit status and message of a command that must write nothing to stdout and no traceback."""
    result = run_cli("word2vec", *arguments, cwd=cwd)

    assert result.stdout == ""
    assert not tells_mistake(result.stderr)
    return result.returncode, result.stderr


def test_training_logs_an_epoch_a_line_and_its_loss_falls(trained: Path) -> None:
    lines = [json.loads(line) for line in (trained / "log").read_text().splitlines()]

    assert [line["epoch"] for line in lines] == list(range(1, 41))
    assert all(set(line) == {"epoch", "loss", "rate", "words_per_s"} for line in lines)
    assert lines[-1]["loss"] < lines[0]["loss"]
    assert lines[0]["rate"] > lines[-1]["rate"] > 0


def test_words_of_a_topic_are_near_each_other(trained: Path) -> None:
    result = run_cli("word2vec", "query", "v.bin", "similar", "guitar", "5", cwd=trained)

    found = [line.split()[1] for line in result.stdout.splitlines()]
    assert (result.returncode, len(found), set(found) - set(TOPICS["music"])) == (0, 5, set())


def test_same_text_and_seed_give_the_same_file_on_more_threads(trained: Path) -> None:
    run_cli("word2vec", "train", "text", "-o", "again.bin", *_FAST, "--threads", "3", cwd=trained)
    run_cli("word2vec", "train", "text", "-o", "other.bin", *_FAST, "--seed", "2", cwd=trained)

    raw = [(trained / name).read_bytes() for name in ("v.bin", "again.bin", "other.bin")]
    assert raw[0] == raw[1] != raw[2]


def test_classic_recipe_trains_without_stop_words(tmp_path: Path) -> None:
    write_topics(tmp_path / "text", 100)
    (tmp_path / "text").write_text((tmp_path / "text").read_text().replace("flour", "The"))
    recipe = ("--gradient", "sum", "--context", "window", "--init", "normal", "--stop-words", "en")
    recipe += ("--noise", "uniform", "--lower")

    result = run_cli("word2vec", "train", "text", "-o", "v.txt", *_FAST, *recipe, cwd=tmp_path)

    assert result.returncode == 0, result.stderr
    words = read_vectors(tmp_path / "v.txt").words
    assert ("dough" in words, "the" in words, "The" in words) == (True, False, False)


def test_whole_documents_as_context(trained: Path) -> None:
    result = run_cli("word2vec", "train", "text", "-o", "note.txt", *_FAST, "--context", "note", cwd=trained)

    assert result.returncode == 0, result.stderr
    assert read_vectors(trained / "note.txt").vectors.shape[1] == 32


def test_epoch_of_which_no_word_is_left_is_logged_without_a_loss(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("one two three four " * 5)
    options = ("--sample", "1e-8", "--epochs", "2", "--threads", "1", "--log", "log")

    run = run_cli("word2vec", "train", "text", "-o", "v.txt", *options, home=tmp_path, cwd=tmp_path)

    assert run.returncode == 0, run.stderr
    assert "no word was left by --sample" in run.stderr
    assert json.loads((tmp_path / "log").read_text().splitlines()[0])["loss"] is None


def test_interrupted_training_ends_with_130_and_writes_nothing(tmp_path: Path) -> None:
    write_topics(tmp_path / "text", 2_000)
    options = ("-o", "v.bin", "--log", "log", "--epochs", "10000", "--threads", "1")
    process = subprocess.Popen(
        [sys.executable, "-m", "notelinks", "word2vec", "train", "text", *options],
        cwd=tmp_path,
        env=cli_environment(),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until(lambda: (tmp_path / "log").exists() and (tmp_path / "log").read_text())
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()

    assert process.returncode == 130
    assert not tells_mistake(errors)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "text"]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("text", "-o", "x", "--dim", "100"), 2, "not a multiple of 16"),
        (("text", "-o", "x", "--lr", "nan"), 2, "does not lie between"),
        (("text", "-o", "x", "--epochs", "many"), 2, "invalid whole number"),
        (("text",), 2, "-o"),
        (("text", "-o", "x", "--min-count", "99999"), 2, "too little to train on"),
        (("text", "-o", "x", "--stop-words", "xx"), 2, "no such list"),
        (("nothing", "-o", "x"), 2, "nothing: No such file"),
        (("text", "-o", "nowhere/x"), 2, "no folder"),
        (("text", "-o", "."), 2, "no ordinary file"),
        (("text", "-o", "x", "--log", "nowhere/log"), 2, "nowhere/log: No such file"),
    ],
)
def test_training_that_cannot_be_done_is_told_so(trained: Path, arguments, status: int, said: str) -> None:
    found, message = refused("train", *arguments, cwd=trained)

    assert (found, said in message) == (status, True), message
    assert not (trained / "x").exists()


def test_one_question_at_a_time(trained: Path) -> None:
    def ask(*question: str) -> str:
        result = run_cli("word2vec", "query", "v.bin", *question, cwd=trained)
        assert result.returncode == 0, result.stderr
        return result.stdout

    assert float(ask("similarity", "dough", "dough")) == pytest.approx(1.0)
    assert float(ask("similarity", "dough", "Oven")) > float(ask("similarity", "dough", "guitar"))
    assert len(ask("embedding", "dough").split()) == 32
    assert not {"dough", "flour", "guitar"} & set(ask("analogy", "dough", "flour", "guitar").split())
    assert ask("vocab", "3").startswith("30 words of 32 dimensions\n")
    assert "analogy A B C" in ask("help")


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        (("similar", "nonsense"), 1, "'nonsense' has no vector"),
        (("similar",), 2, "similar WORD [K]"),
        (("similar", "dough", "many"), 2, "no number"),
        (("similar", "dough", "0"), 2, "no number"),
        (("sing",), 2, "is no question"),
    ],
)
def test_question_that_has_no_answer(trained: Path, question, status: int, said: str) -> None:
    found, message = refused("query", "v.bin", *question, cwd=trained)

    assert (found, said in message) == (status, True), message


def test_prompt_goes_on_after_mistakes_until_quit(trained: Path) -> None:
    (trained / "asked").write_text("similar nonsense\n\nsing\nsimilarity dough dough\nquit\nvocab\n")
    with open(trained / "asked") as asked:
        result = run_cli("word2vec", "query", "v.bin", cwd=trained, stdin=asked)

    assert (result.returncode, result.stdout) == (0, "1.0000\n")
    assert len(result.stderr.splitlines()) == 2


def test_prompt_ends_with_its_input(trained: Path) -> None:
    result = run_cli("word2vec", "query", "v.bin", cwd=trained)

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_compare_as_a_table_and_as_csv(trained: Path) -> None:
    table = run_cli("word2vec", "compare", "v.bin", "v.bin", cwd=trained)
    as_csv = run_cli("word2vec", "compare", "v.bin", "v.bin", "--csv", cwd=trained)
    rows = dict(csv.reader(as_csv.stdout.splitlines()))

    assert (table.returncode, "1.000" in table.stdout) == (0, True)
    assert (rows["words_shared"], float(rows["overlap"])) == ("30", 1.0)
    assert float(rows["correlation"]) == pytest.approx(1.0)


def test_files_without_common_words_are_exit_status_1(trained: Path, tmp_path: Path) -> None:
    write_vectors(tmp_path / "v.txt", WordVectors(("x", "y"), np.ones((2, 16), dtype=np.float32)))

    result = run_cli("word2vec", "compare", "v.bin", tmp_path / "v.txt", cwd=trained)

    assert result.returncode == 1
    assert "in common" in result.stderr


def test_evaluate_as_a_table_and_as_csv(trained: Path) -> None:
    (trained / "pairs").write_text("word1,word2,score\nDough,flour,9\ndough,song,1\nguitar,chord,8\nnone,dough,3\n")
    (trained / "analogies").write_text(": food\ndough flour guitar chord\nnone dough guitar chord\n")
    lists = ("--similarity", "pairs", "--analogies", "analogies")

    table = run_cli("word2vec", "evaluate", "v.bin", *lists, cwd=trained)
    rows = list(
        csv.DictReader(run_cli("word2vec", "evaluate", "v.bin", *lists, "--csv", cwd=trained).stdout.splitlines())
    )

    assert table.returncode == 0
    assert re.search(r"^pairs: Spearman [\d.]+, 3 of 4 pairs have vectors \(75.0 %\)$", table.stdout, re.M)
    assert re.search(r"^analogies: .* right, 1 of 2 questions", table.stdout, re.M)
    assert [row["expected"] for row in rows] == ["9", "1", "8", "3", "chord", "chord"]
    assert (rows[3]["found"], rows[5]["is_right"]) == ("", "")


def test_nothing_that_has_vectors_is_exit_status_1(trained: Path) -> None:
    (trained / "strange").write_text("no such 1\nwords here 2\n")

    result = run_cli("word2vec", "evaluate", "v.bin", "--similarity", "strange", cwd=trained)

    assert (result.returncode, "Spearman -, 0 of 2" in result.stdout) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("evaluate", "v.bin"), "nothing to evaluate by"),
        (("evaluate", "v.bin", "--similarity", "log"), "not two words and a score"),
        (("evaluate", "v.bin", "--analogies", "log"), "neither four words"),
        (("evaluate", "text", "--similarity", "nothing"), "nothing: No such file"),
        (("query", "text"), "not a file of word vectors"),
        (("compare", "v.bin", "nothing"), "nothing: No such file"),
        (("compare", "v.bin", "v.bin", "-k", "0"), "not at least 1"),
        ((), "COMMAND"),
    ],
)
def test_wrong_use_is_exit_status_2(trained: Path, arguments, said: str) -> None:
    status, message = refused(*arguments, cwd=trained)

    assert (status, said in message) == (2, True), message


@pytest.mark.parametrize("command", ["train", "query", "compare", "evaluate"])
def test_every_command_has_help(command: str, tmp_path: Path) -> None:
    result = run_cli("word2vec", command, "--help", cwd=tmp_path)

    assert result.returncode == 0
    assert f"notelinks word2vec {command}" in result.stdout

"""What commands say when there is nothing to show: a sentence on stderr, nothing on stdout, status 1."""

from pathlib import Path

import pytest

from notelinks.cli import main
from notelinks.cli.exits import NOTHING_FOUND
from notelinks.query.related import RelatedFinder
from tests.support import index_vault, make_home, run_cli, write_vault

VAULTS = {
    "none": {},
    "one": {"Bread.md": "A note about flour and water."},
    "two": {"Bread.md": "Flour and water make a dough.", "Guitar.md": "Six strings sound over a hollow box."},
    "alike": {f"n{i}.md": "The same text stands in every note." for i in range(5)},
    "wordless": {"41.md": "", "42.md": "```\nx = 1\n```\n", "43.md": "🙂"},
    "linked": {"A.md": "Bread and flour. [[B]]", "B.md": "Flour and bread. [[A]]", "C.md": "Snow. [[A]] [[B]]"},
}

NO_OTHER = "There is no other note to compare this one with."
NO_COMMON = (
    "Nothing is related to this note: it shares no link, and no word that is not in every note. "
    "With 20 notes or more there is more to compare."
)
NO_TWO = "No note has any: no two share a link, or a word that is not in every note."
OPTIONS = "No related note fits the options."

SAID = [
    ("none", "related --all", "There are no notes in this folder."),
    ("none", "concepts --all", "There are no notes in this folder."),
    ("none", "suggest", "There are no notes in this folder."),
    ("none", "search flour", "not in the vocabulary: flour."),
    ("none", "words flour", "'flour' does not occur in the notes."),
    ("one", "related Bread", NO_OTHER),
    ("one", "related Bread --why", NO_OTHER),
    ("one", "concepts Bread", NO_OTHER),
    ("one", "suggest", "There are not two notes to compare in this folder."),
    ("one", "search flour", "every note holds these words, so they tell no note from another."),
    ("two", "related Bread", NO_COMMON),
    ("two", "suggest", "No two notes are close without being linked."),
    ("alike", "related n1", NO_COMMON),
    ("alike", "search same text", "every note holds these words, so they tell no note from another."),
    ("alike", "suggest", "No two notes are close without being linked."),
    ("wordless", "related 41", "This note has no words."),
    ("wordless", "concepts 42", "This note has no words."),
    ("linked", "related A --unlinked", OPTIONS),
    ("linked", "related A --min-score 2", OPTIONS),
    ("linked", "suggest --orphans", "Every note has a link."),
    ("linked", "suggest --min-score 2", "Nothing fits the options."),
    ("linked", "search flour --min-score 2", "no note near to the text fits the options."),
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory):
    """Runs a command on one of the vaults, which are indexed when they are first asked for."""
    root = tmp_path_factory.mktemp("nothing")
    home = make_home(root / "home")

    def run_on(name: str, command: str):
        vault: Path = root / name
        if not vault.exists():
            write_vault(vault, VAULTS[name])
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("NOTELINKS_HOME", str(home))
                index_vault(vault)
        return run_cli(*command.split(), home=home, cwd=vault)

    return run_on


@pytest.mark.parametrize(("name", "command", "sentence"), SAID, ids=[f"{name}: {command}" for name, command, _ in SAID])
def test_command_says_why_it_shows_nothing(run, name: str, command: str, sentence: str) -> None:
    found = run(name, command)

    assert (found.returncode, found.stdout, found.stderr) == (1, "", f"notelinks: {sentence}\n")


def test_all_notes_are_named_and_one_sentence_is_said(run) -> None:
    found = run("alike", "related --all")

    assert (found.returncode, found.stdout.split()) == (1, [f"n{i}.md" for i in range(5)])
    assert found.stderr == f"notelinks: {NO_TWO}\n"


def test_note_before_the_first_training_is_told_so(tmp_path: Path, monkeypatch) -> None:
    from notelinks.config import index_folder
    from notelinks.notes.tokens import fold_word
    from notelinks.store.writer import StoreWriter

    vault = write_vault(tmp_path / "vault", VAULTS["two"])
    home = make_home(tmp_path / "home")
    monkeypatch.setenv("NOTELINKS_HOME", str(home))
    index_vault(vault)
    writer = StoreWriter(index_folder(vault), fold_word)
    with writer._transaction():
        writer._connection.execute("UPDATE meta SET value = 0 WHERE key = 'generation'")
        writer._connection.execute("DELETE FROM concepts")
    writer.close()

    found = run_cli("concepts", "Bread", home=home, cwd=vault)

    assert found.stderr == "notelinks: Nothing has been trained yet; `notelinks index` does it.\n"


def test_two_notes_have_concepts_and_are_found(run) -> None:
    assert {line.split()[-1] for line in run("two", "concepts Bread").stdout.splitlines()} >= {"Bread", "dough"}
    assert "Bread.md" in run("two", "search flour").stdout
    assert run("two", "suggest --orphans").stdout.count("like no other note") == 2


def test_index_whose_notes_are_all_replaced_while_it_is_read_is_not_said_to_hold_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    vault = write_vault(tmp_path / "vault", VAULTS["linked"])
    index_vault(vault)
    find = RelatedFinder.find

    def replace_all_and_find(*arguments):
        if (vault / "A.md").exists():
            (vault / "A.md").unlink()
            write_vault(vault, {"B.md": "Snow.", "C.md": "Rain.", "D.md": "Wind."})
            index_vault(vault)
        return find(*arguments)

    monkeypatch.setattr(RelatedFinder, "find", replace_all_and_find)

    assert main(["related", "--all", "--vault", str(vault)]) == NOTHING_FOUND
    assert capsys.readouterr().err == "notelinks: The index has changed while it was read; ask again.\n"

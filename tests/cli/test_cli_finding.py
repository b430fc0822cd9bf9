"""`search` and `suggest`, and folders that are asked about but never answered with."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import TINY_CONFIG, cli_environment, index_vault, make_home, run_cli, write_vault


def _notes(objects) -> list[str]:
    return [value["note"] for value in objects]


@pytest.fixture
def source_only(indexed, tmp_path: Path):
    """Runs a command with settings that make folders a source only, on the same index."""
    home = make_home(tmp_path / "home", TINY_CONFIG + '[ranking]\nsource_only = ["music/", "garden"]\n')
    (home / "vaults").symlink_to(indexed.home / "vaults")
    return lambda *arguments: run_cli(*arguments, home=home, cwd=indexed.vault)


# search


def test_search_finds_the_note_that_is_named_like_the_text(indexed) -> None:
    for title, key in (("song", "music/Song.md"), ("Oven", "bread/Oven.md"), ("PLOT", "garden/Plot.md")):
        assert key == _notes(indexed.objects("search", title))[0]


def test_search_gives_the_best_first_up_to_the_limit(indexed) -> None:
    everything, few = (indexed.objects("search", "soil and flour", "--limit", n) for n in ("50", "2"))

    scores = [value["score"] for value in everything]
    assert sorted(scores, reverse=True) == scores
    assert everything[:2] == few
    assert {"note", "title", "score"} == everything[0].keys()


def test_words_of_a_search_may_be_one_argument_or_several(indexed) -> None:
    assert indexed.objects("search", "soil compost") == indexed.objects("search", "soil", "compost")


def test_search_reads_a_text_from_standard_input(indexed) -> None:
    piped = subprocess.run(
        [sys.executable, "-m", "notelinks", "search", "-", "--json"],
        cwd=indexed.vault,
        env=cli_environment(indexed.home),
        input="Soil,\ncompost \xff.".encode("latin-1"),
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert (piped.returncode, piped.stderr) == (0, b"")
    assert indexed.run("search", "soil", "compost", "--json").stdout.encode() == piped.stdout


def test_text_of_a_search_is_utf8_in_any_locale(indexed) -> None:
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    result = indexed.run("search", "soil déjà", env=env)

    assert (result.returncode, result.stderr) == (0, "notelinks: not in the vocabulary: d\\xe9j\\xe0.\n")


def test_unknown_words_of_a_search_are_told_beside_the_results(indexed) -> None:
    result = indexed.run("search", "Qwertz", "soil", "asdf", "--json")

    assert (result.returncode, result.stderr) == (0, "notelinks: not in the vocabulary: Qwertz, asdf.\n")
    assert indexed.run("search", "soil", "--json").stdout == result.stdout


def test_search_for_unknown_words_alone_is_exit_status_1(indexed) -> None:
    result = indexed.run("search", "qwertz")

    assert (result.returncode, result.stdout, result.stderr) == (1, "", "notelinks: not in the vocabulary: qwertz.\n")


@pytest.mark.parametrize("text", ["42", "?", " "])
def test_search_without_a_word_says_so(indexed, text: str) -> None:
    result = indexed.run("search", text)

    assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)
    assert "no word in the text" in result.stderr


def test_search_can_be_narrowed(indexed) -> None:
    everything = indexed.objects("search", "water", "tomato", "--limit", "50")
    bound = everything[2]["score"]

    tagged = indexed.objects("search", "water", "tomato", "--tag", "#food")
    in_folder = indexed.objects("search", "water", "tomato", "--folder", "garden", "--limit", "2")

    assert {"bread/Dough.md", "bread/Oven.md"} == set(_notes(tagged))
    assert [value for value in everything if value["note"].startswith("garden/")][:2] == in_folder
    assert everything[:3] == indexed.objects("search", "water", "tomato", "--min-score", str(bound - 1e-5))


def test_search_as_text_shows_score_title_and_path(indexed) -> None:
    line = indexed.run("search", "song").stdout.splitlines()[0]

    assert line.endswith("  Song  (music/Song.md)")
    assert 0 < float(line.split()[0]) <= 1


def test_search_for_what_every_note_holds_says_why_nothing_is_found(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"a.md": "flour water", "b.md": "flour salt"})
    index_vault(vault)

    result = run_cli("search", "flour", "--vault", vault)

    assert (result.returncode, result.stdout) == (1, "")
    assert "every note holds these words" in result.stderr


# suggest


def test_suggest_gives_unlinked_pairs(indexed) -> None:
    objects = indexed.objects("suggest", "--limit", "100")

    pairs = [tuple(note["note"] for note in value["notes"]) for value in objects]
    assert ("music/Same.md", "music/Song.md") in pairs[:4]
    assert ("bread/Dough.md", "bread/Oven.md") not in pairs
    assert len({frozenset(pair) for pair in pairs}) == len(pairs) > 3
    assert objects[0]["score"] > 0


def test_suggest_can_be_narrowed(indexed) -> None:
    for options, prefix in ((("--folder", "bread"), "bread/"), (("--tag", "outside"), "garden/P")):
        for value in indexed.objects("suggest", *options, "--limit", "100"):
            assert any(note["note"].startswith(prefix) for note in value["notes"]), options
    for value in indexed.objects("suggest", "--not-same-folder"):
        assert len({note["note"].split("/")[0] for note in value["notes"]}) == 2
    assert indexed.run("suggest", "--min-score", "1.5").returncode == 1


def test_suggest_as_text_has_two_lines_a_pair(indexed) -> None:
    (pair,) = indexed.objects("suggest", "--limit", "1")

    lines = indexed.run("suggest", "--limit", "1").stdout.splitlines()

    titles = [f"{note['title']}  ({note['note']})" for note in pair["notes"]]
    assert [f"{pair['score']:5.2f}  {titles[0]}", f"       {titles[1]}"] == lines


def test_orphans_are_listed_with_their_nearest_notes(indexed) -> None:
    objects = indexed.objects("suggest", "--orphans")

    assert not {"bread/Dough.md", "bread/Oven.md"} & set(_notes(objects))
    assert {"bread/Starter.md", "music/Song.md", "garden/Plot.md"} <= set(_notes(objects))
    (song,) = [value for value in objects if value["note"] == "music/Song.md"]
    assert song["nearest"][0]["note"] == "music/Same.md"
    assert 2 <= len(song["nearest"]) <= 3
    assert len(indexed.objects("suggest", "--orphans", "--limit", "2")) == 2


def test_orphans_as_text_stand_above_their_nearest_notes(indexed) -> None:
    lines = indexed.run("suggest", "--orphans").stdout.splitlines()

    at = lines.index("Song  (music/Song.md)")
    assert lines[at + 1].endswith("  Same  (music/Same.md)")


# Filters


@pytest.mark.parametrize("command", [("related", "Dough"), ("search", "flour"), ("suggest",)], ids=" ".join)
def test_folder_or_tag_that_no_note_has_is_told_with_the_nearest(indexed, command: tuple[str, ...]) -> None:
    folder, tag = indexed.run(*command, "--folder", "gardn"), indexed.run(*command, "--tag", "#outsid")

    assert [(result.returncode, result.stdout) for result in (folder, tag)] == [(1, "")] * 2
    assert folder.stderr == "notelinks: no note lies in or below 'gardn'. Nearest: garden.\n"
    assert tag.stderr == "notelinks: no note has the tag '#outsid'. Nearest: outside.\n"


def test_tag_is_no_prefix_of_another_tag(indexed) -> None:
    assert indexed.run("related", "Dough", "--tag", "foo").returncode == 1
    assert _notes(indexed.objects("related", "Dough", "--tag", "food/hot")) == ["bread/Oven.md"]


def test_folder_is_no_prefix_of_another_folder(indexed) -> None:
    assert indexed.run("related", "Dough", "--folder", "gard").returncode == 1
    assert {key[:7] for key in _notes(indexed.objects("related", "Dough", "--folder", "./garden/"))} == {"garden/"}


# Folders that are a source only


def test_notes_that_are_only_sources_are_never_results(source_only) -> None:
    commands = [
        ("related", "Dough", "--limit", "50"),
        ("search", "water tomato chord", "--limit", "50"),
        ("suggest", "--limit", "50"),
        ("suggest", "--orphans"),
    ]
    for arguments in commands:
        shown = source_only(*arguments).stdout

        assert "(bread/" in shown, arguments
        assert "(music/" not in shown and "(garden/" not in shown, arguments


def test_notes_that_are_only_sources_can_be_asked_about(source_only) -> None:
    result = source_only("related", "Plot")

    assert result.returncode == 0
    assert "(bread/" in result.stdout


def test_other_settings_of_results_need_no_training(indexed, tmp_path: Path) -> None:
    from notelinks.config import RankingConfig

    assert repr(RankingConfig()) == repr(RankingConfig(source_only=("Daily",)))

"""The commands that read: what they show, filter and leave out, as text and as JSON."""

import os
from pathlib import Path

import pytest

from notelinks.cli.parser import COMMANDS
from tests.support import run_cli

_READING = (
    ("related", "Dough"),
    ("related", "--all"),
    ("concepts", "Dough"),
    ("concepts", "--all"),
    ("links", "Dough"),
    ("words", "flour"),
    ("search", "flour"),
    ("suggest",),
    ("suggest", "--orphans"),
    ("status",),
)


def _notes(objects) -> set[str]:
    return {value["note"] for value in objects}


def test_help_lists_every_command_and_says_where_settings_stand(tmp_path: Path) -> None:
    result = run_cli("--help", home=tmp_path)

    assert (result.returncode, result.stderr) == (0, "")
    assert f"Settings and keys: {tmp_path / 'config.toml'}, " in result.stdout
    assert all(f"\n    {name}" in result.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    result = run_cli(name, "--help")

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"usage: notelinks {name}")


@pytest.mark.parametrize("arguments", _READING, ids=" ".join)
def test_reading_command_finds_something(indexed, arguments: tuple[str, ...]) -> None:
    result = indexed.run(*arguments)

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout


@pytest.mark.parametrize("arguments", _READING, ids=" ".join)
def test_reading_command_gives_json_objects(indexed, arguments: tuple[str, ...]) -> None:
    objects = indexed.objects(*arguments)

    assert objects
    assert all(isinstance(value, dict) for value in objects)


def test_related_of_all_has_one_object_a_note(indexed) -> None:
    objects = indexed.objects("related", "--all")

    assert [value["note"] for value in objects] == sorted(
        path.relative_to(indexed.vault).as_posix() for path in indexed.vault.rglob("*.md")
    )
    assert {"note", "score", "linked"} <= objects[0]["related"][0].keys()
    assert isinstance(objects[0]["related"][0]["linked"], bool)


def test_related_notes_come_best_first_and_not_the_note_itself(indexed) -> None:
    objects = indexed.objects("related", "Dough")

    scores = [value["score"] for value in objects]
    assert sorted(scores, reverse=True) == scores
    assert "bread/Dough.md" not in _notes(objects)


def test_limit_keeps_the_best(indexed) -> None:
    few, many = (indexed.objects("related", "Dough", "--limit", n) for n in ("2", "50"))

    assert few == many[:2]
    assert len(many) > 2


def test_min_score_leaves_out_lower_scores(indexed) -> None:
    everything = indexed.objects("related", "Dough")
    bound = everything[1]["score"]

    assert everything[:2] == indexed.objects("related", "Dough", "--min-score", str(bound - 1e-5))


def test_linked_and_unlinked_divide_the_related_notes(indexed) -> None:
    everything, linked, unlinked = (
        _notes(indexed.objects("related", "Dough", *option)) for option in ((), ("--linked",), ("--unlinked",))
    )

    assert {"bread/Oven.md"} == linked
    assert everything - linked == unlinked


def test_tag_keeps_notes_with_it_or_one_below_it(indexed) -> None:
    with_tag = indexed.objects("related", "Starter", "--tag", "#Food")

    assert {"bread/Dough.md", "bread/Oven.md"} == _notes(with_tag)


def test_folder_keeps_notes_below_it(indexed) -> None:
    assert {"bread/Oven.md", "bread/Starter.md"} == _notes(indexed.objects("related", "Dough", "--folder", "bread/"))


def test_not_same_folder_leaves_out_neighbours_in_the_folder(indexed) -> None:
    found = _notes(indexed.objects("related", "Plot", "--not-same-folder"))

    assert found
    assert not [key for key in found if key.startswith("garden/")]


def test_why_names_words_and_a_fact(indexed) -> None:
    rows = {value["note"]: value["why"] for value in indexed.objects("related", "Plot", "--why", "--min-score", "-1")}

    assert rows["garden/Pods.md"]["words"]
    assert {"soil", "compost", "tomato"} & {word["word"].lower() for word in rows["garden/Pods.md"]["words"]}
    assert all(word["part"] > 0 for why in rows.values() for word in why["words"])
    assert (rows["garden/Pods.md"]["fact"], rows["bread/Oven.md"]["fact"]) == ("both #outside", "mentioned here")


def test_why_as_text_stands_below_its_note(indexed) -> None:
    lines = indexed.run("related", "Plot", "--why").stdout.splitlines()

    (row,) = [number for number, line in enumerate(lines) if "garden/Pods.md" in line]
    assert lines[row + 1].endswith("; both #outside")


def test_nothing_left_by_the_filters_is_exit_status_1(indexed) -> None:
    result = indexed.run("related", "Dough", "--min-score", "1.5")

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "notelinks: No related note fits the options.\n"


def test_concepts_have_weights_between_0_and_1_heaviest_first(indexed) -> None:
    objects = indexed.objects("concepts", "Song", "--limit", "3")

    weights = [value["weight"] for value in objects]
    assert len(objects) == 3
    assert sorted(weights, reverse=True) == weights
    assert all(0 <= weight <= 1 for weight in weights)


def test_links_tell_all_relations(indexed) -> None:
    of_dough, of_starter, of_oven = (indexed.objects("links", name) for name in ("Dough", "Starter", "Oven"))

    assert [(value["relation"], value["note"]) for value in of_dough[:2]] == [
        ("outgoing", "bread/Oven.md"),
        ("backlink", "bread/Oven.md"),
    ]
    assert [(v["relation"], v["target"], v["notes"]) for v in of_starter if v["relation"] == "unresolved"] == [
        ("unresolved", "Crumb", 1)
    ]
    assert [value["note"] for value in of_oven if value["relation"] == "mentioned in"] == ["garden/Plot.md"]
    assert "the dough" in of_dough[1]["alias"]


def test_note_without_links_is_exit_status_1(indexed) -> None:
    result = indexed.run("links", "garden/Same")

    assert (result.returncode, result.stderr) == (1, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("concepts", "Dough", "--all"), "--all asks for every note: leave out either NOTE or --all."),
        (("concepts",), "name one NOTE, or ask for all of them with --all."),
        (("words",), "name a word, or more: `words WORD …`."),
    ],
)
def test_what_is_too_much_or_missing_is_said(indexed, arguments: tuple[str, ...], message: str) -> None:
    result = indexed.run(*arguments)

    assert (result.returncode, result.stdout, result.stderr) == (2, "", f"notelinks: {message}\n")


def test_status_has_all_that_was_promised(indexed) -> None:
    (found,) = indexed.objects("status")

    assert {"vault": str(indexed.vault), "notes": 8, "generation": 1, "pending": 0, "training": False}.items() <= (
        found.items()
    )
    assert {"words", "links", "watcher", "skipped", "corpus_digest", "index_digest"} <= found.keys()
    assert (len(found["corpus_digest"]), len(found["index_digest"])) == (64, 64)


@pytest.mark.parametrize(
    "name",
    ["bread/Dough.md", "bread/dough", "Dough", "dough.md", "The Mass", "./bread/Dough.md"],
)
def test_note_is_found_by_path_file_name_title_or_alias(indexed, name: str) -> None:
    assert indexed.objects("related", "bread/Dough.md") == indexed.objects("related", name)


def test_note_is_found_by_its_absolute_path(indexed) -> None:
    found = indexed.objects("related", str(indexed.vault / "bread" / "Dough.md"))

    assert indexed.objects("related", "Dough") == found


def test_unknown_note_gives_the_nearest_names_and_exit_status_1(indexed) -> None:
    result = indexed.run("related", "Dogh")

    assert (result.returncode, result.stdout) == (1, "")
    assert "bread/Dough.md" in result.stderr


def test_ambiguous_note_gives_the_choices_and_exit_status_2(indexed) -> None:
    result = indexed.run("related", "Same")

    assert (result.returncode, result.stdout) == (2, "")
    assert "garden/Same.md, music/Same.md" in result.stderr


@pytest.mark.parametrize("arguments", [(), ("Dough", "--all")])
def test_related_wants_one_note_or_all(indexed, arguments: tuple[str, ...]) -> None:
    result = indexed.run("related", *arguments)

    assert (result.returncode, len(result.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("related", "Dough", "--limit", "0"),
        ("related", "Dough", "--min-score", "high"),
        ("related", "Dough", "--linked", "--unlinked"),
        ("search",),
        ("suggest", "Dough"),
        ("links",),
        ("index", "--fulll"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_exit_status_2(indexed, arguments: tuple[str, ...]) -> None:
    result = indexed.run(*arguments)

    assert (result.returncode, result.stdout) == (2, "")
    assert "usage:" in result.stderr


def test_vault_is_the_known_folder_around_the_current_one(indexed) -> None:
    result = run_cli("status", home=indexed.home, cwd=indexed.vault / "bread")

    assert f"{indexed.vault}\n" in result.stdout


def test_vault_can_be_named(indexed, tmp_path: Path) -> None:
    result = run_cli("status", "--vault", indexed.vault, home=indexed.home, cwd=tmp_path)

    assert result.returncode == 0
    assert os.fspath(indexed.vault) in result.stdout

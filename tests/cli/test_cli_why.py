"""`--why`: the words, the sections and the fact behind each result."""

from pathlib import Path

import pytest

from tests.support import index_vault, json_lines, make_home, run_cli, write_vault

_KEYS = {"words", "links", "fact", "linked", "own_section", "section"}

_LONG = """
# Winter

{winter}

# Summer

{summer}
"""

NOTES = {
    "Journal.md": _LONG.format(
        winter="Snow fell on the orchard and the well froze over. We mended nets beside the stove. " * 12,
        summer="Bees swarmed twice in the meadow, and the new hive filled with honey. " * 12,
    ),
    "Bees.md": "The hive is heavy with honey, and the bees of the meadow are calm.",
    "Stove.md": "The stove burns oak. We mended its door with wire.",
    "Ferry.md": "A ferry leaves at noon; tickets are sold on deck.",
}


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory):
    """Runs a command on a vault with one long note."""
    root = tmp_path_factory.mktemp("why")
    vault: Path = write_vault(root / "vault", NOTES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOTELINKS_HOME", str(make_home(root / "home")))
        index_vault(vault)
    return lambda *arguments: run_cli(*arguments, home=root / "home", cwd=vault)


def test_related_names_the_section_of_a_long_note(journal) -> None:
    found = {value["note"]: value["why"] for value in json_lines(journal("related", "Journal", "--why", "--json"))}

    assert found["Bees.md"].keys() == _KEYS
    assert found["Bees.md"]["own_section"] == {"heading": "Summer", "line": 6}
    assert found["Bees.md"]["section"] is None
    assert "         here: Summer\n" in journal("related", "Journal", "--why").stdout
    assert "         there: Summer\n" in journal("related", "Bees", "--why").stdout


def test_search_tells_why(journal) -> None:
    (first, *_) = json_lines(journal("search", "honey", "meadow", "--why", "--json"))
    lines = journal("search", "mended", "nets", "--why").stdout.splitlines()

    assert {"bees", "hive", "honey", "meadow"} > {word["word"] for word in first["why"]["words"][:2]}
    assert (first["why"]["links"], first["why"]["fact"], first["why"]["own_section"]) == (0.0, "", None)
    at = next(number for number, line in enumerate(lines) if "(Journal.md)" in line)
    assert "nets" in lines[at + 1]
    assert lines[at + 2] == "       there: Winter"


def test_suggest_tells_why(journal) -> None:
    pairs = json_lines(journal("suggest", "--why", "--json"))
    orphans = json_lines(journal("suggest", "--orphans", "--why", "--json"))
    lines = journal("suggest", "--why").stdout.splitlines()

    assert {frozenset(_KEYS)} == {frozenset(pair["why"]) for pair in pairs}
    assert {frozenset(_KEYS)} == {frozenset(row["why"]) for orphan in orphans for row in orphan["nearest"]}
    assert [note["note"] for note in pairs[0]["notes"]] == ["Bees.md", "Journal.md"]
    assert "         second: Summer" in lines[:4]


def test_nothing_is_explained_unasked(journal) -> None:
    for command in (["related", "Journal"], ["search", "honey"], ["suggest"]):
        assert "why" not in json_lines(journal(*command, "--json"))[0]

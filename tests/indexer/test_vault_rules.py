"""What the settings of a vault change in its index."""

import json
from pathlib import Path
from typing import Any

import pytest

from notelinks.config import NotesConfig
from notelinks.notes.vault_rules import read_vault_rules
from tests.support import TINY_CONFIG, index_vault, make_home, make_notes, open_index, read_everything, write_vault

_NOTES = make_notes(16, 3) | {
    "Old/Gone.md": "Flour and bread. #old [[Bread 0]] [[Bread 4]]",
    "Linking.md": "[[Gone]], [[Old/Gone|once]], [[nowhere]] and ![[picture.png]]. Bread.",
    "picture.png": "",
}


def _set(vault: Path, name: str = "app.json", **values: Any) -> None:
    write_vault(vault, {f".obsidian/{name}": json.dumps(values)})


@pytest.fixture
def vault(tmp_path: Path, warm_kernels: None, home: Path) -> Path:
    return write_vault(tmp_path / "vault", _NOTES)


def _index_anew(vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    config = Path(make_home(tmp_path / "other"))
    with monkeypatch.context() as patch:
        patch.setenv("NOTELINKS_HOME", str(config))
        index_vault(vault)
        return read_everything(vault)


def test_excluded_note_is_in_no_list(vault: Path) -> None:
    _set(vault, userIgnoreFilters=["Old/"])
    index_vault(vault)
    found = read_everything(vault)

    assert "Old/Gone.md" not in found["related"]
    assert "Old/Gone.md" not in repr(found)
    with open_index(vault) as reader:
        assert not any("old" in note.tags for note in reader.notes())
        assert reader.status().skipped == ()


def test_link_to_an_excluded_note_is_neither_resolved_nor_unresolved(vault: Path) -> None:
    _set(vault, userIgnoreFilters=["Old/"])
    index_vault(vault)
    with open_index(vault) as reader:
        (note,) = (note for note in reader.notes() if note.key == "Linking.md")
        links = reader.links(note.note_id)

    assert [(link.target, link.alias, link.line) for link in links.excluded] == [
        ("Gone", "", 1),
        ("Old/Gone", "once", 1),
    ]
    assert [link.target for link in links.unresolved] == ["nowhere"]
    assert (links.outgoing, note.n_links) == ((), 0)


@pytest.mark.parametrize("filters", [["Old/"], ["/^Old/"], ["/(garden|music)/", "Old/Gone.md"]])
def test_index_after_a_change_of_filters_equals_a_fresh_one(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filters: list[str]
) -> None:
    index_vault(vault)
    before = read_everything(vault)
    _set(vault, userIgnoreFilters=filters)
    index_vault(vault)
    excluded = read_everything(vault)

    assert excluded == _index_anew(vault, tmp_path, monkeypatch)
    assert excluded["related"].keys() < before["related"].keys()

    _set(vault, userIgnoreFilters=[])
    index_vault(vault)

    assert before["related"].keys() == read_everything(vault)["related"].keys()


def test_own_excludes_count_beside_those_of_obsidian_or_without_them(vault: Path, home: Path) -> None:
    _set(vault, userIgnoreFilters=["Old/"])
    make_home(home, TINY_CONFIG + '[notes]\nexclude = ["music/"]\n')
    index_vault(vault)
    both = {key.split("/")[0] for key in read_everything(vault)["related"]}
    make_home(home, TINY_CONFIG + '[notes]\nexclude = ["music/"]\nobsidian_excludes = false\n')
    index_vault(vault)
    own = {key.split("/")[0] for key in read_everything(vault)["related"]}

    assert (both, own) == (
        {"Linking.md", "bread", "garden", "walks"},
        {"Linking.md", "Old", "bread", "garden", "walks"},
    )


def test_vault_of_which_every_note_is_excluded_is_empty_and_not_away(vault: Path) -> None:
    index_vault(vault)
    _set(vault, userIgnoreFilters=["/./"])
    index_vault(vault)

    assert read_everything(vault)["related"] == {}


def _concepts(vault: Path, key: str) -> set[str]:
    return {text.lower() for text, _ in read_everything(vault)["concepts"][key]}


@pytest.mark.parametrize(
    ("name", "option"), [("templates.json", "templates_as_notes"), ("daily-notes.json", "daily_as_notes")]
)
def test_template_or_daily_note_is_no_evidence_for_a_concept(vault: Path, home: Path, name: str, option: str) -> None:
    """A word of a single real note is a concept only if a note near to it holds it, too."""
    write_vault(
        vault,
        {
            "Aside/One.md": "Zymurgy of flour, dough, yeast.",
            "Real.md": "Zymurgy of flour, dough, yeast, oven, crust, salt, rye.",
        },
    )
    _set(vault, name, folder="Aside")
    index_vault(vault)
    without = _concepts(vault, "Real.md")
    make_home(home, TINY_CONFIG + f"[notes]\n{option} = true\n")
    index_vault(vault)

    assert "zymurgy" not in without
    assert "zymurgy" in _concepts(vault, "Real.md")


def test_languages_that_are_set_choose_the_stop_words(vault: Path, home: Path) -> None:
    write_vault(vault, {f"walks/{i}.md": "Der Weg und der Weg und der Wald und der Berg." for i in range(3)})
    index_vault(vault)
    guessed = _concepts(vault, "walks/0.md")
    make_home(home, TINY_CONFIG + '[notes]\nlanguages = ["fr"]\n')
    index_vault(vault)

    assert "und" not in guessed
    assert "und" in _concepts(vault, "walks/0.md")


def test_rules_are_the_same_object_until_something_changes(vault: Path) -> None:
    first = read_vault_rules(vault, NotesConfig())
    again = read_vault_rules(vault, NotesConfig(), first)
    _set(vault, userIgnoreFilters=["Old/"])
    changed = read_vault_rules(vault, NotesConfig(), first)

    assert again is first
    assert changed is not first
    assert changed.exclusions.rules == ("Old/",)
    assert read_vault_rules(vault, NotesConfig(obsidian_excludes=False), changed).exclusions.rules == ()

"""What tags and folders mean."""

import unicodedata

import pytest

from notelinks.records import NoteSummary
from notelinks.selection import Selection, folder_of, has_tag, lies_below


def _note(key: str, *tags: str) -> NoteSummary:
    return NoteSummary(1, key, "Title", (), tags, 0, 1, 0, 0)


@pytest.mark.parametrize("tag", ["project", "#project", "PROJECT", "project/", "#project/alpha"])
def test_tag_is_found_with_or_without_its_sign_and_above_nested_ones(tag: str) -> None:
    assert has_tag(_note("a.md", "other", "Project/Alpha"), tag)


@pytest.mark.parametrize("tag", ["proj", "alpha", "project/al", "project/alpha/one"])
def test_other_tags_are_not_found(tag: str) -> None:
    assert not has_tag(_note("a.md", "Project/Alpha"), tag)


@pytest.mark.parametrize(("folder", "expected"), [("Notes", True), ("Notes/Daily", True), ("Daily", False), ("", True)])
def test_folder_holds_all_below_it(folder: str, expected: bool) -> None:
    assert expected == lies_below("Notes/Daily/a.md", [folder])


def test_composed_and_decomposed_letters_are_the_same_folder() -> None:
    key = unicodedata.normalize("NFD", "Tägliches/a.md")

    assert lies_below(key, ["Tägliches"]) and lies_below("Tägliches/a.md", [unicodedata.normalize("NFD", "Tägliches")])


def test_no_folder_holds_nothing() -> None:
    assert not lies_below("a.md", [])


def test_note_of_the_vault_itself_lies_in_no_folder() -> None:
    assert folder_of("a.md") == ""
    assert not Selection(folder="a").takes_note(_note("a.md"))

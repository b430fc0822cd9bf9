import unicodedata
from pathlib import Path

import pytest

from notelinks.notes import regexes
from notelinks.notes.excluded import Exclusions
from notelinks.notes.regexes import match_paths
from notelinks.notes.scan import scan_vault
from notelinks.records import SkippedFile


@pytest.mark.parametrize(
    ("rule", "key", "is_excluded"),
    [
        ("Archive/", "Archive/a.md", True),
        ("Archive/", "Archive/deep/a.md", True),
        ("Archive/", "Archive.md", False),
        ("Archive/", "Notes/Archive/a.md", False),
        ("Archive/", "archive/a.md", False),
        ("Archive", "Archive.md", True),
        ("Archive", "Archived/a.md", True),
        ("Notes/a.md", "Notes/a.md", True),
        ("a.b", "aXb.md", False),
        ("/draft/", "Notes/draft.md", True),
        ("/draft/", "Notes/Draft.md", False),
        ("/^draft/", "Notes/draft.md", False),
        (r"/\.draft\.md$/", "a.draft.md", True),
        (r"/^(?!Notes\/)/", "Notes/a.md", False),
        (r"/^(?!Notes\/)/", "Other/a.md", True),
        (r"/(?<day>\d{4}-\d\d-\d\d)\.md/", "Daily/2024-01-31.md", True),
        (r"/(?<=a)b(?<!cb)/", "ab.md", True),
        (r"/^\w+\.md$/", "é.md", False),
        (r"/x\(?<y/", "x<y.md", True),
        ("/", "a.md", False),
        ("//", "a.md", False),
    ],
)
def test_rule_excludes_what_obsidian_excludes_by_it(rule: str, key: str, is_excluded: bool) -> None:
    exclusions = Exclusions([rule])

    assert exclusions.find([key]) == ({key: rule} if is_excluded else {})
    assert exclusions.problems == ()


@pytest.mark.parametrize("rule", ["Café/", "/^Café/"])
def test_composed_and_decomposed_letters_are_the_same(rule: str) -> None:
    keys = [unicodedata.normalize(form, "Café/a.md") for form in ("NFC", "NFD")]

    assert Exclusions([unicodedata.normalize("NFC", rule)]).find(keys) == dict.fromkeys(
        keys, unicodedata.normalize("NFC", rule)
    )


def test_first_rule_that_excludes_a_note_is_named() -> None:
    exclusions = Exclusions(["b/", "a/", "a/b/", "/x/", "/xy/"])
    found = exclusions.find(["a/b/c.md", "b/c.md", "xy.md", "z.md"])

    assert found == {
        "a/b/c.md": "a/",
        "b/c.md": "b/",
        "xy.md": "/x/",
    }


def test_name_that_is_not_utf8_can_be_excluded() -> None:
    assert Exclusions(["/\\.md$/"]).find(["caf\udce9.md"]) == {"caf\udce9.md": "/\\.md$/"}


@pytest.mark.parametrize("broken", ["[", "(", r"\p{L}+", "a{99999999999}", "(" * 5000 + ")" * 5000, "(?P<1>a)"])
def test_broken_expression_excludes_nothing_and_is_named(broken: str) -> None:
    exclusions = Exclusions([f"/{broken}/", "/b/"])

    assert exclusions.find(["a.md", "b.md"]) == {"b.md": "/b/"}
    assert exclusions.problems == (f"/{broken}/: is no regular expression that is understood here",)


def test_expression_that_takes_for_ever_is_given_up_and_the_others_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regexes, "_DEADLINE_S", 2.0)
    exclusions = Exclusions(["/before/", "/(a|aa)+$/", "/after/"])
    keys = ["before.md", "a" * 100 + ".md", "after.md"]
    found = [exclusions.find(keys), exclusions.find([*keys, "new after.md"])]

    assert found == [
        {"before.md": "/before/", "after.md": "/after/"},
        {"before.md": "/before/", "after.md": "/after/", "new after.md": "/after/"},
    ]
    assert exclusions.problems == ("/(a|aa)+$/: takes too long or too much memory",)


def test_other_rules_still_exclude_what_an_expression_did_before_it_was_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(regexes, "_DEADLINE_S", 2.0)
    exclusions = Exclusions(["/^(a|aa)+$|both/", "/both/", "/^(a|aa)+$|own/"])
    before = exclusions.find(["both", "own"])
    after = exclusions.find(["both", "own", "a" * 100 + "!"])

    assert before == {"both": "/^(a|aa)+$|both/", "own": "/^(a|aa)+$|own/"}
    assert after == {"both": "/both/"}
    assert len(exclusions.problems) == 2


def test_many_such_expressions_are_given_up_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regexes, "_DEADLINE_S", 1.0)

    found = match_paths(["x", *["(a|aa)+$"] * 50], ["a" * 100 + "!", "x"])

    assert found == [frozenset({1}), *["takes too long or too much memory"] * 50]


def test_no_process_is_started_without_an_expression(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regexes.subprocess, "Popen", None)

    assert Exclusions(["a/"]).find(["a/b.md"]) == {"a/b.md": "a/"}
    assert Exclusions(["/x/"]).find([]) == {}


def test_known_path_is_not_matched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    exclusions = Exclusions(["/x/"])
    before = exclusions.find(["x.md", "y.md"])
    monkeypatch.setattr(regexes.subprocess, "Popen", None)

    assert exclusions.find(["x.md", "y.md"]) == before == {"x.md": "/x/"}


def test_scan_tells_excluded_notes_from_the_others(tmp_path: Path) -> None:
    for key in ("a.md", "Old/b.md", "Old/c.sync-conflict-1.md", "Old/d.png", "e.sync-conflict-1.md"):
        path = tmp_path / key
        path.parent.mkdir(exist_ok=True)
        path.touch()
    snapshot = scan_vault(tmp_path, Exclusions(["Old/"]))

    assert list(snapshot.notes) == ["a.md"]
    assert snapshot.excluded == {"Old/b.md": "Old/"}
    assert snapshot.other_files == ("Old/d.png",)
    assert snapshot.skipped == (SkippedFile("e.sync-conflict-1.md", "copy made by a sync conflict"),)

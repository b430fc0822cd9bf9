"""Settings of the vault in the answers of commands."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from notelinks.cli.main import main
from tests.support import index_vault, json_lines, make_notes, run_cli, write_vault

_BREAD = "Flour, water and yeast are kneaded to dough; the oven bakes it to bread."


@pytest.fixture
def vault(tmp_path: Path, warm_kernels: None) -> Path:
    notes = {
        f"{folder}/{i} {folder}.md": f"{_BREAD} {folder} {i}." for folder in ("Real", "Day", "Form") for i in range(3)
    }
    settings: dict[str, dict[str, Any]] = {
        "app": {"userIgnoreFilters": ["Old/", "/[/"], "newLinkFormat": "absolute"},
        "daily-notes": {"folder": "Day"},
        "templates": {"folder": "Form"},
    }
    files = {f".obsidian/{name}.json": json.dumps(values) for name, values in settings.items()}
    old = {f"Old/{i}.md": "gone" for i in range(30)}
    made = write_vault(
        tmp_path / "vault", {**make_notes(8, 1), **notes, **old, **files, "Link.md": "[[Old/1]] and [[Old/none]]."}
    )
    index_vault(made)
    return made


def _folders(objects: list[Any]) -> set[str]:
    return {value["note"].split("/")[0] for value in objects}


def test_templates_are_never_results_and_daily_notes_not_suggested(vault: Path) -> None:
    related = json_lines(run_cli("related", "Real/0 Real", "--json", cwd=vault))
    found = json_lines(run_cli("search", "dough bread", "--json", cwd=vault))
    pairs = json_lines(run_cli("suggest", "--json", "--limit", "99", cwd=vault))
    orphans = json_lines(run_cli("suggest", "--orphans", "--json", "--limit", "99", cwd=vault))

    assert {"Real", "Day", "Form"} & _folders(related) == {"Real", "Day"}
    assert {"Real", "Day", "Form"} & _folders(found) == {"Real", "Day"}
    assert {"Real", "Day", "Form"} & _folders([note for pair in pairs for note in pair["notes"]]) == {"Real"}
    assert {"Real", "Day", "Form"} & _folders(orphans) == {"Real"}


def test_template_can_be_asked_about(vault: Path) -> None:
    related = json_lines(run_cli("related", "Form/0 Form", "--json", cwd=vault))

    assert {"Real", "Day"} <= _folders(related)


def test_status_lists_what_is_excluded_and_why(vault: Path) -> None:
    (status,) = json_lines(run_cli("status", "--json", cwd=vault))

    assert status["notes"] == 18
    assert status["excluded"][:30] == [
        {"note": f"Old/{i}.md", "reason": "Excluded files in Obsidian: Old/"} for i in sorted(range(30), key=str)
    ]
    assert status["excluded"][30:] == [
        {"folder": "Form", "reason": "templates: never a result, no evidence for concepts"},
        {"folder": "Day", "reason": "daily notes: not suggested, no evidence for concepts"},
    ]
    assert (status["pending"], status["skipped"]) == (0, [])
    assert status["settings"]["new_links"] == "absolute"
    assert status["settings"]["problems"] == ["/[/: is no regular expression that is understood here"]


def test_status_stays_short_however_much_is_excluded(vault: Path) -> None:
    lines = run_cli("status", cwd=vault).stdout.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("settings"))

    assert lines[start:] == [
        "settings   .obsidian: new links absolute, [[path]]; templates in Form; daily notes in Day",
        "  not followed: /[/: is no regular expression that is understood here",
        "excluded   30 notes; hidden files and folders, whose name begins with a dot, are never read",
        "  30 by Excluded files in Obsidian: Old/",
        "  Form/: templates: never a result, no evidence for concepts",
        "  Day/: daily notes: not suggested, no evidence for concepts",
        "skipped    none",
    ]


def test_link_to_an_excluded_note_is_shown_as_such(vault: Path) -> None:
    found = json_lines(run_cli("links", "Link", "--json", cwd=vault))
    shown = run_cli("links", "Link", cwd=vault).stdout

    assert [(v["relation"], v["target"]) for v in found] == [("unresolved", "Old/none"), ("excluded", "Old/1")]
    assert "excluded\n  Old/1 · line 1  (excluded from the index)\n" in shown


def test_status_has_one_line_for_a_folder_that_cannot_be_read(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = {f"shut/in/{i}.md": f"Flour {i}." for i in range(30)}
    vault = write_vault(tmp_path / "vault", {**notes, "Blank.md": "", "Bread.md": _BREAD, "Zip.md": b"PK\0\0"})
    index_vault(vault)
    inode, scandir = (vault / "shut" / "in").stat().st_ino, os.scandir

    def refuse(folder):
        if isinstance(folder, int) and os.fstat(folder).st_ino == inode:
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    index_vault(vault)

    assert main(["status", str(vault)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-4:] == [
        "skipped    1 file, 1 folder; 1 indexed, but without words",
        "  Blank.md: no words in it",
        "  Zip.md: binary file",
        "  shut/in/: this folder cannot be read (Permission denied); 30 notes in it are kept as they were indexed",
    ]
    assert main(["status", "--json", str(vault)]) == 0
    assert len(json.loads(capsys.readouterr().out)["skipped"]) == 33

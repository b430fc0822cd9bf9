"""Odd characters and terminals: no encoding is an error, no control character gets through, every name can be given."""

import os
import shutil
from pathlib import Path

import pytest

from tests.support import index_vault, json_lines, make_home, make_notes, run_cli, tells_mistake, write_vault

_LOCALES = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "ascii"},
    {"NO_COLOR": "1", "TERM": "dumb"},
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory):
    """A vault full of characters that terminals and encoders trip over, and its home."""
    root = tmp_path_factory.mktemp("hostile")
    escape, csi, bidi = "\x1b]0;pwned\x07\x1b[2J", "\x9b31m", "\u202e"
    notes: dict[str, str | bytes] = {
        f"Ev{escape}il{csi}.md": f"Water and flour for {bidi}bread. [[Gone{csi}]] [[Ünï|see{escape}]] #food{bidi}",
        "Ünï.md": f"---\ntitle: 'Title {csi} of {bidi} it'\naliases: ['a{csi}b']\n---\n日本 🙂 flour, water, ёлка.",
        "Plain.md": f"Flour and water {csi} and ёлка. [[Ünï]]",
    }
    vault = write_vault(root / "vault", notes)
    (vault / os.fsdecode(b"caf\xe9.md")).write_text("Flour and water in a café. [[Plain]]", "utf-8")
    (vault / os.fsdecode(b"bad\xff\x1b[31m.md")).write_bytes(b"\0" * 20)
    home = make_home(root / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOTELINKS_HOME", str(home))
        index_vault(vault)
    return vault, home


_SHOWING = [
    ("related", "--all", "--why"),
    ("concepts", "--all"),
    ("links", "Plain"),
    ("words", "flour"),
    ("status",),
    ("search", "bread"),
    ("suggest",),
    ("map", "-o", "-"),
]


@pytest.mark.parametrize("env", _LOCALES, ids=str)
def test_no_encoding_of_the_terminal_is_an_error(hostile, env: dict[str, str]) -> None:
    vault, home = hostile
    for arguments in (*_SHOWING, ("related", "--all", "--json")):
        result = run_cli(*arguments, home=home, cwd=vault, env=env)

        assert (result.returncode, result.stderr) == (0, ""), arguments


@pytest.mark.parametrize("json", [(), ("--json",)], ids=["text", "json"])
def test_no_control_character_of_a_note_reaches_the_terminal(hostile, json: tuple[str, ...]) -> None:
    vault, home = hostile
    shown = "".join(run_cli(*arguments, *json, home=home, cwd=vault).stdout for arguments in _SHOWING)
    shown += run_cli("related", "Ev\x1b]il", home=home, cwd=vault).stderr

    assert "Plain" in shown
    assert [c for c in "\x1b\x07\x9b\u202e\x7f\r" if c in shown] == []


@pytest.mark.parametrize("env", _LOCALES, ids=str)
def test_name_that_is_not_utf8_stands_in_json_as_its_bytes(hostile, env: dict[str, str]) -> None:
    import base64

    vault, home = hostile

    (status,) = json_lines(run_cli("status", "--json", home=home, cwd=vault, env=env))
    related = json_lines(run_cli("related", "--all", "--json", home=home, cwd=vault, env=env))

    as_bytes = [{"bytes": base64.b64encode(raw).decode()} for raw in (b"bad\xff\x1b[31m.md", b"caf\xe9.md")]
    assert as_bytes[0] in [file["note"] for file in status["skipped"]]
    assert as_bytes[1] in [value["note"] for value in related]


def test_json_gives_back_what_stands_in_the_notes(hostile) -> None:
    vault, home = hostile

    titles = {
        row["title"]
        for value in json_lines(run_cli("related", "--all", "--json", home=home, cwd=vault))
        for row in value["related"]
    }

    assert "Title \x9b31m of \u202e it" in titles


def test_note_whose_name_is_not_utf8_can_be_named(hostile) -> None:
    vault, home = hostile

    result = run_cli("links", os.fsdecode(b"caf\xe9.md"), "--json", home=home, cwd=vault)

    assert [value["note"] for value in json_lines(result)] == ["Plain.md"]


def test_vault_whose_name_is_not_utf8_is_like_any_other(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / os.fsdecode(b"notes\xff"), make_notes(3, 1))

    results = [run_cli("index", vault), run_cli("status", "--json", vault), run_cli("status", vault)]
    shutil.move(vault, tmp_path / "elsewhere")
    results += [run_cli("status", "--json", vault), run_cli("index", vault)]

    assert [result.returncode for result in results] == [0, 0, 0, 4, 4]
    assert json_lines(results[1])[0]["vault"] == json_lines(results[3])[0]["vault"]
    assert not tells_mistake("".join(result.stderr for result in results))


# Notes that cannot be indexed in full

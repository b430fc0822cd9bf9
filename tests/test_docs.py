"""What the documents say is there: commands, files, links; and every public name says what it is."""

import ast
import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import pytest

from notelinks.cli.parser import COMMANDS, build_parser
from notelinks.config import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FILES = sorted((ROOT / "notelinks").rglob("*.py"))


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_in_the_readme_and_has_help(command):
    parser = build_parser(dict.fromkeys(COMMANDS))
    commands = next(action for action in parser._actions if action.dest == "command")
    helped = {choice.dest: choice.help for choice in commands._choices_actions}

    assert f"| `notelinks {command}" in README
    assert len(helped[command]) > 10
    for action in commands.choices[command]._actions:
        if action.option_strings:
            assert action.help, f"{command} {action.option_strings}"


def test_readme_names_no_command_that_does_not_exist():
    named = set(re.findall(r"\| `notelinks ([a-z0-9-]+)", README))

    assert named == set(COMMANDS)


def _settings():
    """(table, name, default as TOML has it) of everything that can be set."""
    for table, values in dataclasses.asdict(Settings()).items():
        for name, default in values.items():
            yield table, name, str(default).lower() if isinstance(default, bool) else default


@pytest.mark.parametrize(("table", "name", "default"), list(_settings()), ids=str)
def test_setting_is_described_in_its_table_with_its_default(table, name, default):
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8").split(f"## `[{table}]`")[1].split("\n## ")[0]
    row = re.search(rf"^\| `{name}` \| `?(.*?)`? \|", text, re.M)

    assert row, name
    if default == ():
        assert row[1] in ("none", "guessed")
    else:
        assert (row[1] if isinstance(default, str) else float(row[1])) == default


def test_help_lists_every_command():
    done = subprocess.run([sys.executable, "-m", "notelinks", "--help"], capture_output=True, text=True, timeout=60)

    assert done.returncode == 0
    assert [command for command in COMMANDS if f"    {command}" not in done.stdout] == []


def test_ci_finds_the_test_command_of_the_readme():
    found = re.search(r"^## Run the tests\n\n    (python3 -m venv .*)$", README, re.M)

    assert found
    assert found[1].endswith(".venv/bin/python -m pytest")
    assert "## Run the tests" in (ROOT / ".ci/run").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_relative_links_of_a_document_lead_somewhere(document):
    text = re.sub(r"```.*?```|`[^`\n]+`", "", document.read_text(encoding="utf-8"), flags=re.S)
    targets = [t.split("#")[0] for t in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"[a-z]+:|#", t)]

    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_of_the_program_that_a_document_names_exist(document):
    packages = "|".join(sorted(path.name for path in (ROOT / "notelinks").iterdir() if path.is_dir()))
    named = re.findall(rf"`((?:{packages})/[\w/]+\.(?:py|tcss))`", document.read_text(encoding="utf-8"))

    assert [name for name in named if not (ROOT / "notelinks" / name).exists()] == []


def test_cases_and_tests_that_the_rules_of_obsidian_name_exist():
    text = (ROOT / "docs/obsidian.md").read_text(encoding="utf-8")
    rules = [line for line in text.splitlines() if line.count(" | ") >= 3 and line.startswith("| ")]
    named = {name for line in rules for name in re.findall(r"`([a-z]+/[\w./:-]+)`", line.rpartition(" | ")[2])}
    cases = {name for name in named if "::" not in name}
    tests = {name.partition("::")[::2] for name in named - cases}

    assert len(cases) > 80
    assert [case for case in sorted(cases) if not (ROOT / f"tests/notes/fixtures/{case}.txt").exists()] == []
    assert [test for file, test in sorted(tests) if f"def {test}(" not in (ROOT / file).read_text("utf-8")] == []


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_module_and_every_public_class_says_what_it_is(file):
    module = ast.parse(file.read_text(encoding="utf-8"))
    classes = [node for node in module.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]

    assert ast.get_docstring(module), "module"
    assert [node.name for node in classes if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_public_function_of_a_module_says_what_it_gives(file):
    module = ast.parse(file.read_text(encoding="utf-8"))
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]

    assert [node.name for node in functions if not ast.get_docstring(node)] == []

"""Imports run one way: a package may import only what stands above it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "notelinks"

BASE = {"errors", "mistakes", "records", "config", "display", "compiled", "nearness"}

MAY_IMPORT = {
    "errors": set(),
    "mistakes": set(),
    "records": set(),
    "config": {"errors"},
    "display": set(),
    "compiled": {"config"},
    "nearness": set(),
    "selection": {"records"},
    "alike": set(),
    "fragments": {"records"},
    "excerpts": set(),
    "absence": {"records"},
    "addresses": set(),
    "notes": {"errors", "records", "config", "excerpts"},
    "word2vec": BASE,
    "related": BASE,
    "store": {"errors", "records", "config", "display", "fragments", "excerpts"},
    "query": BASE | {"selection", "notes", "related", "store"},
    "indexer": BASE | {"selection", "notes", "word2vec", "related", "store"},
    "linking": {"errors", "records", "display", "notes", "store.inserted_links", "store.shared_file"},
    "map": {
        "errors",
        "records",
        "config",
        "display",
        "nearness",
        "selection",
        "related.note_vectors",
        "related.concepts",
        "store.reader",
        "query",
    },
    "evaluation": BASE | {"notes", "word2vec", "related", "store", "indexer"},
    "tui": {
        "absence",
        "addresses",
        "alike",
        "errors",
        "mistakes",
        "records",
        "config",
        "display",
        "selection",
        "notes.files",
        "store.reader",
        "store.rows",
        "store.stop_words",
        "store.dismissed",
        "store.durable",
        "store.lock",
        "store.private_folder",
        "store.schema",
        "query",
        "linking",
    },
    "cli": BASE
    | {"selection", "alike", "absence", "addresses", "notes", "word2vec", "store", "query", "indexer", "linking", "map"}
    | {"evaluation", "tui"},
    "__main__": {"cli"},
    "__init__": set(),
}
"""The packages of notelinks from bottom to top, and what each may import of the others."""

HOMES = {
    "numba": {"compiled.py", "word2vec/simd.py", "word2vec/simd_rows.py", "word2vec/threads.py"},
    "llvmlite": {"word2vec/simd.py", "word2vec/simd_rows.py"},
    "watchdog": {"indexer/watch.py"},
    "stop_words": {"notes/languages.py"},
    "Stemmer": {"notes/stems.py"},
    "yaml": {"notes/front_matter.py"},
    "sqlite3": {"store/schema.py", "store/tables.py", "store/writable.py"},
    "platformdirs": {"config/places.py"},
}
"""Every third-party package has one home."""

FILES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))


def imported_modules(file: str) -> set[str]:
    """Names of all modules that a file imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names if node.module.startswith("notelinks")}
    return found


def is_allowed(module: str, allowed: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") or name.startswith(f"{module}.") for name in allowed)


@pytest.mark.parametrize("file", FILES)
def test_file_imports_only_what_stands_above_its_package(file):
    package = file.split("/")[0].removesuffix(".py")
    allowed = {f"notelinks.{name}" for name in MAY_IMPORT[package] | {package, "__version__"}}

    for module in imported_modules(file):
        if module.startswith("notelinks"):
            assert module == "notelinks" or is_allowed(module, allowed), f"{file} must not import {module}"


@pytest.mark.parametrize("package", sorted(HOMES))
def test_third_party_package_is_imported_in_its_home_alone(package):
    users = {file for file in FILES if any(m.split(".")[0] == package for m in imported_modules(file))}

    assert HOMES[package] == users


def test_textual_is_imported_by_the_screen_alone():
    users = {file.split("/")[0] for file in FILES if any(m.split(".")[0] == "textual" for m in imported_modules(file))}

    assert users == {"tui"}


def test_no_file_is_longer_than_three_hundred_lines():
    long_files = {file: n for file in FILES if (n := len((ROOT / file).read_text().splitlines())) > 300}

    assert long_files == {}

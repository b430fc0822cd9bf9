"""What must start fast imports nothing heavy: seen in a fresh interpreter, where deferred imports count too."""

import json
import subprocess
import sys

import pytest

HEAVY = ("numpy", "numba", "llvmlite", "watchdog")


AFTER_FIRST_PAINT = (
    "sqlite3",
    "notelinks.indexer",
    "tomllib",
    "notelinks.notes.files",
    "notelinks.notes.folder_listing",
    "notelinks.notes.registry",
    "notelinks.records.files",
    "notelinks.records.notes",
    "notelinks.store.reader",
    "notelinks.store.rows",
    "notelinks.tui.answers",
    "notelinks.tui.follow",
    "notelinks.tui.link_screen",
    "notelinks.tui.linking",
    "notelinks.tui.load",
    "notelinks.tui.preview_text",
    "notelinks.tui.preview_wrap",
    "notelinks.tui.views.opening",
    "notelinks.query",
    "notelinks.linking",
    "notelinks.tui.views.search",
)
"""What the screen needs later: to read the index, and when a view or dialogue is opened."""


def heavy_modules(statement: str, heavy: tuple[str, ...] = HEAVY) -> list[str]:
    code = f"{statement}\nimport json, sys\nsys.stderr.write(json.dumps([m for m in {heavy} if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    return json.loads(done.stderr.splitlines()[-1])


@pytest.mark.parametrize(
    "statement",
    [
        "import notelinks.tui.app",
        "import notelinks.store.reader",
        "import notelinks.cli.notes, notelinks.cli.status",
        "from notelinks.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass",
    ],
)
def test_nothing_heavy_is_imported(statement):
    assert heavy_modules(statement) == []


def test_the_first_paint_waits_for_nothing_that_comes_later():
    assert heavy_modules("import notelinks.cli.screen, notelinks.tui.run", AFTER_FIRST_PAINT) == []


def test_reasons_need_no_compiled_code():
    assert heavy_modules("import notelinks.query.reasons") == ["numpy"]


def test_the_indexer_follows_saves_without_compiled_code():
    assert heavy_modules("import notelinks.indexer.service") == ["numpy", "watchdog"]


def test_the_check_sees_a_heavy_import():
    assert heavy_modules("import notelinks.related.neighbours") == ["numpy", "numba", "llvmlite"]

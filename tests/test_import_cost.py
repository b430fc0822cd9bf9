"""What must start fast imports nothing heavy: seen in a fresh interpreter, where deferred imports count too."""

import json
import subprocess
import sys

import pytest

HEAVY = ("numpy", "numba", "llvmlite", "watchdog")


def heavy_modules(statement: str) -> list[str]:
    code = f"{statement}\nimport json, sys\nsys.stderr.write(json.dumps([m for m in {HEAVY} if m in sys.modules]))"
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


def test_reasons_need_no_compiled_code():
    assert heavy_modules("import notelinks.query.reasons") == ["numpy"]


def test_the_indexer_follows_saves_without_compiled_code():
    assert heavy_modules("import notelinks.indexer.service") == ["numpy", "watchdog"]


def test_the_check_sees_a_heavy_import():
    assert heavy_modules("import notelinks.related.neighbours") == ["numpy", "numba", "llvmlite"]

"""Damaged and random notes are read without a crash, in time, and in every process to the same words and links."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).parents[2]
_FOLDERS = [folder for folder in os.environ.get("NOTELINKS_FUZZ_NOTES", "").split(os.pathsep) if folder]
"""Real notes to damage in the long campaign, besides those that come with the program."""


def _read_twice(n_notes: int, seed: int, *folders: str) -> dict[str, Any]:
    """The figures of two processes, which must be equal, with the times of the first."""
    command = [sys.executable, "-m", "tests.campaigns.fuzz", str(n_notes), str(seed), *folders]
    options = {"cwd": _ROOT, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    processes = [subprocess.Popen(command, env=os.environ | {"PYTHONHASHSEED": str(i)}, **options) for i in range(2)]
    results = [process.communicate(timeout=3000) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], [errors.decode()[-3000:] for _, errors in results]
    one, other = (json.loads(output) for output, _ in results)
    assert one["digest"] == other["digest"]
    return one


def test_five_hundred_hostile_notes_are_read() -> None:
    figures = _read_twice(500, 1)

    assert figures["notes"] == 500
    assert min(figures["binary"], figures["with_problems"]) > 10 < figures["links"], figures


@pytest.mark.slow
def test_ten_thousand_hostile_notes_are_read() -> None:
    figures = _read_twice(10_000, 2, *_FOLDERS)
    print(figures)

    assert figures["notes"] == 10_000

"""The soak at its shortest; `python -m tests.campaigns.soak MINUTES` runs it for longer."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_a_minute_of_ordinary_life_ends_equal_to_a_fresh_index(warm_kernels: None) -> None:
    command = [sys.executable, "-m", "tests.campaigns.soak", "1"]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=900)
    print(done.stdout)

    assert done.returncode == 0, done.stdout + done.stderr

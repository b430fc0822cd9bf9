"""Whoever reads the output of a command may go, and a disk may be full."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import cli_environment


def test_pipe_that_closes_early_is_quiet(indexed) -> None:
    command = f"{sys.executable} -m notelinks related --all --limit 50 --json"
    result = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | head -n 1"],
        cwd=indexed.vault,
        env=cli_environment(indexed.home),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (result.returncode, result.stderr, len(result.stdout.splitlines())) == (0, "", 1)


def test_reader_that_has_gone_is_no_error(indexed) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = indexed.run("related", "--all", stdout=writing)
    finally:
        os.close(writing)

    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("json", [(), ("--json",)])
def test_full_device_is_a_message_and_exit_status_1(indexed, json: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        result = indexed.run("related", "--all", *json, stdout=full)

    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
    assert "No space left" in result.stderr

"""A forked command is like one that was started."""

import os
import subprocess
from pathlib import Path

import pytest

from tests import commands
from tests.commands import run_cli


@pytest.mark.parametrize(
    "arguments",
    [("--version",), ("related", "--help"), ("status",), ("word2vec",), ("rleated",), ("related", "a\udcffb"), ()],
    ids=str,
)
def test_forked_command_answers_and_ends_as_a_started_one(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    forked, started = (run_cli(*arguments, cwd=tmp_path, **options) for options in ({}, {"start_new_session": False}))

    assert isinstance(started.args, list) and started.args[1:3] == ["-m", "notelinks"]
    assert forked.args == [*arguments]
    assert (forked.returncode, forked.stdout, forked.stderr) == (started.returncode, started.stdout, started.stderr)


def test_command_that_does_not_end_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "COMMAND_TIMEOUT_S", 0.001)

    with pytest.raises(subprocess.TimeoutExpired):
        run_cli("status", cwd=tmp_path)


def test_variable_that_the_interpreter_reads_has_a_command_started(tmp_path: Path) -> None:
    done = run_cli("--version", cwd=tmp_path, env={"PYTHONIOENCODING": "ascii"})

    assert done.args[-1] == "--version" and os.path.isabs(done.args[0])

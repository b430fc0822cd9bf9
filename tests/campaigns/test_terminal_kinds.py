"""Every kind of terminal gets a whole screen and is restored, or one line that says why there is none."""

import itertools
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from notelinks.cli.exits import WRONG_USE
from tests.campaigns.terminal import RESTORED, Terminal
from tests.support import TINY_CONFIG, index_vault, make_home, make_notes, run_cli, tells_mistake, write_vault

_KINDS = ("dumb", "", None, "nonsense", "xterm-256color")
"""Values of `TERM`; None: it is not set."""

_WITHOUT_SCREEN = ("dumb", "", None)


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, warm_kernels: None) -> tuple[Path, Path]:
    """(vault, home)."""
    root = tmp_path_factory.mktemp("kinds")
    vault, home = write_vault(root / "vault", make_notes(4, 1)), make_home(root / "home", TINY_CONFIG)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOTELINKS_HOME", os.fspath(home))
        index_vault(vault)
    return vault, home


def _environment(kind: str | None, no_color: str | None) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """(command that takes variables away, variables)."""
    variables = {"TERM": kind, "NO_COLOR": no_color}
    away = [option for name, value in variables.items() if value is None for option in ("-u", name)]
    return ("env", *away), {name: value for name, value in variables.items() if value is not None}


@pytest.mark.parametrize(("kind", "no_color"), [*itertools.product(_KINDS, ("1", None))], ids=str)
def test_terminal_of_any_kind_gets_a_screen_or_one_line(
    indexed: tuple[Path, Path], kind: str | None, no_color: str | None
) -> None:
    vault, home = indexed
    prefix, variables = _environment(kind, no_color)
    env = {"NOTELINKS_HOME": os.fspath(home), **variables}
    with Terminal([os.fspath(vault)], env, prefix=prefix) as terminal:
        if kind in _WITHOUT_SCREEN:
            assert terminal.await_end() == WRONG_USE
            assert terminal.output.count(b"\n") == 1 and b"\x1b" not in terminal.output
            assert b"cannot show the interface" in terminal.output
        else:
            terminal.read_until(lambda: b"Bread 0" in terminal.output)
            terminal.press("q")
            assert terminal.await_end() == 0
            assert [code for code in RESTORED if code not in terminal.output] == []
        assert not tells_mistake(terminal.output)
        assert terminal.has_settings_restored()


@pytest.mark.parametrize("kind", _KINDS, ids=str)
def test_without_a_terminal_there_is_one_line_whatever_its_kind(indexed: tuple[Path, Path], kind: str | None) -> None:
    vault, home = indexed
    prefix, variables = _environment(kind, None)
    done = run_cli(vault, home=home, env=variables, prefix=prefix)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (WRONG_USE, "", 1)
    assert "needs a terminal" in done.stderr

"""An exception that nobody has foreseen is told by its type and place: no value of it is written anywhere."""

import os
import subprocess
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from notelinks.cli import exits
from notelinks.indexer.child import start_child
from notelinks.mistakes import describe_mistake, hush_tracebacks, places
from notelinks.tui.child import IndexerChild
from tests.support import cli_environment, index_vault, make_notes, wait_until, write_vault

_CANARY = "canary of a note"

_PROGRAM = f"""
import sys, threading
from notelinks.cli import main
from notelinks.indexer.service import Indexer
from notelinks.store.reader import StoreReader

def fail(*_, **options):
    raise KeyError("{_CANARY}")

def fail_in_thread(self):
    thread = threading.Thread(target=self.related, args=(1,))
    thread.start()
    thread.join()
    fail()

class Fading:
    def __del__(self):
        fail()

Indexer._look = StoreReader.related = fail
StoreReader.notes = fail_in_thread if "--all" in sys.argv else StoreReader.notes
main_status = main(sys.argv[1:])
Fading()
sys.exit(main_status)
"""
"""`notelinks` with a mistake in its indexer and in its reader, in a thread and in what nobody can catch."""


def _command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", _PROGRAM, *map(os.fspath, arguments)]


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (("index", "VAULT"), "indexer/service.py"),
        (("watch", "VAULT"), "indexer/service.py"),
        (("related", "Bread 0", "--vault", "VAULT"), "query/note_lists.py"),
        (("related", "--all", "--vault", "VAULT"), "cli/notes.py"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else "",
)
def test_mistake_in_a_command_is_lines_without_a_value(
    tmp_path: Path, home: Path, arguments: tuple[str, ...], place: str
) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(4, 1))
    index_vault(vault)
    command = _command(*(os.fspath(vault) if word == "VAULT" else word for word in arguments))
    done = subprocess.run(command, env=cli_environment(), capture_output=True, text=True, timeout=120)

    assert (done.returncode, done.stdout) == (exits.MISTAKE, "")
    assert "canary" not in done.stderr and "Traceback" not in done.stderr
    lines = done.stderr.replace(f"watching {vault}", "").splitlines()
    told = [line for line in lines if "something went wrong in the program (KeyError" in line]
    assert len(told) == (3 if "--all" in arguments else 2), lines  # of the command, a thread, and what fades
    assert any(f"(KeyError at notelinks/{place}:" in line for line in told), told


def test_mistake_of_the_indexer_that_the_screen_started_is_shown_and_logged_without_a_value(tmp_path: Path) -> None:
    vault, folder = write_vault(tmp_path / "vault", make_notes(4, 1)), tmp_path / "index"
    child = IndexerChild(vault, folder, _command("watch", vault))
    child.tend()
    assert child._process is not None
    wait_until(lambda: child._process.poll() is not None)
    child.tend()
    child.stop()

    assert "ended with code 1: notelinks: something went wrong in the program (KeyError" in child.problem
    assert "canary" not in child.problem + child.log_file.read_text()


def fail_in_child(connection: Connection) -> None:
    """What a process of the indexer's own does here."""
    raise KeyError(_CANARY)


def test_mistake_in_a_process_of_the_indexer_is_one_line_without_a_value(capfd: pytest.CaptureFixture[str]) -> None:
    """Of those that read notes and the one that trains alike."""
    process, connection = start_child(fail_in_child)
    process.join(30)
    connection.close()

    assert process.exitcode == 1
    out, errors = capfd.readouterr()
    assert (out, errors.count("\n")) == ("", 1), errors
    assert "(KeyError at notelinks/indexer/child.py:" in errors and "canary" not in errors


def test_mistake_is_named_by_the_innermost_place_of_ours_and_its_own_type() -> None:
    class CarryingError(Exception):
        """As an exception of a library that carries another."""

        def __init__(self, error: Exception) -> None:
            super().__init__("canary")
            self.error = error

    try:
        next(places(None))  # type: ignore[arg-type]
    except AttributeError as error:
        assert describe_mistake(error).startswith("AttributeError at notelinks/mistakes.py:")
        assert describe_mistake(CarryingError(error)).startswith("AttributeError at notelinks/mistakes.py:")
    assert describe_mistake(CarryingError(KeyError(_CANARY))) == "KeyError"
    looping = KeyError(_CANARY)
    looping.__cause__ = ValueError(_CANARY)
    looping.__cause__.__cause__ = looping
    assert describe_mistake(looping) == "KeyError"


def test_ends_of_threads_are_no_mistakes(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    hush_tracebacks()
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()

    assert capfd.readouterr().err == ""

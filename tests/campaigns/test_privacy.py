"""Private and offline: no network, no text of notes in logs, files for the user alone, deleted words gone."""

import contextlib
import os
import random
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from notelinks.cli.parser import COMMANDS
from notelinks.records import FileSignature, LinkEnd, ParsedNote, Passage, TokenizedNote
from notelinks.store.packed_note import pack_note
from notelinks.store.schema import database_file
from notelinks.store.writer import StoreWriter
from notelinks.tui.keys import MAIN_KEYS, Key
from tests.campaigns.terminal import Terminal
from tests.support import (
    TINY_CONFIG,
    Watcher,
    cli_environment,
    json_lines,
    make_home,
    make_notes,
    run_cli,
    wait_until,
    write_vault,
)

_SECRET = "xylocanaria"
_N_NOTES = 48
"""Enough for `evaluate`."""

_ARGUMENTS = {
    "index": ["."],
    "status": ["."],
    "related": ["--all", "--why"],
    "concepts": ["--all"],
    "links": ["Bread 0"],
    "words": ["flour"],
    "search": ["dough"],
    "suggest": [],
    "map": ["-o", "-"],
    "link": ["Bread 4", "Walks 3"],
    "stop-words": ["add", "flour"],
    "evaluate": ["--concepts"],
    "word2vec": ["train", "bread/Bread 0.md", "-o", "../vectors.txt", "--min-count", "1", "--epochs", "1"],
    "purge": ["."],
}
"""How each command is called but for `watch`, which does not end by itself; `index` first and `purge` last."""


def files_with(home: Path, word: str) -> list[str]:
    """Files in which a word stands, as it is or compressed."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return [str(path.relative_to(home)) for path in files if _holds(path.read_bytes(), word.encode())]


def _holds(raw: bytes, word: bytes) -> bool:
    return word in raw.lower() or any(word in text.lower() for text in _compressed_texts(raw))


def _compressed_texts(raw: bytes) -> Iterator[bytes]:
    """What every stream of zlib says as far as it can be read; in a database one may end with its page."""
    for header in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", raw):
        stream, text = zlib.decompressobj(), b""
        with contextlib.suppress(zlib.error):
            for start in range(header.start(), len(raw), 16):
                text += stream.decompress(raw[start : start + 16])
                if stream.eof:
                    break
        yield text


def test_compressed_words_are_found_also_in_a_stream_that_is_cut_off() -> None:
    stream = zlib.compress(
        f"1 3\nThe {_SECRET.title()} of flour.\n".encode() * 40 + random.Random(1).randbytes(3000), 1
    )
    cut = random.Random(2).randbytes(500) + stream[:1000] + bytes(4096)

    assert _SECRET.encode() not in cut.lower()
    assert _holds(cut, _SECRET.encode())
    assert not _holds(cut, b"xylophone")


def test_passages_are_found_in_a_database_that_has_them(tmp_path: Path) -> None:
    """They are stored in compressed form alone."""
    writer = StoreWriter(tmp_path / "index", str.casefold)
    parsed = ParsedNote("a.md", "a", (), (), (), (), passages=(Passage(1, (f"Flour of {_SECRET}.",)),))
    note = TokenizedNote(parsed, (), (), (), "en", "", "")
    writer.apply_changes([(pack_note(note), FileSignature(1, 1, 1, 1, 1))], (), {}, lambda *_: (None, LinkEnd.NOTHING))
    writer.close()

    raw = database_file(tmp_path / "index").read_bytes()
    assert (_SECRET.encode() in raw, _holds(raw, _SECRET.encode())) == (False, True)


def test_words_of_a_deleted_note_are_in_no_byte_that_a_watcher_leaves(tmp_path: Path, warm_kernels: None) -> None:
    """Database, its log, word vectors, logs: while it goes on watching, and after it has ended."""
    vault = write_vault(tmp_path / "vault", make_notes(8, 1))
    home = make_home(tmp_path / "home", TINY_CONFIG)
    with Watcher(vault, home) as watcher:
        watcher.settle()
        text = f"# {_SECRET} one\n\nThe {_SECRET} of #{_SECRET}. See [[{_SECRET}|the {_SECRET} label]] and flour."
        write_vault(vault, {f"{_SECRET}/{_SECRET}.md": text, "naming.md": f"Flour of {_SECRET}."})
        wait_until(lambda: files_with(home, _SECRET), 60)
        watcher.settle()
        before = files_with(home, _SECRET)
        generation = watcher.status()["generation"]
        shutil.rmtree(vault / _SECRET)
        (vault / "naming.md").unlink()
        wait_until(lambda: (now := watcher.status())["generation"] > generation and not now["pending"], 60)
        watcher.settle()
        wait_until(lambda: not files_with(home, _SECRET), 30)
        _, log = watcher.stop()
        modes = {path.name: path.stat().st_mode & 0o077 for path in home.rglob("*") if path.name != "config.toml"}

    assert len(before) >= 2, before
    assert files_with(home, _SECRET) == []
    assert _SECRET not in log.lower().replace(str(vault).lower(), "")
    assert {name for name, mode in modes.items() if mode} == set()


def _has_own_network() -> bool:
    if shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not _has_own_network(), reason="needs a network namespace")
def test_every_command_works_where_there_is_no_network_at_all(tmp_path: Path, warm_kernels: None) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(_N_NOTES, 1))
    assert {*_ARGUMENTS, "watch"} == {*COMMANDS}
    for name, arguments in _ARGUMENTS.items():
        done = run_cli(name, *arguments, cwd=vault, prefix=("unshare", "-rn"))

        assert done.returncode == 0, (name, done.stderr)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_no_command_opens_a_socket_to_anywhere(tmp_path: Path, warm_kernels: None) -> None:
    """Nor a watcher, nor the screen with its views."""
    vault, calls = write_vault(tmp_path / "vault", make_notes(_N_NOTES, 1)), tmp_path / "calls"
    trace = ("strace", "-f", "-qq", "-e", "trace=socket", "-o", os.fspath(calls))
    assert {*_ARGUMENTS, "watch"} == {*COMMANDS}
    for name, arguments in _ARGUMENTS.items():
        assert run_cli(name, *arguments, cwd=vault, prefix=trace).returncode == 0
        assert _sockets(calls) == [], name

    _watch_for_a_while(vault, trace)
    assert _sockets(calls) == []
    with Terminal([os.fspath(vault)], {}, prefix=trace) as terminal:
        terminal.read_until(lambda: b"Bread" in terminal.output, 120)
        for key in (key for key in MAIN_KEYS if key.action.startswith("app.open_view")):
            terminal.press(key_of(key))
            terminal.settle()
            terminal.press("escape", "escape")
        terminal.press("q")
        assert terminal.await_end() == 0, terminal.output[-1500:]
    assert _sockets(calls) == []


def key_of(key: Key) -> str:
    """The first of the names of a key."""
    return key.keys.split(",")[0]


def _sockets(calls: Path) -> list[str]:
    """Those that lead out of this machine, or could."""
    traced = calls.read_text().splitlines()
    assert traced or calls.exists()
    return [line for line in traced if "AF_" in line and "AF_UNIX" not in line]


def _watch_for_a_while(vault: Path, trace: tuple[str, ...]) -> None:
    command = [*trace, sys.executable, "-m", "notelinks", "watch", "--stop-at-eof", os.fspath(vault)]
    with subprocess.Popen(command, env=cli_environment(), stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: json_lines(run_cli("status", "--json", vault))[:1], 120)
            wait_until(lambda: json_lines(run_cli("status", "--json", vault))[0]["generation"], 120)
            write_vault(vault, {"new.md": "Flour and dough."})
            wait_until(lambda: json_lines(run_cli("status", "--json", vault))[0]["notes"] == _N_NOTES + 1, 60)
        finally:
            process.communicate(timeout=60)  # closes its input
    assert process.returncode == 0


def test_purge_leaves_nothing_but_the_configuration(tmp_path: Path, warm_kernels: None) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(4, 1))
    home = make_home(tmp_path / "home", TINY_CONFIG)
    with Watcher(vault, home) as watcher:
        watcher.settle()
        watcher.process.kill()
        watcher.process.wait()
    run_cli("stop-words", "add", "flour", "--vault", vault, home=home)

    assert run_cli("purge", vault, home=home).returncode == 0
    assert [path.name for path in home.rglob("*") if path.is_file()] == ["config.toml"]

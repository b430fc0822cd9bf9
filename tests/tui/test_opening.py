"""Other programs get what they are to open as arguments of their own, whatever a note is called."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, unquote_to_bytes, urlsplit

import pytest
from driving import GARDEN, drive, open_note, until

from notelinks.addresses import obsidian_uri
from notelinks.tui import clipboard, linking, obsidian
from notelinks.tui.clipboard import clipboard_tools, copy_text
from notelinks.tui.editor import editor_command
from notelinks.tui.obsidian import open_in_obsidian

HOSTILE = [
    "+!touch PWN.md",
    "-c.md",
    "a;rm -rf x.md",
    "$(touch PWN).md",
    "`x`.md",
    "new\nline.md",
    "a&vault=evil.md",
    "a#b%0a.md",
    "caf\udce9.md",
    "\u202egnp.md",
    "--help.md",
    "'\".md",
    "日本 語.md",
    "a?b=c.md",
    "~.md",
    "%2e%2e.md",
    "a:12.md",
]

_LOGGER = f"""#!{sys.executable}
import json, os, sys
print(json.dumps(sys.argv[1:]), file=open(os.environ["ARGV_LOG"], "a"))
"""


@pytest.fixture
def log(tmp_path, monkeypatch):
    """A folder on the path for programs that log their arguments, and the log."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    monkeypatch.setenv("ARGV_LOG", str(tmp_path / "argv"))
    return tmp_path / "argv"


def make_program(log: Path, name: str, more: str = "") -> None:
    program = log.parent / "bin" / name
    program.write_text(_LOGGER + more)
    program.chmod(0o755)


def logged(log: Path) -> list[list[str]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


# Editor


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("editor", ["vim", "fake", "code", "subl"])
def test_editor_gets_the_path_of_a_hostile_note_as_one_argument(log, monkeypatch, tmp_path, name, editor):
    make_program(log, editor)
    monkeypatch.setenv("VISUAL", f"{editor} --wait")
    path = tmp_path / name
    subprocess.run(editor_command(path, 7), check=True, cwd=tmp_path, timeout=30)
    expected = {"vim": ["+7", f"{path}"], "fake": [f"{path}"], "code": ["--goto", f"{path}:7"], "subl": [f"{path}:7"]}

    assert logged(log) == [["--wait", *expected[editor]]]
    assert not (tmp_path / "PWN.md").exists() and not (tmp_path / "PWN").exists()


@pytest.mark.parametrize("editor", ["vi", "nvim", "/usr/bin/emacs", "nano", "micro", "hx", "kak"])
def test_line_is_given_as_most_editors_take_it(monkeypatch, editor):
    monkeypatch.setenv("VISUAL", editor)

    assert editor_command(Path("/v/a.md"), 3) == [editor, "+3", "/v/a.md"]
    assert editor_command(Path("/v/a.md")) == [editor, "/v/a.md"]


def test_editor_that_is_not_known_gets_no_line(monkeypatch):
    monkeypatch.setenv("VISUAL", "my-editor")

    assert editor_command(Path("/v/a.md"), 3) == ["my-editor", "/v/a.md"]


# Obsidian


@pytest.mark.parametrize("name", HOSTILE)
def test_address_for_obsidian_gives_the_very_path_back(name):
    path = Path("/notes") / name
    parts = urlsplit(obsidian_uri(path))

    assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("obsidian", "open", "", "")
    assert list(parse_qs(parts.query, errors="surrogateescape")) == ["path"]
    assert unquote_to_bytes(parts.query.removeprefix("path=")) == str(path).encode("utf-8", "surrogateescape")


def test_heading_and_block_are_part_of_the_path():
    assert obsidian_uri(Path("/n/a b.md"), "Über & ab") == "obsidian://open?path=%2Fn%2Fa%20b.md%23%C3%9Cber%20%26%20ab"
    assert obsidian_uri(Path("/n/a.md"), "^id") == "obsidian://open?path=%2Fn%2Fa.md%23%5Eid"


def test_opener_gets_the_address_alone_and_its_failure_is_told(log, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(log.parent / "none"))
    assert "xdg-open cannot be started" in open_in_obsidian(Path("/n/a.md"))
    monkeypatch.setenv("PATH", str(log.parent / "bin"))
    make_program(log, "xdg-open")
    assert open_in_obsidian(Path("/n/$(x) -a.md")) == ""
    make_program(log, "xdg-open", "sys.exit(3)")
    assert open_in_obsidian(Path("/n/a.md")) == "xdg-open found no Obsidian (code 3). Is it installed?"

    assert logged(log)[0] == ["obsidian://open?path=%2Fn%2F%24%28x%29%20-a.md"]


def test_opener_that_stays_is_left_alone(log, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(obsidian, "_WAIT_S", 0.01)
    make_program(log, "xdg-open", "import time; time.sleep(60)")

    assert open_in_obsidian(Path("/n/a.md")) == ""


# Clipboard


def test_tool_gets_the_text_on_its_standard_input(log, monkeypatch, tmp_path):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    make_program(log, "wl-copy", f"open({str(tmp_path / 'text')!r}, 'wb').write(sys.stdin.buffer.read())")

    assert copy_text("[[$(x) 日本\n]]") == "Copied"
    assert logged(log) == [[]]
    assert (tmp_path / "text").read_bytes() == "[[$(x) 日本\n]]".encode()


def test_next_tool_is_tried_when_one_fails(log, monkeypatch):
    monkeypatch.setattr(clipboard, "_WAIT_S", 30.0)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("DISPLAY", ":0")
    for name, more in (("wl-copy", "sys.exit(1)"), ("xclip", "sys.exit(1)"), ("xsel", "")):
        make_program(log, name, more)

    assert copy_text("x") == "Copied"
    assert logged(log) == [[], ["-selection", "clipboard"], ["--clipboard", "--input"]]


def test_tool_that_hangs_is_ended(log, monkeypatch):
    monkeypatch.setattr(clipboard, "_WAIT_S", 0.2)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    for name in ("DISPLAY", "TMUX", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    make_program(log, "wl-copy", "import time; time.sleep(60)")

    assert copy_text("x") == "Sent to the terminal's clipboard"


def test_without_a_display_there_is_no_tool(monkeypatch):
    for name in ("WAYLAND_DISPLAY", "DISPLAY", "WSL_DISTRO_NAME", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")

    assert clipboard_tools() == []
    assert copy_text("x") == "Sent to the terminal's clipboard"


@pytest.mark.parametrize("knows_w", [True, False])
def test_tmux_takes_what_no_tool_took(log, monkeypatch, knows_w):
    """It does not pass our escape sequence on unless it is told to; older ones do not know `-w`."""
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("WAYLAND_DISPLAY", "DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TMUX", "/tmp/tmux-1/default,1,0")
    make_program(log, "tmux", "" if knows_w else "sys.exit('-w' in sys.argv)")

    assert copy_text("x") == "Copied to tmux's buffer"
    assert logged(log) == [["load-buffer", "-w", "-"], ["load-buffer", "-"]][: 1 if knows_w else 2]


# On the screen


def test_o_opens_the_shown_note_in_obsidian(vault, monkeypatch):
    vault.build(GARDEN)
    opened = []
    monkeypatch.setattr(linking, "open_in_obsidian", lambda path: opened.append(path) or "No Obsidian.")

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Walks/Dew.md")
        await pilot.press("o")
        await until(pilot, lambda: any("No Obsidian." in n.message for n in app._notifications))
        assert opened == [vault.path / "Walks" / "Dew.md"]

    drive(vault, steps)

"""Notes cannot drive the terminal: whatever is in them, no canary of it comes out of any command or screen."""

import os
import random
import signal
from pathlib import Path

import pytest

from notelinks.cli.parser import COMMANDS
from notelinks.tui.keys import APP_KEYS, MAIN_KEYS
from tests.campaigns.terminal import RESTORED, Terminal
from tests.support import TINY_CONFIG, index_vault, make_home, make_notes, run_cli, tells_mistake, write_vault

CANARIES = (b"\x1b]777;", b"\x9d777;", b"\xc2\x9d777;", b"\x1b[777", b"\xc2\x9b777", b"\x1bP777", b"\x1b_777",
            b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\xf3\xa0\x81\x81", b"777\r777", b"777\x08777")  # fmt: skip
"""Bytes that only the notes hold: commands to a terminal (OSC, CSI, DCS, APC, 7 and 8 bits), overrides of the writing
direction, invisible tags, and what overwrites a line."""


def poison(field: str) -> str:
    """Every canary, with the name of the field that it stands in."""
    commands = f"\x1b]777;{field}\x07\x9d777;{field}\x9c\x1b[777;1m\x9b777m\x1bP777q\x1b\\\x1b_777\x1b\\"
    return f"{field}{commands}\u202e\u2066\U000e0041777\r777\x08777"


def note(number: int) -> str:
    field = poison
    return (
        f'---\ntitle: "{_yaml(field("title"))} {number}"\naliases: ["{_yaml(field("alias"))}"]\n'
        f'tags: ["{_yaml(field("property"))}"]\n---\n'
        f"# {field('heading')}\n\nFlour and soil {field('word')} [[{field('target')}|{field('label')}]] "
        f"#{field('tag')} `{field('code')}` [{field('text')}]({field('address')}) ![[{field('embed')}]]\n\n"
        f"- {field('item')}\n- [ ] {field('task')}\n\n> [!{field('callout')}] {field('quote')}\n\n"
        f"| {field('cell')} | b |\n|---|---|\n| [[Plain]] | {field('cell')} |\n\n"
        f"```{field('language')}\n{field('block')}\n```\n\n<b {field('attribute')}>{field('html')}</b> "
        f"[/foo] [bold [@click=app.quit]x[/] $accent {{field}}\n"
    )


def _yaml(text: str) -> str:
    """As an escaped YAML string, in which control characters may stand."""
    return "".join(f"\\U{ord(c):08x}" if not c.isprintable() or c in '"\\' else c for c in text)


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory, warm_kernels: None) -> tuple[Path, dict[str, str]]:
    """A vault with poison in every field, indexed; and the environment that it is shown in."""
    root = tmp_path_factory.mktemp("poisoned")
    names = ["[/foo]", "[bold", "-rf", "+!touch PWNED", "$(touch PWNED)", "a;b\nc"]
    names.append(poison("file").replace("/", "")[:90])
    folder = poison("folder")[:90]
    notes = {f"{folder}/{name} {i}.md": note(i) for i, name in enumerate(names)}
    vault = write_vault(root / f"vault {poison('vault')[:80]}", {**make_notes(4, 1), **notes, "Plain.md": note(99)})
    (vault / os.fsdecode(b"caf\xe9\x9b777m.md")).write_text(note(100), "utf-8", "surrogateescape")
    os.mkfifo(vault / f"{poison('pipe')[:60]}.md")
    write_vault(vault, {f"{poison('binary')[:60]}.md": b"\0" * 99})
    home = make_home(root / "home", TINY_CONFIG)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOTELINKS_HOME", os.fspath(home))
        index_vault(vault)
    return vault, {"NOTELINKS_HOME": os.fspath(home), "EDITOR": "true", "VISUAL": "true"}


def find_canaries(output: bytes) -> list[bytes]:
    return [canary for canary in CANARIES if canary in output]


_SHOWN_FIELDS = ("title", "word", "target", "label", "file", "folder", "vault", "pipe", "binary")

_ARGUMENTS = {
    "index": [["--full"]],
    "watch": [],
    "purge": [],
    "related": [["--all", "--why"], ["Plain", "--why"], ["no\x1b]777;such"], ["777"]],
    "concepts": [["--all"], ["Plain"]],
    "links": [["Plain"]],
    "words": [["flour"], ["word777"], ["no\x1b]777;such"]],
    "search": [["flour", "soil"]],
    "suggest": [[], ["--orphans"]],
    "map": [["-o", "-"]],
    "status": [[]],
    "stop-words": [["add", "777\x1b]777;x"], ["list"], ["remove", "777\x1b]777;x"]],
    "word2vec": [["query", "\x1b]777;none"]],
}
"""How each command is called; commands that are not listed are called with `Plain`."""


@pytest.mark.parametrize("json", [False, True], ids=["text", "json"])
def test_no_command_passes_on_what_notes_hold(poisoned: tuple[Path, dict[str, str]], json: bool) -> None:
    vault, env = poisoned
    found, shown = {}, b""
    for command in COMMANDS:
        for arguments in _ARGUMENTS.get(command, [["Plain"]]):
            result = run_cli(command, *arguments, *(["--json"] if json else []), cwd=vault, env=env)
            output = (result.stdout + result.stderr).encode("utf-8", "surrogateescape")
            assert not tells_mistake(output), command
            shown += output
            found[command] = find_canaries(output)

    assert {command: canaries for command, canaries in found.items() if canaries} == {}
    assert {field for field in _SHOWN_FIELDS if field.encode() in shown} == set(_SHOWN_FIELDS)


def test_no_screen_passes_on_what_notes_hold(poisoned: tuple[Path, dict[str, str]]) -> None:
    """All keys there are, in every pane, on every note; the palette with every command; the filter; the help."""
    vault, env = poisoned
    keys = [name for key in (*MAIN_KEYS, *APP_KEYS) if key.action != "app.quit" for name in key.keys.split(",")]
    with Terminal([os.fspath(vault)], env) as terminal:
        terminal.read_until(lambda: b"Plain" in terminal.output or b"title" in terminal.output)
        for _ in range(14):
            terminal.press("j")
            terminal.settle()
            for _ in range(4):
                terminal.press("tab", "j", "j", "k")
            terminal.press("enter", "escape")
        for name in keys:
            terminal.press(name)
            terminal.settle()
            terminal.press("j", "enter", "tab", "j", "escape", "escape")
        terminal.press("slash", *"777", "down", "enter", "escape", "ctrl+p", *"tit", "escape", "escape")
        for columns, lines in ((80, 24), (40, 10), (10, 3), (1, 1), (200, 60)):
            terminal.resize(columns, lines)
            terminal.process.send_signal(signal.SIGWINCH)
            terminal.press("j", "tab", "j", "tab", "tab", "G", "g")
        terminal.settle()
        assert terminal.process.poll() is None, terminal.output[-1500:]
        _quit(terminal)
        assert terminal.await_end() == 0
        assert [code for code in RESTORED if code not in terminal.output] == []
        assert terminal.has_settings_restored()

    assert find_canaries(terminal.output) == []
    seen = terminal.output.decode("utf-8", "replace")
    assert [field for field in ("title", "heading", "item", "quote") if f"{field}\ufffd" not in seen] == []
    assert not list(vault.rglob("PWNED"))


def _quit(terminal: Terminal) -> None:
    """Out of whatever has the focus and what lies below it, then `q`. An escape is one only if nothing follows it at
    once."""
    for _ in range(20):
        for name in ("escape", "tab", "q"):
            if terminal.process.poll() is None:
                terminal.press(name)
                terminal.settle()


# The state of the terminal


_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT")

_STATES = ("list", "help", "palette", "filter", "too small")


@pytest.mark.parametrize(
    ("name", "state"),
    [
        pytest.param(name, state, marks=() if name == _SIGNALS[0] or state == _STATES[0] else pytest.mark.slow)
        for name in _SIGNALS
        for state in _STATES
    ],
)
def test_every_signal_restores_the_terminal_in_every_state(
    poisoned: tuple[Path, dict[str, str]], name: str, state: str
) -> None:
    vault, env = poisoned
    size = (10, 3) if state == "too small" else (120, 35)
    with Terminal([os.fspath(vault)], env, columns=size[0], lines=size[1]) as terminal:
        terminal.read_until(lambda: b"\x1b[?1049h" in terminal.output)
        terminal.settle()
        terminal.press(*{"help": ["?"], "palette": ["ctrl+p"], "filter": ["/", "a"]}.get(state, []))
        terminal.settle()
        terminal.output = b""
        terminal.process.send_signal(getattr(signal, name))

        assert terminal.await_end() == 128 + getattr(signal, name)
        assert [code for code in RESTORED if code not in terminal.output] == []
        assert terminal.has_settings_restored()
        assert not tells_mistake(terminal.output)


def test_stopped_program_restores_the_terminal_and_draws_it_again_when_it_goes_on(
    poisoned: tuple[Path, dict[str, str]],
) -> None:
    """What Ctrl-Z of a shell and `fg` do, by signals: the program leads a session of its own here."""
    vault, env = poisoned
    with Terminal([os.fspath(vault)], env) as terminal:
        terminal.read_until(lambda: b"title" in terminal.output)
        terminal.settle()
        drawn = terminal.output
        terminal.output = b""
        os.kill(terminal.process.pid, signal.SIGTSTP)
        terminal.read_until(lambda: _is_stopped(terminal.process.pid))
        terminal.settle()
        assert [code for code in RESTORED if code not in terminal.output] == []
        assert terminal.has_settings_restored()

        terminal.output = b""
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.read_until(lambda: all(f"\x1b[{line};".encode() in terminal.output for line in range(1, 34)))
        terminal.read_until(lambda: b"title" in terminal.output)
        terminal.settle()
        assert [code for code in _TAKEN if code not in drawn or code not in terminal.output] == []
        assert not terminal.has_settings_restored()
        _quit(terminal)

        assert terminal.await_end() == 0
        assert terminal.has_settings_restored()
        assert find_canaries(drawn + terminal.output) == []


_TAKEN = (b"\x1b[?1049h", b"\x1b[?25l", b"\x1b[?1000h", b"\x1b[?2004h")
"""Enter the alternate screen, hide the cursor, report the mouse and pasting."""


def _is_stopped(process_id: int) -> bool:
    return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] == "T"


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (5, 2), (1000, 500)], ids=str)
def test_terminal_of_any_size_is_drawn_once_and_then_left_alone(
    poisoned: tuple[Path, dict[str, str]], size: tuple[int, int]
) -> None:
    vault, env = poisoned
    with Terminal([os.fspath(vault)], env, columns=size[0], lines=size[1]) as terminal:
        terminal.read_until(lambda: b"\x1b[?1049h" in terminal.output)
        terminal.read_for(6.0)
        n_idle = terminal.read_for(3.0)
        terminal.press("j", "tab", "j")
        _quit(terminal)

        assert terminal.await_end() == 0
    assert n_idle < 20_000


@pytest.mark.slow
def test_a_thousand_sizes_one_after_the_other_are_drawn(poisoned: tuple[Path, dict[str, str]]) -> None:
    """With keys in between, faster than the screen can be drawn and slower; the last one is drawn whole."""
    vault, env = poisoned
    rng = random.Random(1)
    keys = ["j", "k", "tab", "G", "g", "/", "a", "escape", "?", "escape", "enter", "escape", "ctrl+p", "escape"]
    with Terminal([os.fspath(vault)], env) as terminal:
        terminal.read_until(lambda: b"title" in terminal.output)
        for number in range(1000):
            terminal.resize(
                *rng.choice([(rng.randrange(250), rng.randrange(80)), (rng.randrange(30), rng.randrange(10))])
            )
            terminal.process.send_signal(signal.SIGWINCH)
            if number % 3 == 0:
                terminal.press(keys[number // 3 % len(keys)])
            terminal.read_for(rng.choice((0, 0.01, 0.1)))
            assert (terminal.process.poll(), find_canaries(terminal.output)) == (None, []), (
                number,
                terminal.output[-1500:],
            )
            terminal.output = terminal.output[-100:]
        terminal.settle()
        terminal.output = b""
        terminal.resize(120, 35)
        terminal.process.send_signal(signal.SIGWINCH)
        terminal.read_until(lambda: all(f"\x1b[{line};".encode() in terminal.output for line in range(1, 36)))
        _quit(terminal)

        assert terminal.await_end() == 0
        assert find_canaries(terminal.output) == []
        assert [code for code in RESTORED if code not in terminal.output] == []
        assert terminal.has_settings_restored()

"""No command changes anything in the vault."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from notelinks.cli.parser import COMMANDS
from notelinks.tui.keys import MAIN_KEYS
from tests.campaigns.terminal import Terminal
from tests.support import Watcher, has_user_namespaces, make_notes, on_read_only_disk, run_cli, write_vault

_CHANGES = (
    "open,openat,openat2,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,symlink,"
    "symlinkat,chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat,truncate,ftruncate,utime,utimes,utimensat,futimesat,"
    "setxattr,lsetxattr,fsetxattr,removexattr,lremovexattr,fremovexattr,mknod,mknodat,flock,fallocate"
)
"""System calls that change a file or a folder, or open one and may then do so."""

_OPENS_TO_WRITE = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE")

_COMMANDS = [
    ("index",),
    ("status",),
    ("related", "--all", "--why"),
    ("concepts", "--all"),
    ("links", "Bread 0"),
    ("words", "flour"),
    ("concepts", "Bread 0"),
    ("search", "flour and water"),
    ("suggest",),
    ("map", "-o", "-"),
    ("stop-words", "add", "flour"),
    ("stop-words",),
    ("link", "Bread 4", "Walks 3", "--dry-run"),
    ("evaluate", "--concepts"),
    ("status", "--json"),
    ("index", "--full"),
    ("purge",),
]


def _manifest(vault: Path) -> dict[str, tuple[object, ...]]:
    """Everything about every file and folder except when it was last read."""
    found: dict[str, tuple[object, ...]] = {}
    for path in [vault, *sorted(vault.rglob("*"))]:
        about = path.lstat()
        raw = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        attributes = tuple((name, os.getxattr(path, name)) for name in os.listxattr(path, follow_symlinks=False))
        key = str(path.relative_to(vault))
        times = (about.st_mtime_ns, about.st_ctime_ns)
        found[key] = (raw, about.st_mode, *times, about.st_ino, about.st_nlink, about.st_uid, attributes)
    return found


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    made = write_vault(
        tmp_path / "vault", make_notes(48, 1) | {"bad.md": "caf\udce9".encode("utf-8", "surrogateescape")}
    )
    filters = {"userIgnoreFilters": ["garden/", "/music/"]}
    write_vault(made, {".obsidian/app.json": json.dumps(filters), ".obsidian/daily-notes.json": "{broken"})
    (made / "link.md").symlink_to("bad.md")
    os.mkfifo(made / "pipe.md")
    (made / "bread" / "Bread 0.md").chmod(0o444)
    return made


def test_no_command_changes_the_vault(vault: Path, warm_kernels: None) -> None:
    before = _manifest(vault)

    changed = []
    assert {name for name, *_ in _COMMANDS} == set(COMMANDS) - {"watch", "word2vec"}
    for command in _COMMANDS:
        assert run_cli(*command, cwd=vault).returncode == 0, command
        changed += [command] if _manifest(vault) != before else []

    assert changed == []


def test_watching_does_not_change_the_vault(vault: Path, warm_kernels: None) -> None:
    before = _manifest(vault)

    with Watcher(vault) as watcher:
        watcher.settle()
        watcher.stop()

    assert before == _manifest(vault)


@pytest.mark.skipif(not has_user_namespaces(), reason="needs user namespaces")
def test_every_command_works_on_a_disk_that_cannot_be_written_to(vault: Path, warm_kernels: None) -> None:
    for command in (command for command in _COMMANDS if command[0] != "link"):
        done = run_cli(*command, cwd=vault, prefix=on_read_only_disk(vault))
        assert done.returncode == 0, (command, done.stderr)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_nothing_asks_the_system_to_change_the_vault(vault: Path, tmp_path: Path, warm_kernels: None) -> None:
    """Every command, a watcher, and the screen with all of its keys, with the processes that they start."""
    trace = tmp_path / "calls"
    prefix = ("strace", "-f", "-y", "-qq", "--seccomp-bpf", "-e", f"trace={_CHANGES}", "-o", os.fspath(trace))
    for command in _COMMANDS:
        assert run_cli(*command, cwd=vault, prefix=prefix).returncode == 0, command
        assert _changing_calls(trace, vault) == [], command
    with Watcher(vault, prefix=prefix) as watcher:
        watcher.settle(120)
    assert _changing_calls(trace, vault) == []
    _use_every_key(vault, prefix)
    assert _changing_calls(trace, vault) == []


def _use_every_key(vault: Path, prefix: tuple[str, ...]) -> None:
    """Each key, then those that move and open, none of those that confirm a link."""
    with Terminal([os.fspath(vault)], {"EDITOR": "true", "VISUAL": "true"}, prefix=prefix) as terminal:
        terminal.read_until(lambda: b"Bread" in terminal.output, 120)
        for key in MAIN_KEYS:
            for name in key.keys.split(","):
                terminal.press(name)
                terminal.settle()
                terminal.press("j", "tab", "j", "escape", "escape")
        assert terminal.process.poll() is None, terminal.output[-1500:]


def _changing_calls(trace: Path, vault: Path) -> list[str]:
    """Those calls that name the vault, or a file in it, and could change it; relative names are taken for such."""
    found = []
    for call in trace.read_text("utf-8", "replace").splitlines():
        line = re.sub(r'\b(?:AT_FDCWD|\d+)<([^>]*)>, "(?=[^/])', r'"\1/', call)
        line = re.sub(r'\b(?:AT_FDCWD|\d+)<[^>]*>, "(?=/)', '"', line)
        is_opening = re.search(r"\bopen(at2?)?\(", line)
        if " resumed>" in line or (is_opening and not _OPENS_TO_WRITE.search(line)):
            continue
        names = [*re.findall(r'"([^"]*)"', line), *re.findall(r"[0-9DW]<([^>]*)>", line)]
        if any(not name.startswith("/") or f"{name}/".startswith(f"{vault}/") for name in names if name):
            found.append(line)
    return found


def test_trace_shows_what_is_changed(vault: Path, tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("needs strace")
    code = "import os; open('new', 'a'); os.rename('new', 'newer'); os.chmod('newer', 0o600); os.listxattr('newer')"
    trace = tmp_path / "calls"
    command = [
        "strace",
        "-f",
        "-y",
        "-qq",
        "-e",
        f"trace={_CHANGES}",
        "-o",
        os.fspath(trace),
        sys.executable,
        "-c",
        code,
    ]
    subprocess.run(command, cwd=vault, check=True)

    assert len(_changing_calls(trace, vault)) == 3


def test_manifest_notices_every_kind_of_change(vault: Path) -> None:
    before = _manifest(vault)
    changes = [
        lambda: os.utime(vault / "bad.md", ns=(1, 1)),
        lambda: (vault / "bad.md").chmod(0o600),
        lambda: (vault / "new").touch(),
        lambda: os.link(vault / "bad.md", vault / "bread" / "hard"),
    ]

    for change in changes:
        change()
        now = _manifest(vault)
        assert before != now
        before = now

"""No command changes anything in the vault."""

import json
import os
from pathlib import Path

import pytest

from notelinks.cli.parser import COMMANDS
from tests.support import Watcher, make_notes, run_cli, write_vault


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
    commands = [
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

    changed = []
    assert {name for name, *_ in commands} == set(COMMANDS) - {"watch", "word2vec"}
    for command in commands:
        assert run_cli(*command, cwd=vault).returncode == 0, command
        changed += [command] if _manifest(vault) != before else []

    assert changed == []


def test_watching_does_not_change_the_vault(vault: Path, warm_kernels: None) -> None:
    before = _manifest(vault)

    with Watcher(vault) as watcher:
        watcher.settle()
        watcher.stop()

    assert before == _manifest(vault)


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

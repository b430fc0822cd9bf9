"""Which folder a command is about when none was named, and folders that are asked about."""

import io
import json
import os
from pathlib import Path

import pytest

from notelinks.cli import asking, screen, vaults
from notelinks.cli.main import main
from notelinks.cli.parser import build_screen_parser
from notelinks.config import home_folder, index_folder
from notelinks.errors import NotesDirectoryError
from notelinks.notes import vault_folder
from notelinks.store.lock import IndexLock
from tests.support import index_vault, make_home, run_cli, write_vault


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch):
    """Sets what the user types on a terminal; gives what stands on it then."""

    def set_answer(text: str) -> _Terminal:
        shown = _Terminal()
        monkeypatch.setattr(asking.sys, "stdin", _Terminal(text))
        monkeypatch.setattr(asking.sys, "stderr", shown)
        return shown

    return set_answer


@pytest.fixture
def registered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two vaults that Obsidian knows, in the order in which they are offered, and one that is gone."""
    found = [write_vault(tmp_path / name, {"a.md": "text"}) for name in ("one", "two")]
    entries = {path.name: {"path": str(path), "ts": -i} for i, path in enumerate([*found, tmp_path / "gone"])}
    write_vault(tmp_path / "me", {".config/obsidian/obsidian.json": json.dumps({"vaults": entries})})
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return found


def test_vaults_of_obsidian_are_offered_after_the_one_around(
    registered: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = write_vault(tmp_path / "around", {".obsidian/app.json": "", "deep/a.md": "text"})
    monkeypatch.chdir(around / "deep")
    everything = vaults.find_vaults()
    monkeypatch.chdir(registered[1])
    write_vault(registered[1], {".obsidian/app.json": ""})

    assert everything == [around, *registered]
    assert vaults.find_vaults() == [registered[1], registered[0]]


@pytest.mark.parametrize(("typed", "taken"), [("1\n", 0), ("2\n", 1), (" 2 \n", 1), ("7\nx\n2\n", 1)])
def test_number_takes_a_vault(registered: list[Path], answer, typed: str, taken: int) -> None:
    shown = answer(typed)

    assert vaults.offer_vaults() == registered[taken]
    assert [f"  {number}  {path}" for number, path in enumerate(registered, 1)] == shown.getvalue().splitlines()[1:3]


@pytest.mark.parametrize("typed", ["", "\n", "0\n3\nx\n1\n", "²\n\n"])
def test_no_number_takes_none(registered: list[Path], answer, typed: str) -> None:
    answer(typed)

    with pytest.raises(NotesDirectoryError, match="none was taken"):
        vaults.offer_vaults()


def test_without_a_terminal_the_vaults_are_listed(registered: list[Path], tmp_path: Path) -> None:
    result = run_cli(cwd=tmp_path)
    lines = result.stderr.splitlines()

    assert (result.returncode, result.stdout, len(lines)) == (2, "", 2)
    assert "needs a terminal" in lines[0]
    assert f"`notelinks FOLDER` opens one of: {registered[0]}, {registered[1]}." in lines[1]


@pytest.mark.parametrize(
    ("typed", "is_taken"), [("y\n", True), ("Yes\n", True), ("\n", False), ("n\n", False), ("", False)]
)
def test_huge_folder_is_asked_about_on_a_terminal(
    registered: list[Path], answer, monkeypatch: pytest.MonkeyPatch, typed: str, is_taken: bool
) -> None:
    monkeypatch.setattr(vault_folder, "MAX_UNASKED", 0)
    shown = answer(typed)
    try:
        opened = vaults.open_vault(registered[0], says_yes=False)
    except NotesDirectoryError as error:
        opened = None
        assert "pass --yes" in str(error)

    assert (opened == registered[0]) == is_taken
    assert "contains more than 0 files. Index all of it? [y/N]" in shown.getvalue()
    assert vaults.open_vault(registered[0], says_yes=True) == registered[0]


def test_screen_opens_the_vault_around_rather_than_the_last(
    registered: list[Path], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    monkeypatch.setattr(screen, "refuse_without_terminal", str)
    monkeypatch.setattr(
        "notelinks.tui.run.run_app", lambda vault, *rest, greeting, **options: opened.append((vault, greeting)) or 0
    )
    write_vault(registered[1], {".obsidian/app.json": "", "deep/a.md": "text"})
    for folder in (registered[0], registered[1] / "deep", home.parent):
        monkeypatch.chdir(folder)
        vaults.remember_vault(registered[0].resolve())
        screen.open_screen(build_screen_parser().parse_args([]))

    assert opened == [
        (registered[0], ""), (registered[1], ""), (registered[0], f"The folder opened last: {registered[0]}")
    ]  # fmt: skip


def test_every_command_about_a_folder_takes_it_as_an_option(tmp_path: Path, home: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"a.md": "flour water", "b.md": "flour bread"})
    results = [
        run_cli(*command, cwd=tmp_path)
        for command in (
            ("index", "--vault", vault),
            ("--vault", vault, "status", "--json"),
            (f"--vault={vault}", "search", "bread"),
            ("status", vault, "--vault", f"{vault}/../vault/"),
            ("purge", "--vault", vault),
        )
    ]

    assert [result.returncode for result in results] == [0] * 5, results
    assert json.loads(results[1].stdout)["vault"] == str(vault)


@pytest.mark.parametrize("command", ["index", "watch", "status", "evaluate", "purge", "map -o -", ""])
def test_two_folders_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    one, two = (write_vault(tmp_path / name, {"a.md": "text"}) for name in ("one", "two"))
    monkeypatch.setattr(screen, "refuse_without_terminal", str)

    assert main([*command.split(), str(one), "--vault", str(two)]) == 2
    assert capsys.readouterr() == (
        "",
        f"notelinks: --vault {two} and {one} are two folders of notes. Name one.\n",
    )


@pytest.mark.parametrize("options", [["--vault", "{}"], ["--vault={}"], ["--ascii", "--vault", "{}"], ["{}"]])
def test_screen_takes_the_folder_as_an_option(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    vault, opened = write_vault(tmp_path / "vault", {"a.md": "text"}), []
    monkeypatch.setattr(screen, "refuse_without_terminal", str)
    monkeypatch.setattr("notelinks.tui.run.run_app", lambda vault, *rest, **options: opened.append(vault) or 0)

    assert main([option.format(vault) for option in options]) == 0
    assert opened == [vault]


def test_folder_that_has_an_index_is_not_asked_about(tmp_path: Path, home: Path) -> None:
    vault = write_vault(tmp_path / "me", {"a.md": "text"})
    env = {"HOME": str(vault)}
    statuses = [run_cli("index", vault, *options, env=env).returncode for options in ((), ("--yes",), ())]

    assert statuses == [2, 0, 0]


def test_section_of_a_vault_holds_there_alone(tmp_path: Path, home: Path) -> None:
    notes = {"a.md": "flour water", "Old/b.md": "flour bread"}
    one, two = (write_vault(tmp_path / name, notes) for name in ("one", "two"))
    make_home(home, f"[vault.'{one}'.notes]\nexclude = ['Old/']\n")
    for vault in (one, two):
        run_cli("index", vault)
    found = [json.loads(run_cli("status", vault, "--json").stdout) for vault in (one, two)]

    assert [status["notes"] for status in found] == [1, 2]
    assert found[0]["excluded"] == [{"note": "Old/b.md", "reason": "exclude in config.toml: Old/"}]
    assert found[1]["excluded"] == []


def test_vault_that_is_remembered_already_is_not_written_again(tmp_path: Path, home: Path) -> None:
    """Writing waits for the disk, and the first paint for the writing."""
    one, two = (write_vault(tmp_path / name, {"a.md": "text"}).resolve() for name in ("one", "two"))
    found = []
    for vault in (one, one, two, one):
        vaults.remember_vault(vault)
        found.append(os.stat(home / "last-vault").st_ino)
        assert vaults.last_vault() == vault

    assert found[0] == found[1] != found[2] != found[3]


def test_purge_forgets_that_the_vault_was_opened_last(tmp_path: Path, home: Path) -> None:
    from notelinks.cli.vaults import remember_vault

    vault = write_vault(tmp_path / "vault", {"a.md": "text"})
    index_vault(vault)
    remember_vault(vault.resolve())

    run_cli("purge", vault)

    assert not [path for path in home.rglob("*") if path.is_file() and os.fsencode(vault) in path.read_bytes()]


@pytest.mark.parametrize("place", [".notelinks", "index", "."])
@pytest.mark.parametrize("command", ["index", "watch", ""])
def test_home_within_the_vault_is_refused_and_nothing_is_made_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, place: str
) -> None:
    vault = write_vault(tmp_path / "vault", {"a.md": "text"})
    monkeypatch.setenv("NOTELINKS_HOME", str(vault / place))
    monkeypatch.setattr(screen, "refuse_without_terminal", str)

    assert main([*filter(None, [command]), str(vault)]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"notelinks: {vault}/") and error.count("\n") == 1
    assert "the index would lie within the folder of notes. Set NOTELINKS_HOME to a folder outside it." in error
    assert os.listdir(vault) == ["a.md"]


def test_index_on_a_network_disk_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    vault = write_vault(tmp_path / "vault", {"a.md": "text"})
    warning = (
        f"notelinks: {index_folder(vault)}: the index lies on a network disk (nfs4), where locks may not hold. "
        "Set NOTELINKS_HOME to a folder on a disk of this computer.\n"
    )
    index_vault(vault)
    assert main(["status", str(vault)]) == 0
    assert capsys.readouterr().err == ""
    read = Path.read_bytes

    def read_mounts(path: Path) -> bytes:
        mounts = f"1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:1 / {home_folder()} rw - nfs4 server:/ rw\n".encode()
        return mounts if path == Path("/proc/self/mountinfo") else read(path)

    monkeypatch.setattr(Path, "read_bytes", read_mounts)
    assert main(["status", str(vault)]) == 0
    assert capsys.readouterr().err == warning
    for command in ("index", "watch"):
        with IndexLock(index_folder(vault)):
            assert main([command, str(vault)]) == 3
        assert capsys.readouterr().err.startswith(warning)

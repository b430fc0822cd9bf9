"""Exit status and messages: what is missing, refused, away, damaged."""

import os
import subprocess
from pathlib import Path

import pytest

from notelinks.cli.vaults import last_vault, remember_vault
from notelinks.config import index_folder
from notelinks.store.lock import IndexLock
from notelinks.store.schema import database_file
from tests.support import index_vault, json_lines, make_home, make_notes, run_cli, write_vault


def _one_line(result: subprocess.CompletedProcess[str]) -> str:
    """The message of a command that wrote one line to stderr and nothing to stdout."""
    assert (result.stdout, len(result.stderr.splitlines())) == ("", 1), result.stderr
    return result.stderr


def test_index_then_status_then_purge(tmp_path: Path, home: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(5, 1))

    indexed = run_cli("index", vault)
    status = run_cli("status", vault)
    purged = run_cli("purge", vault)
    again = run_cli("purge", vault)

    assert [result.returncode for result in (indexed, status, purged, again)] == [0, 0, 0, 1]
    assert ("", "generation 1" in indexed.stderr) == (indexed.stdout, True)
    assert [path.name for path in home.rglob("*") if path.is_file()] == ["config.toml"]


def test_full_index_reads_everything_again(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(5, 1))
    index_vault(vault)

    result = run_cli("index", "--full", vault)

    assert result.returncode == 0
    assert "5 added" in result.stderr


def test_files_of_the_index_are_private(tmp_path: Path, home: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(3, 1))

    run_cli("index", vault, umask=0o000)

    ours = [path for path in home.rglob("*") if path.name != "config.toml"]
    assert ours
    assert [path for path in ours if path.stat().st_mode & 0o077] == []


def test_second_indexer_is_refused_with_exit_status_3(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"a.md": "text"})
    with IndexLock(index_folder(vault)):
        results = [run_cli(command, vault) for command in ("index", "watch")]

    assert [result.returncode for result in results] == [3, 3]
    assert all("already running" in _one_line(result) for result in results)


def test_purge_of_a_folder_in_use_says_what_to_end_first(tmp_path: Path, home: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"a.md": "text"})
    remember_vault(vault.resolve())
    with IndexLock(index_folder(vault)):
        result = run_cli("purge", vault)

    assert result.returncode == 3
    assert _one_line(result) == (
        f"notelinks: {vault} is in use: close its screen, or end `watch` or `index`, and purge it then.\n"
    )
    assert last_vault() == vault


@pytest.mark.parametrize(
    "command", ["status", "related --all", "words flour", "search a", "suggest", "stop-words list"]
)
def test_folder_that_is_not_there_is_named_as_it_was_given(tmp_path: Path, command: str) -> None:
    result = run_cli(*command.split(), "--vault", tmp_path / "nothing")

    assert result.returncode == 2
    assert f"{tmp_path / 'nothing'}: there is no such folder" in _one_line(result)


@pytest.mark.parametrize("command", ["index", "watch"])
def test_missing_vault_is_exit_status_2(tmp_path: Path, command: str) -> None:
    result = run_cli(command, tmp_path / "nothing")

    assert result.returncode == 2
    assert "there is no such folder" in _one_line(result)


def test_file_as_vault_is_exit_status_2(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("text")

    result = run_cli("index", tmp_path / "a.md")

    assert result.returncode == 2
    assert "this is a file" in _one_line(result)


def test_home_directory_needs_a_yes(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "me", {"a.md": "text"})
    env = {"HOME": str(vault)}

    refused, accepted = run_cli("index", vault, env=env), run_cli("index", vault, "--yes", env=env)

    assert (refused.returncode, accepted.returncode) == (2, 0)
    assert "--yes" in _one_line(refused)


def test_vault_that_is_away_is_exit_status_4(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(3, 1))
    index_vault(vault)
    vault.rename(tmp_path / "elsewhere")

    index, status = run_cli("index", vault), run_cli("status", "--json", vault)

    assert (index.returncode, status.returncode) == (4, 4)
    assert "cannot be seen" in _one_line(index)
    assert (json_lines(status)[0]["notes"], "cannot be seen" in json_lines(status)[0]["problem"]) == (3, True)


def test_index_can_be_asked_while_its_vault_is_away(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(3, 1))
    index_vault(vault)
    vault.rename(tmp_path / "elsewhere")

    result = run_cli("related", "--all", "--json", "--vault", vault)

    assert (result.returncode, len(json_lines(result))) == (0, 3)


@pytest.mark.parametrize(
    "arguments", [("status",), ("related", "--all"), ("words", "flour"), ("search", "a"), ("suggest",)], ids=" ".join
)
def test_vault_without_an_index_is_told_so(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run_cli(*arguments, "--vault", tmp_path)

    assert result.returncode == 2
    assert "no index yet" in _one_line(result)


def test_folder_that_belongs_to_no_vault_is_told_so(tmp_path: Path) -> None:
    result = run_cli("related", "a", cwd=tmp_path)

    assert result.returncode == 2
    assert "--vault" in _one_line(result)


@pytest.mark.parametrize("arguments", [(), (".",)])
def test_screen_without_a_terminal_is_exit_status_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run_cli(*arguments, cwd=tmp_path)

    assert result.returncode == 2
    assert "needs a terminal" in _one_line(result)


@pytest.mark.parametrize(
    ("config", "named"),
    [
        ("[training\n", "cannot be read"),
        ("[training]\nn_dims = 33\n", "multiple of 16"),
        ("[training]\nn_dims = 'many'\n", "whole number"),
        ("[training]\nlearning_rate = nan\n", "must lie between"),
        ("[training]\nn_dimensions = 32\n", "is no setting"),
        ("[ranking]\nsource_only = 'Daily'\n", "must be a list of folders"),
        ("[ranking]\nsource_only = ['Daily', 3]\n", "must be a list of folders"),
        ("[ranking]\nsource_only = ['']\n", "'' must be a folder within the vault"),
        ("[ranking]\nsource_only = ['/notes/Daily']\n", "must be a folder within the vault"),
        ("[ranking]\nsource_only = ['../Daily']\n", "must be a folder within the vault"),
        ("[tuning]\n", "unknown table"),
        ("training = 3\n", "must be a table"),
        ("[notes]\nexclude = 'Old/'\n", "must be a list of beginnings of paths"),
        ("[notes]\nexclude = ['Old/', ' ']\n", "must be a list of beginnings of paths"),
        ("[notes]\nlanguages = ['english']\n", "two-letter codes"),
        ("[notes]\ndaily_as_notes = 1\n", "must be true or false"),
        ("[keys]\nquit = 3\n", "[keys] quit = 3 must be a key"),
        ("[keys.quit]\n", "[keys] quit = {} must be a key"),
        ("vault = 3\n", "vault must be tables"),
        ("[vault.notes.ranking]\n", "must name a whole path"),
        ("[vault]\n'/n' = 1\n", "must hold tables"),
        ("[vault.'~/n'.tuning]\n", "unknown table [tuning]"),
        ("[vault.'~/n'.training]\nn_dims = 33\n", "multiple of 16"),
        ("[vault.'~/n'.vault]\n", "unknown table [vault]"),
        ("a = " + "[" * 5000, "cannot be read"),
    ],
)
def test_bad_configuration_gives_one_clear_line(tmp_path: Path, home: Path, config: str, named: str) -> None:
    make_home(home, config)
    vault = write_vault(tmp_path / "vault", {"a.md": "text"})

    result = run_cli("index", vault)

    assert result.returncode == 2
    assert named in _one_line(result)
    assert "config.toml" in result.stderr


def test_index_that_cannot_be_made_gives_one_clear_line(tmp_path: Path, home: Path) -> None:
    (home / "vaults").write_text("in the way")
    vault = write_vault(tmp_path / "vault", {"a.md": "text"})

    result = run_cli("index", vault)

    assert result.returncode == 2
    assert "the index cannot be written" in _one_line(result)


@pytest.mark.parametrize("arguments", [("status", "--json"), ("related", "--all")], ids=" ".join)
def test_damaged_index_gives_one_line_that_says_what_to_do(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(3, 1))
    index_vault(vault)
    database_file(index_folder(vault)).write_bytes(b"\x55" * 20_000)

    result = run_cli(*arguments, "--vault", vault)

    assert result.returncode == 2
    assert "`notelinks index --full` rebuilds it" in _one_line(result)


def test_what_the_message_about_a_damaged_index_says_works(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(3, 1))
    index_vault(vault)
    database_file(index_folder(vault)).write_bytes(b"\x55" * 20_000)

    rebuilt = run_cli("index", "--full", vault)

    assert rebuilt.returncode == 0
    assert json_lines(run_cli("status", "--json", vault))[0]["notes"] == 3


def test_damaged_word_vectors_give_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(3, 1))
    index_vault(vault)
    (index_folder(vault) / "generations" / "000001" / "word_vectors.npy").write_bytes(b"\x55" * 100)

    result = run_cli("words", "flour", "--vault", vault)

    assert result.returncode == 2
    assert "`notelinks index` trains them anew" in _one_line(result)


def test_every_bad_note_is_listed_with_its_reason_and_all_others_are_indexed(tmp_path: Path) -> None:
    bad = {
        "binary.md": b"\x89PNG\0\0\0" * 10,
        "empty.md": b"",
        "invalid.md": b"flour caf\xe9 water",
        "large.md": b"flour and water in the oven. " * (5 * 2**20 // 29),
        "matter.md": b"---\ntags: [a, &b *b\n---\nflour and water",
    }
    vault = write_vault(tmp_path / "vault", {**make_notes(4, 1), **bad})
    os.mkfifo(vault / "pipe.md")
    (vault / "link.md").symlink_to("binary.md")

    run_cli("index", vault)
    (status,) = json_lines(run_cli("status", "--json", vault))

    reasons = {file["note"]: file["reason"] for file in status["skipped"]}
    assert {*bad, "pipe.md", "link.md"} == set(reasons)
    assert (status["notes"], status["pending"]) == (4 + 4, 0)
    words = {
        "binary.md": "binary",
        "empty.md": "no words",
        "invalid.md": "UTF-8",
        "large.md": "MB",
        "matter.md": "front matter",
        "pipe.md": "pipe",
        "link.md": "link",
    }
    assert {key: reasons[key] for key, word in words.items() if word not in reasons[key]} == {}

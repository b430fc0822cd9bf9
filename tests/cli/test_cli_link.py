"""`link`: shows the change and makes it, by the rules of exit statuses, whether an indexer runs or not."""

import os
from pathlib import Path

import pytest

from notelinks.config import index_folder
from notelinks.store.lock import IndexLock
from tests.support import index_vault, json_lines, run_cli, write_vault

NOTES: dict[str, str | bytes] = {
    "bread/Dough.md": "Flour and water. The oven bakes it.\n",
    "bread/Oven.md": "Hot \u202eair.\n",
    "x/Same.md": "One\n",
    "y/Same.md": "Two\n",
    "linked.md": "See [[Oven]].\n",
    "bad.md": b"caf\xe9\n",
}


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm_kernels: None) -> Path:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("NOTELINKS_HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "config.toml").write_text("[training]\nn_dims = 32\ntarget_budget = 2000\nmax_epochs = 1\n")
    made = write_vault(tmp_path / "vault", NOTES)
    index_vault(made)
    return made


def contents(vault: Path) -> dict[str, bytes]:
    return {path.relative_to(vault).as_posix(): path.read_bytes() for path in vault.rglob("*") if path.is_file()}


RAW = {key: text if isinstance(text, bytes) else text.encode() for key, text in NOTES.items()}


def test_link_is_shown_inserted_and_taken_back(vault: Path) -> None:
    dry = run_cli("link", "Dough", "Oven", "--dry-run", cwd=vault)
    before = contents(vault)
    done = run_cli("link", "Dough", "Oven", cwd=vault)
    after = contents(vault)
    undone = run_cli("link", "--undo", cwd=vault)

    assert (dry.returncode, done.returncode, undone.returncode) == (0, 0, 0)
    assert (
        dry.stdout
        == done.stdout
        == ("bread/Dough.md:1\n- Flour and water. The oven bakes it.\n+ Flour and water. The [[Oven|oven]] bakes it.\n")
    )
    assert before == RAW
    assert after == RAW | {"bread/Dough.md": b"Flour and water. The [[Oven|oven]] bakes it.\n"}
    assert undone.stdout == "bread/Dough.md:1 no longer links to bread/Oven.md.\n"
    assert contents(vault) == RAW


def test_place_can_be_chosen(vault: Path) -> None:
    done = run_cli("link", "Dough", "Oven", "--at", "end", cwd=vault)

    assert done.stdout.splitlines() == [
        "bread/Dough.md:3", "  Flour and water. The oven bakes it.", "+ ", "+ [[Oven]]"
    ]  # fmt: skip
    assert contents(vault)["bread/Dough.md"] == RAW["bread/Dough.md"] + b"\n[[Oven]]\n"


def test_link_is_like_the_others_of_a_plain_folder_and_shows_the_title(vault: Path) -> None:
    write_vault(
        vault,
        {"y/2023.md": "---\ntitle: Polarity\n---\nTwo\n", "more.md": "[[x/Next]] [[bread/Dough]]", "x/Next.md": "3"},
    )
    index_vault(vault)

    shown = run_cli("link", "Dough", "2023", "--at", "end", "--dry-run", cwd=vault)
    status = run_cli("status", cwd=vault)

    assert shown.stdout.splitlines()[-1] == "+ [[y/2023|Polarity]]"
    assert "settings   a plain folder, without settings of Obsidian; new links absolute, [[path]]" in status.stdout


def test_json_is_one_object(vault: Path) -> None:
    (planned,) = json_lines(run_cli("link", "Dough", "Oven", "--dry-run", "--json", cwd=vault))
    (done,) = json_lines(run_cli("link", "Dough", "Oven", "--json", cwd=vault))
    (undone,) = json_lines(run_cli("link", "--undo", "--json", cwd=vault))

    assert planned == {
        "note": "bread/Dough.md",
        "target": "bread/Oven.md",
        "line": 1,
        "at": "mention",
        "link": "[[Oven|oven]]",
        "inserted": False,
        "lines": [
            {"mark": "-", "line": 1, "text": "Flour and water. The oven bakes it."},
            {"mark": "+", "line": 1, "text": "Flour and water. The [[Oven|oven]] bakes it."},
        ],
    }
    assert done == planned | {"inserted": True}
    assert undone == {"note": "bread/Dough.md", "target": "bread/Oven.md", "line": 1}


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        (("linked", "Oven"), 1, "linked.md already links to bread/Oven.md"),
        (("linked", "Dough", "--at", "mention"), 1, "does not mention bread/Dough.md"),
        (("--undo",), 1, "no inserted link"),
        (("Nothing", "Oven"), 1, "there is no note 'Nothing'"),
        (("Dough", "Same"), 2, "name of 2 notes"),
        (("Dough",), 2, "name two notes"),
        ((), 2, "name two notes"),
        (("Dough", "Oven", "--undo"), 2, "takes nothing else"),
        (("Dough", "Dough"), 2, "cannot be linked to itself"),
        (("bad", "Oven"), 2, "bad.md is not UTF-8"),
    ],
    ids=str,
)
def test_refusal_is_one_line_and_changes_nothing(
    vault: Path, arguments: tuple[str, ...], status: int, reason: str
) -> None:
    done = run_cli("link", *arguments, cwd=vault)

    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (status, "", 1), done.stderr
    assert reason in done.stderr
    assert contents(vault) == RAW


def test_link_is_inserted_while_an_indexer_holds_the_index(vault: Path) -> None:
    with IndexLock(index_folder(vault)):
        done = run_cli("link", "Dough", "Oven", cwd=vault)
        undone = run_cli("link", "--undo", cwd=vault)

    assert (done.returncode, undone.returncode) == (0, 0)
    assert contents(vault) == RAW


def test_folder_without_an_index_is_told_so(tmp_path: Path) -> None:
    for arguments in (("a", "b"), ("--undo",)):
        done = run_cli("link", *arguments, "--vault", tmp_path)

        assert (done.returncode, done.stdout) == (2, "")
        assert "no index yet" in done.stderr


def test_text_of_notes_is_printed_safely(vault: Path) -> None:
    done = run_cli("link", "Oven", "Dough", cwd=vault)

    assert "Hot �air." in done.stdout
    assert contents(vault)["bread/Oven.md"] == RAW["bread/Oven.md"] + b"\n[[Dough]]\n"


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes here")
def test_nothing_but_the_note_changes(vault: Path) -> None:
    """Every other file keeps its inode, times and bytes; so does the note's folder but for its times."""

    def signs() -> dict[str, tuple[int, ...]]:
        files = {path: path.lstat() for path in vault.rglob("*") if path.is_file()}
        return {str(path): (s.st_ino, s.st_mtime_ns, s.st_ctime_ns, s.st_mode) for path, s in files.items()}

    before = signs()
    run_cli("link", "Dough", "Oven", cwd=vault)
    after = signs()

    assert {path for path in before | after if before.get(path) != after.get(path)} == {str(vault / "bread/Dough.md")}
